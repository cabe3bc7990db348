package fuzz

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"

	"github.com/tagdex/tagdex/fuzz/gen"
)

// The parts of a saved version, as the format is documented: after the magic
// come frames of kind (1 byte), length (4), checksum (4) and payload.
const (
	magicSize = 8
	headSize  = 1 + 4 + 4
)

// damage edits file. Half of the time it makes the checksums right again, so
// that the edit reaches what lies behind them.
func damage(src *gen.Source, file []byte) (damaged []byte, sealed bool) {
	for range 1 + src.N(3) {
		file = edit(src, file)
	}
	if src.OneIn(2) {
		return seal(file), true
	}
	return file, false
}

// edit makes one change, or none where the source is used up.
func edit(src *gen.Source, file []byte) []byte {
	if len(file) == 0 {
		return file
	}
	at := src.N(min(len(file), 65536))
	if src.OneIn(4) {
		at = len(file) - 1 - at%len(file)
	}
	size := min(1+src.N(8), len(file)-at)
	switch src.N(8) {
	case 1:
		file[at] ^= 1 << src.N(8)
	case 2:
		file[at] = gen.Pick(src, []byte{0, 1, 0x7f, 0x80, 0xff})
	case 3: // cut off
		return file[:at]
	case 4: // leave out
		return slices.Delete(file, at, at+size)
	case 5: // put in
		return slices.Insert(file, at, bytes.Repeat([]byte{src.Byte()}, size)...)
	case 6: // once more
		return slices.Insert(file, at, bytes.Clone(file[at:at+size])...)
	case 7: // a huge number
		return slices.Insert(file, at, 0xff, 0xff, 0xff, 0xff, 0x0f)
	}
	return file
}

// seal makes the lengths and checksums of the frames right again, as far as
// frames can be made out: a frame that says it is longer than what is left is
// as long as what is left.
func seal(file []byte) []byte {
	table := crc32.MakeTable(crc32.Castagnoli)
	for at := magicSize; at+headSize <= len(file); {
		head, rest := file[at:at+headSize], file[at+headSize:]
		n := min(uint64(binary.LittleEndian.Uint32(head[1:])), uint64(len(rest)))
		binary.LittleEndian.PutUint32(head[1:], uint32(n))
		sum := crc32.Update(crc32.Checksum(head[:5], table), table, rest[:n])
		binary.LittleEndian.PutUint32(head[5:], sum)
		at += headSize + int(n)
	}
	return file
}

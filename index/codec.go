package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// A saved version is a sequence of frames:
//
//	magic    8 bytes, the last two the format's version
//	frame    kind (1), length (4, little endian), CRC-32C of kind, length and payload (4), payload
//	...
//	frame    of kind end
//
// The first frame is the header: uvarint sequence, uvarint count of
// resources. Then frames of resources in ordinal order, then the end, which
// repeats the count. A resource is id, name, detail, uvarint count of tags,
// then keys and values in turn; each text is a uvarint: 0 and a new text
// (uvarint length, bytes), or 1 + the place of a text seen earlier in the
// frame. Only tags enter that table. Postings are not saved: they are made
// again, so no bytes can make an index that contradicts itself.
const (
	magic       = "TAGDEX\x00\x01"
	frameTarget = 1 << 18 // a frame is closed once it is longer than this
	frameLimit  = 1 << 30 // a longer one is refused
	frameHead   = 1 + 4 + 4
)

type frameKind byte

const (
	frameHeader    frameKind = 'H'
	frameResources frameKind = 'R'
	frameEnd       frameKind = 'E'
)

var crcTable = crc32.MakeTable(crc32.Castagnoli)

// ErrCorrupt is wrapped by every error about the bytes of a saved version.
var ErrCorrupt = errors.New("saved version is damaged")

// CorruptError says what is wrong with a saved version and where. It wraps
// ErrCorrupt, and the cause if reading met one.
type CorruptError struct {
	Offset int64  // bytes from the start, of the frame that is wrong
	Part   string // "magic", "header", "resources", "end"
	Reason string
	Cause  error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("%v: %s at byte %d: %s", ErrCorrupt, e.Part, e.Offset, e.Reason)
}

// Unwrap makes errors.Is hold for ErrCorrupt and for the cause.
func (e *CorruptError) Unwrap() []error {
	if e.Cause == nil {
		return []error{ErrCorrupt}
	}
	return []error{ErrCorrupt, e.Cause}
}

// part names the frame kind in errors.
func (k frameKind) part() string {
	switch k {
	case frameHeader:
		return "header"
	case frameResources:
		return "resources"
	case frameEnd:
		return "end"
	}
	return "frame"
}

// frameSum is the checksum of a frame: of its head without the sum, and of
// its payload.
func frameSum(kind frameKind, payload []byte) uint32 {
	var head [5]byte
	head[0] = byte(kind)
	binary.LittleEndian.PutUint32(head[1:], uint32(len(payload)))
	return crc32.Update(crc32.Checksum(head[:], crcTable), crcTable, payload)
}

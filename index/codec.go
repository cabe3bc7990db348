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
// A text is a uvarint length and its bytes. The parts follow each other:
//
// The header, one frame: uvarint sequence, uvarint count of resources.
//
// The dictionary, any number of frames of whole items. An item is uvarint 0
// and a text: a key; or uvarint 1 + length, and bytes: a value of the key
// before it. Keys rise strictly, and so do the values of a key, which are at
// least one: that each is there once needs no further proof. Items are
// counted from 0.
//
// The resources, any number of frames of whole resources in ordinal order. A
// resource is two texts, id and name; its detail: uvarint 0 for none, or
// uvarint 1 and a text, or 2 + the place of a detail met before; then uvarint
// count of tags, and for each the uvarint number of its value's item. Details
// have places from 0 to detailPlaces-1, given in turn and over again.
//
// The end, one frame: the count of resources again.
//
// Postings are not saved: they are made again, so no bytes can make an index
// that contradicts itself. That terms have numbers, in order, is what makes it
// cheap.
const (
	magic       = "TAGDEX\x00\x02"
	frameTarget = 1 << 18 // a frame is closed once it is longer than this
	frameLimit  = 1 << 30 // a longer one is refused
	frameHead   = 1 + 4 + 4

	detailNone   = 0
	detailNew    = 1
	detailOld    = 2 // and above
	detailPlaces = 1 << 14
)

type frameKind byte

const (
	frameHeader    frameKind = 'H'
	frameTerms     frameKind = 'D'
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
	Part   string // "magic", "header", "dictionary", "resources", "end"
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
	case frameTerms:
		return "dictionary"
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

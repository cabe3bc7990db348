package index

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/tagdex/tagdex/resource"
)

// Load reads what Save wrote, up to the end of r, into a Builder that started
// from an Empty version and has not been used. The first byte found that is
// not as Save writes it, and a resource that breaks a rule, is a
// *CorruptError; an error of r that is not its end is returned as it is. check
// is asked about every resource before it is stored: without its tags, which
// are looked at here, and with a detail only where it is not one that check
// was asked about before. The pointer is good until check returns. Memory
// beyond the resources: one frame, twelve bytes for each tag of a resource and
// each id, sixteen for each term and each name, and nothing that is not in
// proportion to what r has delivered.
//
// After an error the Builder can only be discarded.
func (b *Builder) Load(ctx context.Context, r io.Reader, check func(*resource.Resource) error) error {
	l := &loader{r: r, b: b, check: check}
	if err := l.magic(); err != nil {
		return err
	}
	kind, err := l.frame()
	if err != nil {
		return err
	}
	if kind != frameHeader {
		return l.corrupt("header", "is missing", nil)
	}
	if err := l.header(); err != nil {
		return err
	}
	if err := l.frames(ctx); err != nil {
		return err
	}
	return l.finish(ctx)
}

// frames reads all frames after the header.
func (l *loader) frames(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		kind, err := l.frame()
		switch {
		case err != nil:
			return err
		case kind == frameTerms && len(l.starts) == 0:
			err = l.dictionary()
		case kind == frameResources:
			err = l.resources()
		case kind == frameEnd:
			return l.end()
		default:
			return l.corrupt(kind.part(), "stands where resources belong", nil)
		}
		if err != nil {
			return err
		}
	}
}

type loader struct {
	r       io.Reader
	b       *Builder
	check   func(*resource.Resource) error
	offset  int64 // of the frame being read
	read    int64
	buf     bytes.Buffer
	payload []byte // of the frame, what is left of it
	count   uint64 // of resources, as the header says
	seen    uint64
	current resource.Resource         // as check gets it
	texts   pieces                    // of terms, ids and names
	system  struct{ from, to uint32 } // the terms of system tags: those of keys that begin alike
	termsAt int64                     // the last frame of terms
	keys    uint64
	key     uint32      // the item of the last key
	starts  []loadStart // of frames of resources
	live    []uint32    // resources of the block being read
	tagged  []uint32    // those with a tag that is not a system tag
	details []string    // by place
	place   int         // of the next detail
}

func (l *loader) corrupt(part, reason string, cause error) error {
	return &CorruptError{Offset: l.offset, Part: part, Reason: reason, Cause: cause}
}

// short is the error for bytes that end too soon; another error of the reader
// passes as it is.
func (l *loader) short(part string, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return l.corrupt(part, "the data end here", io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("reading a saved version: %w", err)
}

func (l *loader) magic() error {
	var got [len(magic)]byte
	if _, err := io.ReadFull(l.r, got[:]); err != nil {
		return l.short("magic", err)
	}
	l.read = int64(len(magic))
	switch {
	case string(got[:6]) != magic[:6]:
		return l.corrupt("magic", "this is not a saved version", nil)
	case string(got[:]) != magic:
		return l.corrupt("magic", fmt.Sprintf("format %d is not known to this release", binary.BigEndian.Uint16(got[6:])), nil)
	}
	return nil
}

// frame reads the next frame and checks its sum.
func (l *loader) frame() (frameKind, error) {
	l.offset = l.read
	var head [frameHead]byte
	if _, err := io.ReadFull(l.r, head[:]); err != nil {
		return 0, l.short("frame", err)
	}
	kind := frameKind(head[0])
	n := int64(binary.LittleEndian.Uint32(head[1:]))
	if n > frameLimit {
		return 0, l.corrupt(kind.part(), fmt.Sprintf("length %d is over the limit", n), nil)
	}
	l.buf.Reset()
	if _, err := io.CopyN(&l.buf, l.r, n); err != nil {
		return 0, l.short(kind.part(), err)
	}
	if frameSum(kind, l.buf.Bytes()) != binary.LittleEndian.Uint32(head[5:]) {
		return 0, l.corrupt(kind.part(), "checksum differs", nil)
	}
	l.read += frameHead + n
	l.payload = l.buf.Bytes()
	return kind, nil
}

func (l *loader) header() error {
	sequence, ok1 := l.uvarint()
	count, ok2 := l.uvarint()
	if !ok1 || !ok2 || len(l.payload) > 0 {
		return l.corrupt("header", "is malformed", nil)
	}
	l.b.SetSequence(sequence)
	l.count = count
	return nil
}

func (l *loader) end() error {
	count, ok := l.uvarint()
	if !ok || len(l.payload) > 0 {
		return l.corrupt("end", "is malformed", nil)
	}
	if count != l.count || l.seen != l.count {
		return l.corrupt("end", fmt.Sprintf("%d resources, the header says %d", l.seen, l.count), nil)
	}
	l.offset = l.read
	switch n, err := io.ReadFull(l.r, make([]byte, 1)); {
	case n > 0:
		return l.corrupt("end", "data follow it", nil)
	case err != io.EOF:
		return l.short("end", err)
	}
	return nil
}

func (l *loader) uvarint() (uint64, bool) {
	n, size := binary.Uvarint(l.payload)
	if size <= 0 {
		return 0, false
	}
	l.payload = l.payload[size:]
	return n, true
}

// bytes returns the next n bytes, which are good until the next frame.
func (l *loader) bytes(n uint64) ([]byte, bool) {
	if n > uint64(len(l.payload)) {
		return nil, false
	}
	t := l.payload[:n]
	l.payload = l.payload[n:]
	return t, true
}

func (l *loader) text() ([]byte, bool) {
	n, ok := l.uvarint()
	if !ok {
		return nil, false
	}
	return l.bytes(n)
}

package index

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tagdex/tagdex/resource"
)

// Load reads what Save wrote, up to the end of r, into a Builder that started
// from an Empty version. The first resource that breaks a rule, and the first
// byte that is not as Save writes it, is a *CorruptError; an error of r that
// is not its end is returned as it is. check is asked about every resource
// before it is stored. Memory beyond the resources: one frame, and never more
// than r has delivered.
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
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch kind, err = l.frame(); {
		case err != nil:
			return err
		case kind == frameEnd:
			return l.end()
		case kind != frameResources:
			return l.corrupt(kind.part(), "stands where resources belong", nil)
		}
		if err := l.resources(); err != nil {
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
	payload string // of the frame, what is left of it
	texts   []string
	count   uint64 // of resources, as the header says
	seen    uint64
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
	l.payload = l.buf.String()
	l.texts = l.texts[:0]
	return kind, nil
}

func (l *loader) header() error {
	sequence, ok1 := l.uvarint()
	count, ok2 := l.uvarint()
	if !ok1 || !ok2 || l.payload != "" {
		return l.corrupt("header", "is malformed", nil)
	}
	l.b.SetSequence(sequence)
	l.count = count
	return nil
}

func (l *loader) end() error {
	count, ok := l.uvarint()
	if !ok || l.payload != "" {
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

func (l *loader) resources() error {
	for l.payload != "" {
		r, ok := l.resource()
		if !ok {
			return l.corrupt("resources", "are malformed", nil)
		}
		if err := l.check(&r); err != nil {
			return l.corrupt("resources", err.Error(), err)
		}
		if l.seen++; l.seen > l.count {
			return l.corrupt("resources", fmt.Sprintf("more than the %d of the header", l.count), nil)
		}
		replaced, err := l.b.Upsert(&r)
		if err != nil {
			return err
		}
		if replaced {
			return l.corrupt("resources", fmt.Sprintf("id %q is there twice", r.ID), nil)
		}
	}
	return nil
}

// usualTags is how many tags room is made for at once.
const usualTags = 32

func (l *loader) resource() (r resource.Resource, ok bool) {
	if !l.ownTexts(&r.ID, &r.Name, &r.Detail) {
		return r, false
	}
	n, ok := l.uvarint()
	if !ok || n > uint64(len(l.payload))/2 {
		return r, false
	}
	// The count is not believed beyond what a resource usually has.
	r.Tags = make([]resource.Tag, 0, min(n, usualTags))
	for range n {
		key, okKey := l.ref()
		value, okValue := l.ref()
		if !okKey || !okValue {
			return r, false
		}
		r.Tags = append(r.Tags, resource.Tag{Key: key, Value: value})
	}
	return r, true
}

func (l *loader) uvarint() (uint64, bool) {
	var n uint64
	for i := 0; i < len(l.payload) && i < binary.MaxVarintLen64; i++ {
		c := l.payload[i]
		if i == binary.MaxVarintLen64-1 && c > 1 {
			return 0, false
		}
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			l.payload = l.payload[i+1:]
			return n, true
		}
	}
	return 0, false
}

func (l *loader) text() (string, bool) {
	n, ok := l.uvarint()
	if !ok || n > uint64(len(l.payload)) {
		return "", false
	}
	t := l.payload[:n]
	l.payload = l.payload[n:]
	return t, true
}

// ownTexts reads texts that stand side by side into one piece of memory of
// their own, so that a resource does not keep the whole frame alive.
func (l *loader) ownTexts(texts ...*string) bool {
	length := 0
	for _, t := range texts {
		var ok bool
		if *t, ok = l.text(); !ok {
			return false
		}
		length += len(*t)
	}
	var own strings.Builder
	own.Grow(length)
	for _, t := range texts {
		own.WriteString(*t)
	}
	rest := own.String()
	for _, t := range texts {
		*t, rest = rest[:len(*t)], rest[len(*t):]
	}
	return true
}

func (l *loader) ref() (string, bool) {
	place, ok := l.uvarint()
	if !ok || place > uint64(len(l.texts)) {
		return "", false
	}
	if place > 0 {
		return l.texts[place-1], true
	}
	t, ok := l.text()
	l.texts = append(l.texts, t)
	return t, ok
}

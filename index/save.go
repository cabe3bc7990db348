package index

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
)

// Save writes the version to w. It reads only the version, so writers and
// other readers are not held up. Errors are w's, or the context's, or that one
// resource takes more than a gigabyte. Memory: a
// frame of a quarter megabyte, more if one resource is larger.
func (v *Version) Save(ctx context.Context, w io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s := &saver{w: bufio.NewWriterSize(w, 64<<10), texts: map[string]uint64{}}
	if _, err := s.w.WriteString(magic); err != nil {
		return err
	}
	count := uint64(v.live.Len())
	s.uvarint(v.sequence)
	s.uvarint(count)
	if err := s.flush(frameHeader); err != nil {
		return err
	}
	for block := range v.Blocks() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.block(v, block); err != nil {
			return err
		}
	}
	if err := s.flush(frameResources); err != nil {
		return err
	}
	s.uvarint(count)
	if err := s.flush(frameEnd); err != nil {
		return err
	}
	return s.w.Flush()
}

// saver gathers the payload of one frame.
type saver struct {
	w     *bufio.Writer
	buf   []byte
	texts map[string]uint64 // tag texts of this frame, by place
	ords  []uint32
}

func (s *saver) block(v *Version, block int) error {
	var live Block
	v.live.Or(block, &live)
	s.ords = live.AppendTo(s.ords[:0], block, 0, BlockSize)
	for _, ord := range s.ords {
		s.record(v, v.Record(ord))
		if len(s.buf) > frameTarget {
			if err := s.flush(frameResources); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *saver) record(v *Version, rec *Record) {
	s.text(rec.ID)
	s.text(rec.Name)
	s.text(rec.Detail)
	s.uvarint(uint64(rec.terms.len()))
	for i := range rec.terms.len() {
		e := v.tags.entries.at(rec.terms.at(i))
		s.ref(v.tags.keyOf(e))
		s.ref(e.value)
	}
}

func (s *saver) uvarint(n uint64) { s.buf = binary.AppendUvarint(s.buf, n) }

func (s *saver) text(t string) {
	s.uvarint(uint64(len(t)))
	s.buf = append(s.buf, t...)
}

// ref writes a text, or its place if this frame has it already.
func (s *saver) ref(t string) {
	if place, ok := s.texts[t]; ok {
		s.uvarint(place + 1)
		return
	}
	s.texts[t] = uint64(len(s.texts))
	s.uvarint(0)
	s.text(t)
}

// flush writes the frame gathered, if there is anything in it.
func (s *saver) flush(kind frameKind) error {
	switch {
	case len(s.buf) == 0:
		return nil
	case len(s.buf) > frameLimit:
		return fmt.Errorf("a resource of %d bytes is too large to be saved", len(s.buf))
	}
	head := make([]byte, frameHead)
	head[0] = byte(kind)
	binary.LittleEndian.PutUint32(head[1:], uint32(len(s.buf)))
	binary.LittleEndian.PutUint32(head[5:], frameSum(kind, s.buf))
	if _, err := s.w.Write(head); err != nil {
		return err
	}
	if _, err := s.w.Write(s.buf); err != nil {
		return err
	}
	s.buf = s.buf[:0]
	clear(s.texts)
	return nil
}

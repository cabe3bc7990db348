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
// resource takes more than a gigabyte. Memory: four bytes for each term, and a
// frame of a quarter megabyte, more if one resource is larger.
func (v *Version) Save(ctx context.Context, w io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s := &saver{v: v, w: bufio.NewWriterSize(w, 64<<10), details: map[string]uint64{}}
	if _, err := s.w.WriteString(magic); err != nil {
		return err
	}
	count := uint64(v.live.Len())
	s.uvarint(v.sequence)
	s.uvarint(count)
	if err := s.flush(frameHeader); err != nil {
		return err
	}
	if err := s.dictionary(ctx); err != nil {
		return err
	}
	if err := s.resources(ctx); err != nil {
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
	v       *Version
	w       *bufio.Writer
	buf     []byte
	numbers []uint32          // of the dictionary's items, by term id
	details map[string]uint64 // places of the details met last
	places  []string          // the other way round
	place   int               // of the next detail
}

// dictionary writes all terms in order.
func (s *saver) dictionary(ctx context.Context) error {
	d := &s.v.tags
	s.numbers = make([]uint32, d.next)
	number := uint32(0)
	var err error
	d.order.from(func(uint32) bool { return true }, func(id uint32) bool {
		s.numbers[id] = number
		number++
		s.term(d.entries.at(id))
		if len(s.buf) > frameTarget {
			if err = ctx.Err(); err == nil {
				err = s.flush(frameTerms)
			}
		}
		return err == nil
	})
	if err != nil {
		return err
	}
	return s.flush(frameTerms)
}

func (s *saver) term(e *entry) {
	if e.owner == 0 {
		s.uvarint(0)
		s.text(e.value)
		return
	}
	s.uvarint(uint64(len(e.value)) + 1)
	s.buf = append(s.buf, e.value...)
}

func (s *saver) resources(ctx context.Context) error {
	var ords []uint32
	for block := range s.v.Blocks() {
		if err := ctx.Err(); err != nil {
			return err
		}
		var live Block
		s.v.live.Or(block, &live)
		ords = live.AppendTo(ords[:0], block, 0, BlockSize)
		for _, ord := range ords {
			s.record(s.v.Record(ord))
			if len(s.buf) <= frameTarget {
				continue
			}
			if err := s.flush(frameResources); err != nil {
				return err
			}
		}
	}
	return s.flush(frameResources)
}

func (s *saver) record(rec *Record) {
	s.text(rec.ID())
	s.text(rec.Name())
	s.detail(rec.Detail())
	s.uvarint(uint64(rec.termList().len()))
	for i := range rec.termList().len() {
		s.uvarint(uint64(s.numbers[rec.termList().at(i)]))
	}
}

// detail writes a detail, or its place if it is one of the last met: images
// made together have the same, and share it in memory when they are read.
func (s *saver) detail(t string) {
	if t == "" {
		s.uvarint(detailNone)
		return
	}
	if place, ok := s.details[t]; ok {
		s.uvarint(detailOld + place)
		return
	}
	s.uvarint(detailNew)
	s.text(t)
	if len(s.places) < detailPlaces {
		s.places = append(s.places, t)
	} else {
		delete(s.details, s.places[s.place])
		s.places[s.place] = t
	}
	s.details[t] = uint64(s.place)
	s.place = (s.place + 1) % detailPlaces
}

func (s *saver) uvarint(n uint64) { s.buf = binary.AppendUvarint(s.buf, n) }

func (s *saver) text(t string) {
	s.uvarint(uint64(len(t)))
	s.buf = append(s.buf, t...)
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
	return nil
}

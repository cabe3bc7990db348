package index

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sort"

	"github.com/tagdex/tagdex/resource"
)

var errMalformed = errors.New("are malformed")

// loadStart says which resource is the first of a frame.
type loadStart struct {
	ord    uint32
	offset int64
}

// resources reads a frame of resources.
func (l *loader) resources() error {
	l.starts = append(l.starts, loadStart{l.b.v.next, l.offset})
	for len(l.payload) > 0 {
		if l.seen++; l.seen > l.count {
			return l.corrupt("resources", fmt.Sprintf("more than the %d of the header", l.count), nil)
		}
		if err := l.resource(); errors.Is(err, ErrOrdinals) {
			return err
		} else if err != nil {
			return l.corruptResource(err)
		}
		if l.b.tagging.tags >= taggingMax {
			if err := l.settleTags(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *loader) corruptResource(err error) error {
	if errors.Is(err, errMalformed) {
		return l.corrupt("resources", err.Error(), nil)
	}
	return l.corrupt("resources", err.Error(), err)
}

// resource reads one resource into its record. Its name goes to the grams at
// once, beside what is done here; the rest follows when all is read.
func (l *loader) resource() error {
	id, ok := l.text()
	name, okName := l.text()
	if !ok || !okName {
		return errMalformed
	}
	r := &l.current
	*r = resource.Resource{ID: l.texts.keepBytes(id), Name: l.texts.keepBytes(name)}
	detail, ok := l.detail(r)
	if !ok {
		return errMalformed
	}
	if err := l.check(r); err != nil {
		return err
	}
	if l.b.v.next == math.MaxUint32 {
		return ErrOrdinals
	}
	ord := l.b.v.next
	if err := l.tags(ord, r); err != nil {
		return err
	}
	l.b.v.next++
	l.b.list = appendTerms(l.b.list[:0], l.b.values)
	r.Detail = detail
	*l.b.v.records.edit(ord, l.b.st) = recordOf(r, termList(l.b.lists.keepBytes(l.b.list)))
	l.b.naming.insert(ord, r.Name)
	if ord&lowMask == lowMask {
		l.settleBlock()
	}
	return nil
}

// settleBlock puts the resources read of one block into the sets of all and of
// the tagged.
func (l *loader) settleBlock() {
	l.b.v.live.appendRun(l.live, l.b.st, tagLayout)
	l.b.v.tagged.appendRun(l.tagged, l.b.st, tagLayout)
	l.live, l.tagged = l.live[:0], l.tagged[:0]
}

// settleTags puts what was read into the postings of its terms.
func (l *loader) settleTags() error {
	from, to := l.b.tagging.from, l.b.v.next
	l.b.tagging = tagging{from: to}
	if from == to || l.b.tagAll(from, to) {
		return nil
	}
	for ord := from; ord < to; ord++ {
		if err := l.wrongTags(ord); err != nil {
			l.backTo(ord)
			return l.corruptResource(err)
		}
	}
	return l.corruptResource(errMalformed)
}

// wrongTags tells what is wrong with the tags of a resource, or nothing.
func (l *loader) wrongTags(ord uint32) error {
	rec, entries := l.b.v.Record(ord), &l.b.v.tags.entries
	seen := map[uint32]bool{}
	for i, id := range rec.termList().appendTo(nil) {
		owner := entries.at(id).owner
		if owner == 0 {
			return errMalformed
		}
		key := owner.key()
		if seen[key] {
			return &resource.FieldError{
				ID: rec.ID(), Field: fmt.Sprintf("tags[%d].key", i),
				Reason: fmt.Sprintf("%q is given twice", entries.at(key).value),
			}
		}
		seen[key] = true
	}
	return nil
}

// backTo makes the frame that a resource was in the one that an error is about.
func (l *loader) backTo(ord uint32) {
	start := sort.Search(len(l.starts), func(i int) bool { return l.starts[i].ord > ord }) - 1
	l.offset = l.starts[start].offset
}

// detail returns the detail; it is also r's if it is a new one.
func (l *loader) detail(r *resource.Resource) (string, bool) {
	kind, ok := l.uvarint()
	switch {
	case !ok:
		return "", false
	case kind == detailNone:
		return "", true
	case kind >= detailOld:
		if kind-detailOld >= uint64(len(l.details)) {
			return "", false
		}
		return l.details[kind-detailOld], true
	}
	text, ok := l.text()
	if !ok || len(text) == 0 {
		return "", false
	}
	r.Detail = string(text)
	if len(l.details) < detailPlaces {
		l.details = append(l.details, r.Detail)
	} else {
		l.details[l.place] = r.Detail
	}
	l.place = (l.place + 1) % detailPlaces
	return r.Detail, true
}

// tags reads the tags of the resource at ord into b.values. That they are tags,
// and of different keys, is seen when they enter the postings.
func (l *loader) tags(ord uint32, r *resource.Resource) error {
	n, ok := l.uvarint()
	if !ok || n > uint64(len(l.payload)) {
		return errMalformed
	}
	if n > l.keys { // so that what is sorted at a time has a limit
		return &resource.FieldError{ID: r.ID, Field: "tags", Reason: fmt.Sprintf("are %d, of %d keys", n, l.keys)}
	}
	ids, ok := l.termIDs(n)
	if !ok {
		return errMalformed
	}
	l.b.tagging.tags += int(n)
	l.live = append(l.live, ord)
	for _, id := range ids {
		if id < l.system.from || id >= l.system.to {
			l.tagged = append(l.tagged, ord)
			break
		}
	}
	return nil
}

// termIDs reads n ids of terms into b.values.
func (l *loader) termIDs(n uint64) (ids []uint32, ok bool) {
	ids = l.b.values[:0]
	left := l.payload
	for range n {
		id, size := binary.Uvarint(left)
		if size <= 0 || id >= uint64(l.b.v.tags.next) {
			return nil, false
		}
		left = left[size:]
		ids = append(ids, uint32(id))
	}
	l.payload, l.b.values = left, ids
	return ids, true
}

// finish makes what was left until all is read.
func (l *loader) finish(ctx context.Context) error {
	l.b.naming.start()
	l.settleBlock()
	if err := l.settleTags(); err != nil {
		return err
	}
	if err := l.finishTerms(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if ord, twice := l.b.fillIDs(); twice {
		l.backTo(ord)
		return l.corrupt("resources", fmt.Sprintf("id %q is there twice", l.b.v.Record(ord).ID()), nil)
	}
	return nil
}

// fillIDs makes the table of ids of all records. If an id is there twice, it
// returns the second place.
func (b *Builder) fillIDs() (ord uint32, twice bool) {
	v := &b.v
	ord = v.ids.fill(v.next, v.hashAt, func(ord, other uint32) bool {
		return v.Record(ord).ID() == v.Record(other).ID()
	}, b.st)
	return ord, ord < v.next
}

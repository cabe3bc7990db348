package httpapi

import (
	"context"
	"iter"
	"net/http"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// portion is how long an answer becomes before what there is of it goes out. A
// project may have more values than an answer should take memory.
const portion = 256 << 10

// checkEvery is after how many tags of a portion the time is looked at.
const checkEvery = 1024

// all answers with every key of a project and its values, of one snapshot. An
// answer that is longer than a portion goes out in portions; the gate is held
// while one is made and not while it is sent.
func (c *tagCall) all(x *exchange, r *http.Request, s *scratch) error {
	if err := x.caller.allow(r.PathValue("project_id"), false); err != nil {
		return err
	}
	if err := c.bare(x, r); err != nil {
		return err
	}
	next, stop := iter.Pull(c.tags(x, r))
	defer stop()
	var lister dialect.TagLister
	s.answer = s.answer[:0]
	for {
		more := false
		err := c.work(r.Context(), func(ctx context.Context) (err error) {
			s.answer, more, err = fill(ctx, &lister, s.answer, next)
			return err
		})
		switch {
		case err != nil && x.status == 0:
			return err
		case err != nil:
			x.abort(err)
		case !more && x.status == 0:
			return nil // a whole answer, which is short
		}
		if err := x.send(s.answer); err != nil {
			x.abort(err)
		}
		if !more {
			return nil
		}
		s.answer = s.answer[:0]
	}
}

// fill appends tags until there is a portion, or none is left.
func fill(ctx context.Context, l *dialect.TagLister, dst []byte, next func() (resource.Tag, bool)) (_ []byte, more bool, _ error) {
	for n := 0; len(dst) < portion; n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return dst, false, ctx.Err()
		}
		tag, ok := next()
		if !ok {
			return l.End(dst), false, nil
		}
		dst = l.Add(dst, tag)
	}
	return dst, true, nil
}

// tags walks over the keys of the project in order, and the values of each.
func (c *tagCall) tags(x *exchange, r *http.Request) iter.Seq[resource.Tag] {
	collection, ok := c.collection(r)
	if !ok {
		return func(func(resource.Tag) bool) {}
	}
	return tagsOf(collection.Snapshot(), c.profile.ShowsSystemTags(c.audience(x)))
}

func tagsOf(s *engine.Snapshot, system bool) iter.Seq[resource.Tag] {
	return func(yield func(resource.Tag) bool) {
		for key := range s.Keys("") {
			if resource.IsSystem(key) && !system {
				continue
			}
			for value := range s.Values(key, "") {
				if !yield(resource.Tag{Key: key, Value: value}) {
					return
				}
			}
		}
	}
}

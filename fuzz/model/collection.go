package model

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Errors of Apply. The engine has its own for the same faults.
var (
	ErrInvalid  = errors.New("model: the batch holds an invalid resource")
	ErrStale    = errors.New("model: the sequence is not above the last one applied")
	ErrNotFound = errors.New("model: the batch edits tags of a resource that is not there")
	ErrTooMany  = errors.New("model: a resource would have too many tags")
)

// Change is one operation of a batch: an upsert of Resource, or, by the flag
// that is set, something done to the resource with the id Resource.ID.
type Change struct {
	Delete     bool // it is removed
	SetTags    bool // it gets Resource.Tags, beside those it has
	RemoveTags bool // it loses the tags with the keys of Resource.Tags
	Resource   resource.Resource
}

// Applied counts what a batch did, operation by operation.
type Applied struct {
	Inserted, Replaced, Deleted         int
	TagsAdded, TagsChanged, TagsRemoved int
}

// Collection is a list of resources in insertion order. A deleted resource
// leaves a hole, so that no other one moves (SEMANTICS section 1, ordinal).
// The zero value is empty and ready. Not safe for concurrent use.
type Collection struct {
	places   []*resource.Resource // nil: deleted
	place    map[string]int       // by id
	sequence uint64
}

// Clone returns a copy that later changes of c do not reach.
func (c *Collection) Clone() *Collection {
	return &Collection{
		places:   slices.Clone(c.places),
		place:    maps.Clone(c.place),
		sequence: c.sequence,
	}
}

// Len is the number of resources.
func (c *Collection) Len() int { return len(c.place) }

// Sequence is the last sequence number applied, 0 before the first one.
func (c *Collection) Sequence() uint64 { return c.sequence }

// Upsert inserts r at the end, or replaces the resource with its id where
// that one stands. It reports whether r is new.
func (c *Collection) Upsert(r resource.Resource) bool {
	r.Tags = slices.Clone(r.Tags)
	if at, there := c.place[r.ID]; there {
		c.places[at] = &r
		return false
	}
	if c.place == nil {
		c.place = make(map[string]int)
	}
	c.place[r.ID] = len(c.places)
	c.places = append(c.places, &r)
	return true
}

// Delete removes the resource with the id and reports whether it was there.
// Inserted again, it goes to the end.
func (c *Collection) Delete(id string) bool {
	at, there := c.place[id]
	if !there {
		return false
	}
	c.places[at] = nil
	delete(c.place, id)
	return true
}

// Apply does the changes in order, all of them or none: at the first that
// cannot be done, or with a sequence that is given (not 0) and not above the
// last one, nothing is changed. maxTags, unless it is 0, limits the tags of a
// resource where tags are set (see setTags).
func (c *Collection) Apply(batch []Change, sequence uint64, maxTags int) (Applied, error) {
	if sequence != 0 && sequence <= c.sequence {
		return Applied{}, ErrStale
	}
	// What the resources that the batch names will be; nil: not there.
	planned := map[string]*resource.Resource{}
	var done Applied
	for _, change := range batch {
		id := change.Resource.ID
		now, known := planned[id]
		if at, there := c.place[id]; there && !known {
			now = c.places[at]
		}
		next, err := change.next(now, maxTags, &done)
		if err != nil {
			return Applied{}, err
		}
		planned[id] = next
	}
	for _, change := range batch {
		c.do(change)
	}
	if sequence != 0 {
		c.sequence = sequence
	}
	return done, nil
}

// next is what the change makes of a resource, nil where there is none, and
// counts what it does.
func (change *Change) next(now *resource.Resource, maxTags int, done *Applied) (*resource.Resource, error) {
	switch {
	case change.Delete && now != nil:
		done.Deleted++
		return nil, nil
	case change.Delete:
		return nil, nil
	case change.SetTags || change.RemoveTags:
		return change.edited(now, maxTags, done)
	case !valid(&change.Resource):
		return nil, ErrInvalid
	case now == nil:
		done.Inserted++
	default:
		done.Replaced++
	}
	return &change.Resource, nil
}

// do makes a change that is known to be possible.
func (c *Collection) do(change Change) {
	switch id := change.Resource.ID; {
	case change.Delete:
		c.Delete(id)
	case change.SetTags || change.RemoveTags:
		now, _ := c.Get(id)
		next, _ := change.edited(&now, 0, &Applied{})
		c.Upsert(*next)
	default:
		c.Upsert(change.Resource)
	}
}

// valid is what a resource must be to be stored: it has an id, its keys are
// not empty and not repeated, its text is UTF-8, and its detail, if there is
// any, a JSON object.
func valid(r *resource.Resource) bool {
	if r.ID == "" || !utf8.ValidString(r.ID) || !utf8.ValidString(r.Name) {
		return false
	}
	if r.Detail != "" && (r.Detail[0] != '{' || !json.Valid([]byte(r.Detail))) {
		return false
	}
	keys := map[string]bool{}
	for _, t := range r.Tags {
		if t.Key == "" || keys[t.Key] || !utf8.ValidString(t.Key) || !utf8.ValidString(t.Value) {
			return false
		}
		keys[t.Key] = true
	}
	return true
}

// Get returns the resource with the id.
func (c *Collection) Get(id string) (resource.Resource, bool) {
	at, there := c.place[id]
	if !there {
		return resource.Resource{}, false
	}
	return *c.places[at], true
}

// Resources returns all of them in order. The slice is the caller's, the
// resources in it are not to be changed.
func (c *Collection) Resources() []resource.Resource {
	return c.Select(func(*resource.Resource) bool { return true })
}

// Select returns the resources for which holds is true, in order.
func (c *Collection) Select(holds func(*resource.Resource) bool) []resource.Resource {
	selected := []resource.Resource{}
	for _, r := range c.places {
		if r != nil && holds(r) {
			selected = append(selected, *r)
		}
	}
	return selected
}

// Find returns how many resources e selects, and the page of them that
// begins at offset and holds at most limit.
func (c *Collection) Find(e query.Expr, offset, limit int) (int, []resource.Resource) {
	selected := c.Select(func(r *resource.Resource) bool { return Match(e, r) })
	return len(selected), Cut(selected, offset, limit)
}

// FindFilter is Find for a filter, by MatchFilter.
func (c *Collection) FindFilter(f *query.Filter, reading query.Reading, offset, limit int) (int, []resource.Resource) {
	selected := c.Select(func(r *resource.Resource) bool { return MatchFilter(f, reading, r) })
	return len(selected), Cut(selected, offset, limit)
}

// Count returns how many resources e selects.
func (c *Collection) Count(e query.Expr) int {
	total, _ := c.Find(e, 0, 0)
	return total
}

// Cut returns list[offset : offset+limit], as much of it as there is, and
// never nil (SEMANTICS section 3). Neither number is negative.
func Cut(list []resource.Resource, offset, limit int) []resource.Resource {
	if offset >= len(list) {
		return []resource.Resource{}
	}
	list = list[offset:]
	if limit < len(list) {
		list = list[:limit]
	}
	return list
}

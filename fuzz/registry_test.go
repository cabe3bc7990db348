package fuzz

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// catalogue is a registry beside what it has to hold.
type catalogue struct {
	engine *engine.Registry
	there  map[engine.Name]*holding
	held   []*holding // some that were opened, dropped ones among them
}

// holding is a collection and what it has to hold.
type holding struct {
	engine  *engine.Collection
	model   *model.Collection
	dropped bool
}

var places = []engine.Name{{Project: "a", Type: "images"}, {Project: "a", Type: "x"}, {Project: "b", Type: "images"}}

// maxOperations bounds what one case does to a registry.
const maxOperations = 30

// checkRegistry opens, loads, writes and drops, with drops in the middle of
// loads, and compares everything after each step.
func checkRegistry(t testing.TB, data []byte) {
	src := gen.New(data)
	c := &catalogue{engine: new(engine.Registry), there: map[engine.Name]*holding{}}
	for range maxOperations {
		if src.Done() {
			break
		}
		switch src.N(6) {
		case 0:
			c.drop(t, gen.Pick(src, places))
		case 1:
			c.open(gen.Pick(src, places))
		case 2:
			c.write(t, src)
		case 3:
			c.loadInto(t, src)
		default:
			c.load(t, src)
		}
		c.check(t)
	}
}

func (c *catalogue) open(name engine.Name) {
	e := c.engine.Open(name.Project, name.Type)
	h := c.there[name]
	if h == nil {
		h = &holding{model: &model.Collection{}}
		c.there[name] = h
	}
	h.engine = e
	c.held = append(c.held, h)
}

func (c *catalogue) drop(t testing.TB, name engine.Name) {
	h := c.there[name]
	require.Equal(t, h != nil, c.engine.Drop(name.Project, name.Type))
	if h != nil {
		h.dropped = true
		delete(c.there, name)
	}
}

// write goes through a collection that was opened before.
func (c *catalogue) write(t testing.TB, src *gen.Source) {
	if len(c.held) == 0 {
		return
	}
	h, r := gen.Pick(src, c.held), src.Resource()
	before := h.engine.Snapshot()
	_, err := h.engine.Upsert(t.Context(), r)
	if h.dropped {
		require.ErrorIs(t, err, engine.ErrDropped)
		require.Same(t, before, h.engine.Snapshot())
		return
	}
	require.NoError(t, err)
	h.model.Upsert(r)
}

// part is what a load does in one collection: what will be held there, and
// which collection it was when it was met, nil if there was none.
type part struct {
	of   *holding
	made *model.Collection
}

// loading is the model's side of a load.
type loading struct {
	c     *catalogue
	parts map[engine.Name]*part
}

func (l *loading) upsert(name engine.Name, r resource.Resource) {
	p := l.parts[name]
	if p == nil {
		p = &part{of: l.c.there[name], made: &model.Collection{}}
		if p.of != nil {
			p.made = p.of.model.Clone()
		}
		l.parts[name] = p
	}
	p.made.Upsert(r)
}

// publish reports whether the load may publish, and does it then.
func (l *loading) publish() bool {
	for _, p := range l.parts {
		if p.of != nil && p.of.dropped {
			return false
		}
	}
	for name, p := range l.parts {
		if p.of == nil {
			p.of = &holding{}
			l.c.there[name] = p.of
		}
		p.of.model = p.made
	}
	return true
}

var errSource = errors.New("the source fails")

// load runs a load of a few rows. Between them a collection may be opened or
// dropped, and the source may fail.
func (c *catalogue) load(t testing.TB, src *gen.Source) {
	l := &loading{c: c, parts: map[engine.Name]*part{}}
	var want error
	_, err := c.engine.Load(t.Context(), func(yield func(engine.Row, error) bool) {
		for range src.N(7) {
			name := gen.Pick(src, places)
			switch src.N(10) {
			case 0:
				c.drop(t, name)
			case 1:
				c.open(name)
				if p := l.parts[name]; p != nil && p.of == nil {
					p.of = c.there[name] // it is the one that the load makes
				}
			case 2:
				if src.OneIn(4) {
					want = errSource
					yield(engine.Row{}, errSource)
					return
				}
			}
			r := src.Resource()
			l.upsert(name, r)
			if !yield(engine.Row{Project: name.Project, Type: name.Type, Resource: r}, nil) {
				return
			}
		}
	})
	if want != nil {
		require.ErrorIs(t, err, want)
	} else if !l.publish() {
		require.ErrorIs(t, err, engine.ErrDropped)
	} else {
		require.NoError(t, err)
	}
}

// loadInto is load for one collection, which may be dropped meanwhile.
func (c *catalogue) loadInto(t testing.TB, src *gen.Source) {
	name := gen.Pick(src, places)
	l := &loading{c: c, parts: map[engine.Name]*part{}}
	n, dropAt := src.N(4), src.N(6)
	_, err := c.engine.LoadInto(t.Context(), engine.Target{Name: name}, func(before *engine.Snapshot) iter.Seq2[resource.Resource, error] {
		if h := c.there[name]; h != nil {
			checkAll(t, before, h.model)
		} else {
			require.Zero(t, before.Len())
		}
		return func(yield func(resource.Resource, error) bool) {
			for i := range n {
				r := src.Resource()
				l.upsert(name, r)
				if i == dropAt {
					c.drop(t, name)
				}
				if !yield(r, nil) {
					return
				}
			}
		}
	})
	if !l.publish() {
		require.ErrorIs(t, err, engine.ErrDropped)
	} else {
		require.NoError(t, err)
	}
}

// check compares which collections there are and what all hold.
func (c *catalogue) check(t testing.TB) {
	seen := 0
	for name, e := range c.engine.Collections() {
		h := c.there[name]
		require.NotNil(t, h, "%v is there", name)
		if h.engine != nil {
			require.Same(t, h.engine, e)
		}
		h.engine = e
		seen++
	}
	require.Len(t, c.there, seen)
	for _, h := range slices.Concat(c.held, slices.Collect(valuesOf(c.there))) {
		requireSame(t, h.model.Resources(), all(t, h.engine.Snapshot(), query.All()), "all")
	}
}

func valuesOf(there map[engine.Name]*holding) iter.Seq[*holding] {
	return func(yield func(*holding) bool) {
		for _, h := range there {
			if !yield(h) {
				return
			}
		}
	}
}

func FuzzRegistry(f *testing.F) {
	addSeeds(f, "FuzzRegistry")
	f.Fuzz(func(t *testing.T, data []byte) { checkRegistry(t, data) })
}

func TestRegistry(t *testing.T) { runCases(t, "FuzzRegistry", 600, checkRegistry) }

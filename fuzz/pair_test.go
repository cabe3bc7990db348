package fuzz

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// pair is the engine and the model, which hold the same.
type pair struct {
	engine   *engine.Collection
	model    *model.Collection
	declared []query.Property // of the engine
}

// newPair makes a pair that holds a filler's resources.
func newPair(t testing.TB, filler gen.Filler) *pair {
	// Options never change an answer.
	opts := []*engine.Options{declared, nil, ordersAlone, nil}[filler.N%4]
	p := &pair{engine: engine.Open(opts), model: &model.Collection{}}
	if opts != nil {
		p.declared = opts.Properties
	}
	if filler.N == 0 {
		return p
	}
	b := baseOf(t, filler)
	require.NoError(t, p.engine.Restore(t.Context(), bytes.NewReader(b.saved)))
	p.model = b.model.Clone()
	return p
}

// pairOf makes a pair that holds a data set.
func pairOf(t testing.TB, set gen.Set) *pair {
	p := newPair(t, set.Filler)
	p.upsert(t, set.Own)
	return p
}

// ordersAlone keeps the orders of ids and names, and nothing else.
var ordersAlone = &engine.Options{Orders: []query.SortBy{query.ByID, query.ByName}}

// declared are properties to index, of their kind mostly, some of another, and
// orders to keep.
var declared = &engine.Options{Orders: []query.SortBy{query.ByName, query.ByProperty, query.ByID, query.ByName}, Properties: []query.Property{
	{Name: "created_at", Kind: query.KindTime},
	{Name: "updated_at", Kind: query.KindTime},
	{Name: "min_disk", Kind: query.KindNumber},
	{Name: "size", Kind: query.KindNumber},
	{Name: "status", Kind: query.KindText},
	{Name: "__os_type", Kind: query.KindText},
	{Name: "protected", Kind: query.KindBoolean},
	{Name: "visibility", Kind: query.KindTime},
	{Name: "disk_format", Kind: query.KindNumber},
	{Name: "min_ram", Kind: query.KindText},
	{Name: "__isregistered"},
	{Name: "enterprise_project_id"},
	{Name: "a b"},
	{Name: ""},
	{Name: "status", Kind: query.KindNumber}, // a second time: without effect
}}

func (p *pair) upsert(t testing.TB, list []resource.Resource) {
	_, err := p.engine.Upsert(t.Context(), list...)
	require.NoError(t, err)
	for _, r := range list {
		p.model.Upsert(r)
	}
}

// base is what is built of a filler once and used often.
type base struct {
	saved []byte
	model *model.Collection
}

// bases are the fillers built last.
var bases = struct {
	sync.Mutex
	built map[gen.Filler]*base
}{built: map[gen.Filler]*base{}}

// maxBases bounds what is kept in memory, some 20 MB each at worst.
const maxBases = 6

func baseOf(t testing.TB, filler gen.Filler) *base {
	bases.Lock()
	defer bases.Unlock()
	if b, there := bases.built[filler]; there {
		return b
	}
	if len(bases.built) == maxBases {
		clear(bases.built)
	}
	p := &pair{engine: engine.Open(nil), model: &model.Collection{}}
	p.upsert(t, filler.Resources())
	var saved bytes.Buffer
	require.NoError(t, p.engine.Save(t.Context(), &saved))
	b := &base{saved: saved.Bytes(), model: p.model}
	bases.built[filler] = b
	return b
}

// sameResource compares what was stored with what came back.
func sameResource(a, b resource.Resource) bool {
	return a.ID == b.ID && a.Name == b.Name && a.Detail == b.Detail && slices.Equal(a.Tags, b.Tags)
}

// requireSame compares two lists, and says where they differ.
func requireSame(t testing.TB, want, got []resource.Resource, about string) {
	t.Helper()
	for i := range min(len(want), len(got)) {
		if !sameResource(want[i], got[i]) {
			t.Fatalf("%s: place %d holds %+v, want %+v", about, i, got[i], want[i])
		}
	}
	if len(want) != len(got) {
		t.Fatalf("%s: %d resources, want %d", about, len(got), len(want))
	}
}

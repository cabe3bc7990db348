package fuzz

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// world is a pair that is changed, with old snapshots of it.
type world struct {
	*pair
	version uint64 // that the next snapshot has to show
	kept    []kept
}

// kept is a snapshot and what the model held when it was taken.
type kept struct {
	snapshot *engine.Snapshot
	model    *model.Collection
}

// maxKept bounds how many snapshots are held at once.
const maxKept = 5

// checkHistory runs a history with queries in between. At the end everything
// that was kept must still answer as it did.
func checkHistory(t testing.TB, data []byte) {
	src := gen.New(data)
	filler, next := src.History()
	w := &world{pair: newPair(t, filler)}
	w.version = w.engine.Snapshot().Version()
	for step, more := next(); more; step, more = next() {
		w.step(t, src, step)
	}
	for _, k := range w.kept {
		checkAll(t, k.snapshot, k.model)
	}
	checkAll(t, w.engine.Snapshot(), w.model)
}

func (w *world) step(t testing.TB, src *gen.Source, step gen.Step) {
	switch step.Kind {
	case gen.StepQuery:
		ask(t, src, w.engine.Snapshot(), w.model)
	case gen.StepApply:
		w.apply(t, src, step)
	case gen.StepKeep:
		w.keep(src)
	case gen.StepRecheck:
		if len(w.kept) > 0 {
			k := gen.Pick(src, w.kept)
			ask(t, src, k.snapshot, k.model)
		}
	case gen.StepCompact:
		require.NoError(t, w.engine.Compact(t.Context()))
		w.version++
	case gen.StepReload:
		w.reload(t)
	}
	s := w.engine.Snapshot()
	require.Equal(t, w.version, s.Version(), "version after %+v", step.Kind)
	require.Equal(t, w.model.Sequence(), s.Sequence())
	require.Equal(t, w.model.Len(), s.Len())
}

// apply applies a batch to both. A batch that fails must have changed
// nothing, and published nothing.
func (w *world) apply(t testing.TB, src *gen.Source, step gen.Step) {
	batch, changes := batchOf(step.Batch)
	batch.Sequence, batch.MaxTags = step.Sequence, step.MaxTags
	require.Equal(t, len(changes), batch.Len())
	before := w.engine.Snapshot()
	if len(changes) > 0 && src.OneIn(16) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := w.engine.Apply(ctx, batch)
		require.Error(t, err)
		require.Same(t, before, w.engine.Snapshot())
		return
	}
	want, failure := w.model.Apply(changes, step.Sequence, step.MaxTags)
	done, err := w.engine.Apply(t.Context(), batch)
	if failure != nil {
		require.ErrorIs(t, err, counterpart[failure])
		require.Same(t, before, w.engine.Snapshot(), "a failed batch published")
		return
	}
	require.NoError(t, err)
	w.version++
	require.Equal(t, engine.Applied{
		Inserted: want.Inserted, Replaced: want.Replaced, Deleted: want.Deleted,
		TagsAdded: want.TagsAdded, TagsChanged: want.TagsChanged, TagsRemoved: want.TagsRemoved,
		KindMismatches: w.model.KindMismatches(w.declared, upserted(changes)),
		Version:        w.version,
	}, done)
}

// upserted are the ids of the resources that a batch inserts or replaces.
func upserted(changes []model.Change) map[string]bool {
	ids := map[string]bool{}
	for _, change := range changes {
		if !change.Delete && !change.SetTags && !change.RemoveTags {
			ids[change.Resource.ID] = true
		}
	}
	return ids
}

// counterpart is the engine's error for each of the model's.
var counterpart = map[error]error{
	model.ErrInvalid:  engine.ErrInvalidResource,
	model.ErrStale:    engine.ErrStaleSequence,
	model.ErrNotFound: engine.ErrNotFound,
	model.ErrTooMany:  engine.ErrTooManyTags,
}

// batchOf makes a batch for the engine and one for the model.
func batchOf(list []gen.Change) (*engine.Batch, []model.Change) {
	batch, changes := &engine.Batch{}, make([]model.Change, len(list))
	for i, change := range list {
		changes[i] = model.Change(change)
		id, tags := change.Resource.ID, change.Resource.Tags
		switch {
		case change.Delete:
			batch.Delete(id)
		case change.SetTags:
			batch.SetTags(id, tags...)
		case change.RemoveTags:
			batch.RemoveTags(id, keysOf(tags)...)
		default:
			batch.Upsert(change.Resource)
		}
	}
	return batch, changes
}

func keysOf(tags []resource.Tag) []string {
	keys := make([]string, len(tags))
	for i, tag := range tags {
		keys[i] = tag.Key
	}
	return keys
}

// keep takes a snapshot; beyond maxKept, in place of another.
func (w *world) keep(src *gen.Source) {
	k := kept{w.engine.Snapshot(), w.model.Clone()}
	if len(w.kept) < maxKept {
		w.kept = append(w.kept, k)
		return
	}
	w.kept[src.N(maxKept)] = k
}

// reload saves the current version and restores it in place, which changes
// nothing but the version's number.
func (w *world) reload(t testing.TB) {
	var saved bytes.Buffer
	require.NoError(t, w.engine.Save(t.Context(), &saved))
	require.NoError(t, w.engine.Restore(t.Context(), &saved))
	w.version++
}

func FuzzHistory(f *testing.F) {
	addSeeds(f, "FuzzHistory")
	f.Fuzz(func(t *testing.T, data []byte) { checkHistory(t, data) })
}

func TestHistory(t *testing.T) { runCases(t, "FuzzHistory", 1000, checkHistory) }

// A full collection refuses what would be one too many, and only that.
func TestFullCollection(t *testing.T) {
	c := engine.Open(&engine.Options{MaxResources: 2})
	a, b, d := resource.Resource{ID: "a"}, resource.Resource{ID: "b"}, resource.Resource{ID: "d"}
	_, err := c.Upsert(t.Context(), a, b)
	require.NoError(t, err)
	before := c.Snapshot()
	_, err = c.Upsert(t.Context(), a, d)
	require.ErrorIs(t, err, engine.ErrFull)
	require.Same(t, before, c.Snapshot())
	_, err = c.Upsert(t.Context(), a)
	require.NoError(t, err)
	var batch engine.Batch
	batch.Delete("a")
	batch.Upsert(d)
	_, err = c.Apply(t.Context(), &batch)
	require.NoError(t, err)
	requireSame(t, []resource.Resource{b, d}, all(t, c.Snapshot(), query.All()), "all")
}

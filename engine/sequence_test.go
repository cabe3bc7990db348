package engine_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
)

func apply(t testing.TB, c *engine.Collection, sequence uint64, upserts ...string) {
	t.Helper()
	b := engine.Batch{Sequence: sequence}
	for _, id := range upserts {
		b.Upsert(res(id))
	}
	_, err := c.Apply(bg, &b)
	require.NoError(t, err)
}

// TestSequence follows the number through every kind of write.
func TestSequence(t *testing.T) {
	c := engine.Open(nil)
	require.Zero(t, c.Snapshot().Sequence())
	steps := []struct {
		name  string
		write func()
		want  uint64
	}{
		{"the first", func() { apply(t, c, 3, "a") }, 3},
		{"none", func() { apply(t, c, 0, "b") }, 3},
		{"an empty batch", func() { apply(t, c, 4) }, 4},
		{"Upsert", func() { upsert(t, c, res("c")) }, 4},
		{"Delete", func() { remove(t, c, "c") }, 4},
		{"Load", func() {
			_, err := c.Load(bg, stream(nil, res("d")))
			require.NoError(t, err)
		}, 4},
		{"Compact", func() { require.NoError(t, c.Compact(bg)) }, 4},
		{"a gap", func() { apply(t, c, 100) }, 100},
		{"the last there is", func() { apply(t, c, math.MaxUint64) }, math.MaxUint64},
		{"Restore of a lower one", func() {
			other := open(t, res("x"))
			apply(t, other, 8)
			require.NoError(t, c.Restore(bg, bytes.NewReader(saved(t, other.Snapshot()))))
		}, 8},
		{"and on from there", func() { apply(t, c, 9, "y") }, 9},
		{"Restore of none", func() {
			require.NoError(t, c.Restore(bg, bytes.NewReader(saved(t, open(t).Snapshot()))))
		}, 0},
	}
	for i, s := range steps {
		before, version := c.Snapshot(), c.Snapshot().Version()
		sequence := before.Sequence()
		s.write()
		require.Equal(t, s.want, c.Snapshot().Sequence(), s.name)
		require.Equal(t, version+1, c.Snapshot().Version(), s.name)
		require.Equal(t, sequence, before.Sequence(), "%d: an old snapshot says another", i)
	}
}

// TestStaleSequence refuses what has been applied, with whatever changes.
func TestStaleSequence(t *testing.T) {
	c := open(t, res("a"))
	apply(t, c, 10)
	for _, stale := range []uint64{1, 9, 10} {
		for _, changes := range [][]string{nil, {"b"}, {""}} {
			b := engine.Batch{Sequence: stale}
			for _, id := range changes {
				b.Upsert(res(id))
			}
			unchanged(t, c, func() {
				done, err := c.Apply(bg, &b)
				require.ErrorIs(t, err, engine.ErrStaleSequence)
				require.NotErrorIs(t, err, engine.ErrInvalidResource)
				require.Zero(t, done)
			})
		}
	}
	// A batch that failed has not used its number up.
	b := engine.Batch{Sequence: 11}
	b.Upsert(res(""))
	unchanged(t, c, func() {
		_, err := c.Apply(bg, &b)
		require.ErrorIs(t, err, engine.ErrInvalidResource)
	})
	apply(t, c, 11, "b")
	require.Equal(t, uint64(11), c.Snapshot().Sequence())
}

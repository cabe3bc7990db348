package engine_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// A writer that waits for another one gives up when its context is done, and
// the one at work is not disturbed.
func TestWaitingWriterGivesUp(t *testing.T) {
	reg := engine.NewRegistry(nil)
	c := reg.Open("p", "images")
	upsert(t, c, res("a"))
	file := saved(t, c.Snapshot())
	writes := map[string]func(context.Context) error{
		"Apply":   func(ctx context.Context) error { _, err := c.Apply(ctx, &engine.Batch{}); return err },
		"Load":    func(ctx context.Context) error { _, err := c.Load(ctx, stream(nil, res("x"))); return err },
		"Compact": c.Compact,
		"Restore": func(ctx context.Context) error { return c.Restore(ctx, bytes.NewReader(file)) },
		"Registry.Load": func(ctx context.Context) error {
			_, err := reg.Load(ctx, func(yield func(engine.Row, error) bool) {
				yield(engine.Row{Project: "p", Type: "images", Resource: res("x")}, nil)
			})
			return err
		},
	}
	slow := func(yield func(resource.Resource, error) bool) {
		for name, write := range writes {
			ctx, cancel := context.WithTimeout(bg, time.Millisecond)
			require.ErrorIs(t, write(ctx), context.DeadlineExceeded, name)
			cancel()
		}
		yield(res("b"), nil)
	}
	_, err := c.Load(bg, slow)
	require.NoError(t, err)
	require.Equal(t, "a b", ids(t, c, "all"))
}

package engine_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// TestZeroValues: everything that is exported can be used without being made.
func TestZeroValues(t *testing.T) {
	t.Run("Collection", func(t *testing.T) {
		var c engine.Collection
		require.Zero(t, c.Snapshot().Len())
		upsert(t, &c, res("a", "k=v"))
		require.Equal(t, "a", ids(t, &c, "k=v"))
		require.NoError(t, new(engine.Collection).Compact(bg))
		require.NoError(t, new(engine.Collection).Restore(bg, bytes.NewReader(saved(t, c.Snapshot()))))
		n, err := new(engine.Collection).Count(bg, query.All())
		require.NoError(t, err)
		require.Zero(t, n)
	})
	t.Run("Registry", func(t *testing.T) {
		var r engine.Registry
		require.False(t, r.Drop("p", "images"))
		require.Empty(t, names(&r))
		upsert(t, r.Open("p", "images"), res("a"))
		_, err := new(engine.Registry).Load(bg, rows(nil, row("p", res("a"))))
		require.NoError(t, err)
	})
	t.Run("Snapshot", func(t *testing.T) {
		var s engine.Snapshot
		require.Zero(t, s.Version())
		require.Zero(t, s.Sequence())
		require.Zero(t, s.Len())
		_, ok := s.Get("a")
		require.False(t, ok)
		require.Empty(t, matches(t, &s, parse(t, "k=v or name ~ abcd or prop.x > 1 or all")))
		require.Zero(t, count(t, &s, "not a"))
		found, err := s.Find(bg, query.All(), engine.Page{})
		require.NoError(t, err)
		require.Empty(t, found.Resources)
		_, err = s.List(bg, query.All(), engine.Listing{})
		require.NoError(t, err)
		_, err = s.Facets(bg, query.All(), engine.FacetOptions{Keys: []string{"k"}, KeyLimit: 1, Sideways: true})
		require.NoError(t, err)
		_, err = s.Explain(bg, query.Has("k"))
		require.NoError(t, err)
		_, err = s.ExplainList(bg, query.Has("k"), engine.Listing{})
		require.NoError(t, err)
		require.Empty(t, terms(&s))
		require.False(t, s.ReadsDetails(query.Has("k")))
		require.True(t, s.ReadsDetails(query.PropHas("k")))
		require.NoError(t, new(engine.Collection).Restore(bg, bytes.NewReader(saved(t, &s))))
		everyMethod(t, func() any { return new(engine.Snapshot) })
	})
	t.Run("others", func(t *testing.T) {
		var rows engine.Rows
		require.Zero(t, rows.Len())
		require.Zero(t, rows.Version())
		for range rows.All() {
			t.Fail()
		}
		done, err := engine.Open(nil).Apply(bg, nil)
		require.NoError(t, err)
		require.Zero(t, done)
		require.NotPanics(t, func() { _ = new(engine.Plan).String() })
		require.NotPanics(t, func() { _ = new(engine.BatchError).Error() + new(engine.CorruptError).Error() })
		require.NoError(t, errors.Unwrap(new(engine.BatchError)))
		everyMethod(t, func() any { return new(engine.KindError) })
		everyMethod(t, func() any { return new(engine.Unknown) })
		everyMethod(t, func() any { return new(engine.Batch) })
	})
	t.Run("every method of a Collection", func(t *testing.T) {
		everyMethod(t, func() any { return new(engine.Collection) })
	})
	t.Run("every method of a Registry", func(t *testing.T) {
		everyMethod(t, func() any { return new(engine.Registry) })
	})
}

// everyMethod calls each method of a new value with a context and zero values;
// left out are those that are given something to call, to read or to write.
func everyMethod(t *testing.T, made func() any) {
	t.Helper()
	of := reflect.TypeOf(made())
	for i := range of.NumMethod() {
		method := of.Method(i)
		args, whole := []reflect.Value{reflect.ValueOf(made())}, true
		given := method.Type.NumIn()
		if method.Type.IsVariadic() {
			given--
		}
		for n := 1; n < given; n++ {
			switch in := method.Type.In(n); {
			case in == reflect.TypeFor[context.Context]():
				args = append(args, reflect.ValueOf(bg))
			case in.Kind() == reflect.Func, in.Kind() == reflect.Interface:
				whole = false
			default:
				args = append(args, reflect.Zero(in))
			}
		}
		if whole {
			require.NotPanics(t, func() { method.Func.Call(args) }, method.Name)
		}
	}
}

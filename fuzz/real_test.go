package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/realdata"
	"github.com/tagdex/tagdex/resource"
)

// Random queries and requests on the catalogue of real images, made of the
// keys, values, names and ids that are there.
func TestRealImages(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("a scan of all images for each query takes too long here")
	}
	registry := engine.NewRegistry(nil)
	p := &pair{engine: registry.Open("p", "images"), model: &model.Collection{}}
	var rows []resource.Resource
	for row, err := range datafile.New(nil).Files(t.Context(), realdata.Path(t)) {
		require.NoError(t, err)
		rows = append(rows, row.Resource)
	}
	p.upsert(t, rows)
	s := p.engine.Snapshot()
	for number := range 40 {
		src := gen.New(randomBytes("TestRealImages", number, 1024))
		for range 10 {
			src.Remember(rows[(src.N(256)*256+src.N(256))%len(rows):][:1])
		}
		e := src.Expr()
		askFor(t, src, s, e, selected(p.model, e))
		checkRequest(t, requestOf(src), registry, p.model)
	}
	require.Equal(t, realdata.Images, s.Len())
}

package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/fuzz/model/wire"
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
	_, err := registry.Open("p", "cts-tracker").Upsert(t.Context(), rows...)
	require.NoError(t, err)
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
	list := newImageList(registry, p.model, wire.Options{})
	for _, rawQuery := range []string{
		"limit=20", "sort_key=name&sort_dir=asc&__platform=Ubuntu&limit=3", "created_at=lt:2017-11-01T00:00:00Z&protected=true",
		"created_at=gte:2016-01-01T00:00:00Z&created_at=lt:2017-01-01T00:00:00Z&protected=false", "architecture=x86", "architecture=arm&limit=5",
		"min_disk=40&marker=ami-f8e54081&sort_key=min_disk&limit=1000",
	} {
		list.check(t, rawQuery)
	}
	list.walk(t, "__platform=Windows&created_at=lt:2017-11-01T00:00:00Z", "7")
	require.Equal(t, realdata.Images, s.Len())
}

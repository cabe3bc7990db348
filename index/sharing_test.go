package index

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tagdex/tagdex/resource"
)

// TestGramsOfOneWordShare loads names that have a word in common, and looks
// whether its grams have their chunks in common: after a load, and no more
// after a write to one of them, which the others must not see.
func TestGramsOfOneWordShare(t *testing.T) {
	b := Empty().Builder()
	names := 2*BlockSize + tallyFew
	for i := range names {
		name := fmt.Sprint("b", i)
		if i%7 == 0 {
			name = "debian"
		}
		_, err := b.Upsert(&resource.Resource{ID: fmt.Sprint(i), Name: name})
		require.NoError(t, err)
	}
	v := b.Freeze()
	array := func(v *Version, gram string, block int) *chunk {
		return &v.Gram(gram).set.large.chunks[block]
	}
	for block := range 3 {
		require.Equal(t, array(v, "deb", block).data, array(v, "ian", block).data, "block %d", block)
		require.NotEqual(t, array(v, "deb", block).data, array(v, "b", block).data, "block %d", block)
	}

	b = v.Builder()
	_, err := b.Upsert(&resource.Resource{ID: "7", Name: "debia"})
	require.NoError(t, err)
	after := b.Freeze()
	require.Equal(t, array(v, "deb", 0).data, array(v, "ian", 0).data, "the older version")
	require.Equal(t, v.Gram("ian").Len()-1, after.Gram("ian").Len())
	require.Equal(t, v.Gram("deb").Len(), after.Gram("deb").Len())
	require.True(t, after.Gram("deb").Has(7))
	require.False(t, after.Gram("ian").Has(7))
	require.True(t, v.Gram("ian").Has(7))
	require.Equal(t, array(after, "deb", 1).data, array(after, "ian", 1).data, "a block without a change")
}

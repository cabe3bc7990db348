package index

import (
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// TestRenameFromEmpty gives a resource without a name one whose grams repeat:
// the empty gram must go. (Comparing the two lists of grams once cleared the
// end of one of them, and a cleared gram is the empty one.)
func TestRenameFromEmpty(t *testing.T) {
	b := Empty().Builder()
	for _, name := range []string{"", "aaaa", "", "abab"} {
		if _, err := b.Upsert(&resource.Resource{ID: "x", Name: name}); err != nil {
			t.Fatal(err)
		}
		b.naming.settle()
		v := &b.v
		if got := v.Gram("").Len() == 1; got != (name == "") {
			t.Errorf("named %q: counts as empty: %v", name, got)
		}
		if got := v.Gram("a").Len() == 1; got != (name != "") {
			t.Errorf("named %q: contains a: %v", name, got)
		}
	}
}

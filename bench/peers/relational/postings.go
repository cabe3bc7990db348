package relational

import (
	"cmp"
	"slices"

	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/resource"
)

// Posting is a row of the table of that name.
type Posting struct {
	Term int32
	Ord  int32
}

// Postings are all rows, in the order of the primary key, and the dictionary.
func Postings(images []resource.Resource) ([]Posting, map[string]Term) {
	terms := map[string]Term{}
	var rows []Posting
	for i := range images {
		for _, text := range peer.Terms(&images[i]) {
			t, ok := terms[text]
			if !ok {
				t.ID = int64(len(terms) + 1)
			}
			t.Count++
			terms[text] = t
			rows = append(rows, Posting{int32(t.ID), int32(i)})
		}
	}
	slices.SortFunc(rows, func(a, b Posting) int {
		return cmp.Or(cmp.Compare(a.Term, b.Term), cmp.Compare(a.Ord, b.Ord))
	})
	return rows, terms
}

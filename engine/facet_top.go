package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/index"
)

// top keeps the terms of the highest counts, those of equal count by their
// text.
type top struct {
	limit int
	kept  []ranked
	full  bool // kept holds limit terms that were sorted, and maybe some since
}

type ranked struct {
	count int
	term  index.Term
}

// topRoom is how many terms are taken in before the worst are dropped.
const topRoom = 16

// newTop makes room for as many as are met while the limit is small.
func newTop(limit int) top {
	return top{limit: limit, kept: make([]ranked, 0, min(limit, topRoom)+topRoom)}
}

func compareRanked(a, b ranked) int {
	return cmp.Or(cmp.Compare(b.count, a.count), strings.Compare(a.term.Text(), b.term.Text()))
}

// floor is the count below which a term cannot be among the highest.
func (t *top) floor() int {
	if !t.full {
		return 1
	}
	return t.kept[t.limit-1].count
}

func (t *top) add(c ranked) {
	if c.count < t.floor() || t.full && compareRanked(c, t.kept[t.limit-1]) > 0 {
		return
	}
	t.kept = append(t.kept, c)
	// More room where there is more to sort, so that sorting is seldom.
	if len(t.kept)-t.limit >= max(topRoom, t.limit/4) {
		t.cut()
		t.full = true
	}
}

func (t *top) cut() {
	slices.SortFunc(t.kept, compareRanked)
	t.kept = t.kept[:min(len(t.kept), t.limit)]
}

func (t *top) counts() []Count {
	t.cut()
	out := make([]Count, len(t.kept))
	for i, c := range t.kept {
		out[i] = Count{Text: c.term.Text(), Count: c.count}
	}
	return out
}

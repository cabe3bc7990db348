package index

import (
	"cmp"
	"slices"
)

// keyNumber is a key with its number.
type keyNumber struct {
	key    uint64
	number uint32
}

// settle writes what was counted to the indexes, and forgets it. The first of
// the names is at an ordinal.
func (t *nameTally) settle(first uint32) {
	for i := range t.unions {
		t.unions[i].at = int(first >> BlockBits)
	}
	t.stretched.invert(first)
	t.direct.invert(first)
	t.settleGrams()
	t.settleWords(&t.words[0], &t.wordsOf, &t.stretched)
	t.paired.invert(first)
	t.settleWords(&t.words[1], &t.wordPairs, &t.paired)
	t.stretches.reset()
	t.pairs.reset()
	t.runes.reset()
	clear(t.shared)
	for _, v := range []*inversion{&t.stretched, &t.paired, &t.direct, &t.runesOf, &t.wordsOf, &t.wordPairs} {
		v.reset()
	}
}

// settleGrams goes through the three runes by the last rune, those of one by
// the rune before it: so the shorter grams are united as it goes.
func (t *nameTally) settleGrams() {
	t.runesOf.invert(0)
	t.sorted = t.sorted[:0]
	for number, key := range t.runes.keys {
		t.sorted = append(t.sorted, keyNumber{key, uint32(number)})
	}
	slices.SortFunc(t.sorted, func(a, b keyNumber) int { return cmp.Compare(a.key, b.key) })
	one, two, three := &t.unions[0], &t.unions[1], &t.unions[2]
	for i, n := range t.sorted {
		const one1, two1 = 1 << (2 * runeBits), 1 << runeBits
		for _, s := range t.runesOf.of(n.number) {
			three.add(t.stretched.of(s))
		}
		three.add(t.direct.of(n.number))
		last, before, first := gram(n.key>>(2*runeBits)), gram(n.key>>runeBits&runeMask), gram(n.key&runeMask)
		if first != 0 {
			t.settleGram(first<<(2*runeBits)|before<<runeBits|last, three)
		}
		two.unite(three)
		three.reset()
		next := ^uint64(0)
		if i+1 < len(t.sorted) {
			next = t.sorted[i+1].key
		}
		if next/two1 == n.key/two1 {
			continue
		}
		if before != 0 {
			t.settleGram(before<<runeBits|last, two)
		}
		one.unite(two)
		two.reset()
		if next/one1 != n.key/one1 {
			t.settleGram(last, one)
			one.reset()
		}
	}
}

func (t *nameTally) settleGram(g gram, u *runUnion) {
	t.put(&t.grams.edit(g, t.st).posting, u)
}

// settleWords writes the words of the vocabulary: of has the sources of each,
// which have the names.
func (t *nameTally) settleWords(v *vocabulary, of, names *inversion) {
	of.invert(0)
	u := &t.unions[0]
	for _, id := range of.met {
		for _, source := range of.of(id) {
			u.add(names.of(source))
		}
		t.put(&v.entries.edit(id, t.st).posting, u)
		u.reset()
	}
}

// put appends what was united to a posting.
func (t *nameTally) put(p *Posting, u *runUnion) {
	if u.isBits && p.isChunked() {
		p.appendBlock(u.at, &u.block, t.st, gramLayout)
	} else {
		p.appendRun(u.sorted(), t.st, gramLayout)
	}
	t.shared.add(p, u.at)
}

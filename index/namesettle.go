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

// nameSettler writes portions of names to the indexes of grams and words. It is
// large, so a Builder has one only where there are portions.
type nameSettler struct {
	grams *gramIndex
	words *wordIndex
	st    stamp

	sources inversion // stretches by their word, or pairs
	sorted  []keyNumber
	unions  [GramRunes]runUnion
	shared  sharing // the chunks of the portion
}

// settle writes what was noted of names to the indexes. The first of the names
// is at an ordinal, which is above all that is in there.
func (x *nameSettler) settle(t *nameTally, first uint32) {
	for i := range x.unions {
		x.unions[i].at = int(first >> BlockBits)
	}
	t.stretched.invert(first)
	t.direct.invert(first)
	x.settleGrams(t)
	x.settleWords(&x.words[0], t.wordsOf, &t.stretched)
	t.paired.invert(first)
	x.settleWords(&x.words[1], t.wordPairs, &t.paired)
	clear(x.shared)
}

// settleGrams goes through the three runes by the last rune, those of one by
// the rune before it: so the shorter grams are united as it goes.
func (x *nameSettler) settleGrams(t *nameTally) {
	t.runesOf.invert(0)
	x.sorted = x.sorted[:0]
	for number, key := range t.runes.keys {
		x.sorted = append(x.sorted, keyNumber{key, uint32(number)})
	}
	slices.SortFunc(x.sorted, func(a, b keyNumber) int { return cmp.Compare(a.key, b.key) })
	one, two, three := &x.unions[0], &x.unions[1], &x.unions[2]
	for i, n := range x.sorted {
		const one1, two1 = 1 << (2 * runeBits), 1 << runeBits
		for _, s := range t.runesOf.of(n.number) {
			three.add(t.stretched.of(s))
		}
		three.add(t.direct.of(n.number))
		last, before, first := gram(n.key>>(2*runeBits)), gram(n.key>>runeBits&runeMask), gram(n.key&runeMask)
		if first != 0 {
			x.settleGram(first<<(2*runeBits)|before<<runeBits|last, three)
		}
		two.unite(three)
		three.reset()
		next := ^uint64(0)
		if i+1 < len(x.sorted) {
			next = x.sorted[i+1].key
		}
		if next/two1 == n.key/two1 {
			continue
		}
		if before != 0 {
			x.settleGram(before<<runeBits|last, two)
		}
		one.unite(two)
		two.reset()
		if next/one1 != n.key/one1 {
			x.settleGram(last, one)
			one.reset()
		}
	}
}

func (x *nameSettler) settleGram(g gram, u *runUnion) {
	x.put(&x.grams.edit(g, x.st).posting, u)
}

// settleWords writes the words of a vocabulary, as far as they are known or
// there is room for them: of the sources that have one each, of which the names
// are told.
func (x *nameSettler) settleWords(v *vocabulary, of []string, names *inversion) {
	for _, word := range of {
		if word != "" {
			if id, ok := v.admitted(word, x.st); ok {
				x.sources.add(id)
			}
		}
		x.sources.next()
	}
	x.sources.invert(0)
	u := &x.unions[0]
	for _, id := range x.sources.met {
		for _, source := range x.sources.of(id) {
			u.add(names.of(source))
		}
		x.put(&v.entries.edit(id, x.st).posting, u)
		u.reset()
	}
	x.sources.reset()
}

// put appends what was united to a posting.
func (x *nameSettler) put(p *Posting, u *runUnion) {
	if u.isBits && p.isChunked() {
		p.appendBlock(u.at, &u.block, x.st, gramLayout)
	} else {
		p.appendRun(u.sorted(), x.st, gramLayout)
	}
	x.shared.add(p, u.at)
}

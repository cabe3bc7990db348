package index

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/tagdex/tagdex/internal/fold"
)

// The check methods report the first broken invariant of a structure. They
// look at the structure alone; whether it answers right is for others.

func (v *Version) check() error {
	if err := v.live.check(tagLayout); err != nil {
		return fmt.Errorf("live set: %w", err)
	}
	if err := v.tagged.check(tagLayout); err != nil {
		return fmt.Errorf("tagged set: %w", err)
	}
	if err := v.ids.check(v.hashAt); err != nil {
		return fmt.Errorf("ids: %w", err)
	}
	if int(v.ids.entries) != v.live.Len() {
		return fmt.Errorf("%d ids for %d resources", v.ids.entries, v.live.Len())
	}
	if err := v.tags.check(); err != nil {
		return fmt.Errorf("dictionary: %w", err)
	}
	if err := v.grams.check(); err != nil {
		return fmt.Errorf("grams: %w", err)
	}
	if err := v.checkRecords(); err != nil {
		return err
	}
	for f := range NumFields {
		if err := v.checkTexts(f); err != nil {
			return fmt.Errorf("order by field %d: %w", f, err)
		}
	}
	for i := range v.words {
		if err := v.words[i].check(v, i+1); err != nil {
			return fmt.Errorf("words of %d: %w", i+1, err)
		}
	}
	return nil
}

// checkTexts looks at the order by a field: every resource once, sorted.
func (v *Version) checkTexts(f Field) error {
	all, want := v.orders[f].ids.all(), v.live.Len()
	if !v.orders[f].kept {
		want = 0
	}
	if len(all) != want {
		return fmt.Errorf("%d ordinals, want %d", len(all), want)
	}
	less := v.lessText(f)
	for i, ord := range all {
		if !v.live.Has(ord) {
			return fmt.Errorf("%d is in order and is no resource", ord)
		}
		if i > 0 && !less(all[i-1], ord) {
			return fmt.Errorf("%q stands in the wrong place", v.Text(f, ord))
		}
	}
	return v.orders[f].ids.check()
}

// checkRecords holds the records against the live set, and looks for leaves
// that hold nothing.
func (v *Version) checkRecords() error {
	for _, ord := range v.live.AppendTo(nil) {
		if rec := v.records.at(ord); ord >= v.next || rec == nil || *rec == (Record{}) {
			return fmt.Errorf("no record at %d, next is %d", ord, v.next)
		}
	}
	found := 0
	for _, n := range v.records.root {
		if n == nil {
			continue
		}
		for _, l := range n.leaves {
			if l == nil {
				continue
			}
			here := 0
			for _, rec := range l.items {
				if rec != (Record{}) {
					here++
				}
			}
			if here == 0 {
				return errors.New("a leaf of no records")
			}
			found += here
		}
	}
	if found != v.live.Len() {
		return fmt.Errorf("%d records for %d resources", found, v.live.Len())
	}
	return nil
}

func (d *dictionary) check() error {
	free, err := freeIDs(d.next, d.free, func(id uint32) Posting {
		if e := d.entries.at(id); e.set != nil {
			return e.posting()
		}
		return Posting{only: d.entries.at(id).nextFree()}
	})
	if err != nil {
		return err
	}
	alive := int(d.next) - len(free)
	for id := range d.next {
		e := d.entries.at(id)
		if free[id] != (e.posting().Len() == 0) {
			return fmt.Errorf("entry %d: free %v, %d ordinals", id, free[id], e.posting().Len())
		}
		if free[id] {
			continue
		}
		if err := d.checkEntry(id, e); err != nil {
			return fmt.Errorf("entry %d (%q under %v): %w", id, e.value, e.owner, err)
		}
	}
	if int(d.table.entries) != alive || d.order.n != alive {
		return fmt.Errorf("%d terms, %d in the table, %d in order", alive, d.table.entries, d.order.n)
	}
	if len(d.fresh) > 0 || d.texts != nil {
		return fmt.Errorf("%d terms are not in order yet", len(d.fresh))
	}
	return errors.Join(d.table.check(d.hashAt), d.order.check(), d.checkOrder())
}

func (d *dictionary) checkEntry(id uint32, e *entry) error {
	at, found := d.find(e.owner, e.value)
	switch {
	case found != e || at != id:
		return errors.New("is not found")
	case e.owner != 0 && e.owner.key() >= d.next:
		return errors.New("its key is past the end")
	case e.owner != 0:
		if key := d.entries.at(e.owner.key()); key.owner != 0 || key.posting().Len() == 0 {
			return errors.New("its key is gone")
		}
	}
	return e.posting().check(tagLayout)
}

// checkOrder looks at the order: sorted, alive, and each key the disjoint
// union of its values.
func (d *dictionary) checkOrder() error {
	var key *entry
	var ofKey []uint32
	all := d.order.all()
	for i, id := range all {
		if id >= d.next || d.entries.at(id).posting().Len() == 0 {
			return fmt.Errorf("%d is in order and not in the dictionary", id)
		}
		e := d.entries.at(id)
		switch {
		case i > 0 && !d.less(all[i-1], id):
			return fmt.Errorf("%q stands in the wrong place", e.value)
		case e.owner == 0:
			if err := checkKey(key, ofKey); err != nil {
				return err
			}
			key, ofKey = e, nil
		case d.entries.at(e.owner.key()) != key:
			return fmt.Errorf("%q stands under the wrong key", e.value)
		default:
			ofKey = e.posting().AppendTo(ofKey)
		}
	}
	return checkKey(key, ofKey)
}

func checkKey(key *entry, values []uint32) error {
	if key == nil {
		return nil
	}
	slices.Sort(values)
	if !slices.Equal(values, key.posting().AppendTo(nil)) {
		return fmt.Errorf("key %q is not the union of its values", key.value)
	}
	return nil
}

// check looks at the nodes.
func (t *ordered) check() error {
	if t.root == nil {
		return nil
	}
	n, _, err := t.root.check()
	if err == nil && n != t.n {
		return fmt.Errorf("order of %d says %d", n, t.n)
	}
	return err
}

func (n *orderedNode) check() (ids, depth int, err error) {
	if len(n.ids) == 0 || len(n.ids) > orderedMax || n.kids != nil && len(n.kids) != len(n.ids) {
		return 0, 0, fmt.Errorf("a node of %d ids and %d children", len(n.ids), len(n.kids))
	}
	if n.kids == nil {
		return len(n.ids), 0, nil
	}
	for i, kid := range n.kids {
		more, below, err := kid.check()
		switch {
		case err != nil:
			return 0, 0, err
		case kid.ids[0] != n.ids[i]:
			return 0, 0, fmt.Errorf("child %d begins with %d, not %d", i, kid.ids[0], n.ids[i])
		case i > 0 && below+1 != depth:
			return 0, 0, errors.New("leaves of different depth")
		}
		ids, depth = ids+more, below+1
	}
	return ids, depth, nil
}

func (x *gramIndex) check() error {
	free, err := freeIDs(x.next, x.free, func(id uint32) Posting { return x.entries.at(id).posting })
	if err != nil {
		return err
	}
	for id := range x.next {
		e := x.entries.at(id)
		if free[id] != (e.posting.Len() == 0) {
			return fmt.Errorf("entry %d: free %v, %d ordinals", id, free[id], e.posting.Len())
		}
		if free[id] {
			continue
		}
		if at, ok := x.find(e.gram); !ok || at != id {
			return fmt.Errorf("gram %x is found at %d, is at %d", e.gram, at, id)
		}
		if err := e.posting.check(gramLayout); err != nil {
			return fmt.Errorf("gram %x: %w", e.gram, err)
		}
	}
	if int(x.table.entries) != int(x.next)-len(free) {
		return fmt.Errorf("%d grams, %d in the table", int(x.next)-len(free), x.table.entries)
	}
	return x.table.check(x.hashAt)
}

// check looks at a vocabulary of the names in v: every resource of a word has
// the word, and what room there is was counted right.
func (w *vocabulary) check(v *Version, tokens int) error {
	free, err := freeIDs(w.next, w.free, func(id uint32) Posting { return w.entries.at(id).posting })
	if err != nil {
		return err
	}
	var shapes [wordShapes]uint16
	for id := range w.next {
		e := w.entries.at(id)
		if free[id] != (e.posting.Len() == 0) || free[id] != (e.text == "") {
			return fmt.Errorf("entry %d: free %v, %q, %d ordinals", id, free[id], e.text, e.posting.Len())
		}
		if free[id] {
			continue
		}
		if err := w.checkEntry(v, id, e, tokens); err != nil {
			return fmt.Errorf("entry %d, %q: %w", id, e.text, err)
		}
		shapes[shapeOf(e.text, wordShapes)]++
	}
	alive := int(w.next) - len(free)
	if int(w.table.entries) != alive || alive > roomForWords.all {
		return fmt.Errorf("%d words, %d in the table, room for %d", alive, w.table.entries, roomForWords.all)
	}
	if shapes != w.shapes {
		return fmt.Errorf("of the shapes there are %v, counted %v", shapes, w.shapes)
	}
	return w.table.check(w.hashAt)
}

func (w *vocabulary) checkEntry(v *Version, id uint32, e *wordEntry, tokens int) error {
	if at, ok := w.find(e.text, hashWord(e.text)); !ok || at != id {
		return fmt.Errorf("found at %d (%v)", at, ok)
	}
	if e.bits != signature(e.text) || !inSize(len(e.text)) {
		return fmt.Errorf("signature %x, %d bytes", e.bits, len(e.text))
	}
	for _, ord := range e.posting.AppendTo(nil) {
		found := false
		words(fold.String(v.Record(ord).Name()), func(word string, n int) { found = found || word == e.text && n == tokens })
		if !found {
			return fmt.Errorf("%q does not have it", v.Record(ord).Name())
		}
	}
	return e.posting.check(gramLayout)
}

// freeIDs walks over a list of free ids.
func freeIDs(next, first uint32, at func(uint32) Posting) (map[uint32]bool, error) {
	free := map[uint32]bool{}
	for first != 0 {
		id := first - 1
		if id >= next || free[id] {
			return nil, fmt.Errorf("the free list leads to %d", id)
		}
		p := at(id)
		if p.Len() != 0 || p.set != nil {
			return nil, fmt.Errorf("free entry %d has ordinals", id)
		}
		free[id], first = true, p.only
	}
	return free, nil
}

// check holds a table against the hashes that its ids have.
func (t *table) check(hash hashFunc) error {
	n, over := 0, 0
	for i := range t.size {
		for b := t.buckets.at(i); b != nil; b = t.after(b) {
			for at, print := range b.prints[:b.n] {
				h := hash(b.ids[at])
				if place, level := t.place(h); place != i || printAt(level, h) != print {
					return fmt.Errorf("%d of hash %x is in bucket %d under %x", b.ids[at], h, i, print)
				}
			}
			if b.more != 0 && b.n < bucketSlots {
				return fmt.Errorf("bucket %d goes on before it is full", i)
			}
			n += int(b.n)
			if b.more != 0 {
				over++
			}
		}
	}
	if n != int(t.entries) {
		return fmt.Errorf("table of %d says %d", n, t.entries)
	}
	for free := t.free; free != 0; free = t.overflow.at(free - 1).more {
		over++
	}
	if over != int(t.next) {
		return fmt.Errorf("%d overflow buckets of %d are in use or free", over, t.next)
	}
	return nil
}

func (p Posting) check(lay layout) error {
	all := p.AppendTo(nil)
	if len(all) != p.Len() {
		return fmt.Errorf("says it has %d ordinals, lists %d", p.Len(), len(all))
	}
	for i := 1; i < len(all); i++ {
		if all[i-1] >= all[i] {
			return fmt.Errorf("lists %d before %d", all[i-1], all[i])
		}
	}
	if p.set == nil {
		return nil
	}
	if p.n < 2 {
		return fmt.Errorf("a set of %d", p.n)
	}
	if p.set.large == nil {
		return nil // few, as AppendTo has found
	}
	for block := range p.set.large.chunks {
		if err := p.set.large.chunks[block].check(lay); err != nil {
			return fmt.Errorf("block %d: %w", block, err)
		}
	}
	if chunks := p.set.large.chunks; len(chunks) > 0 && chunks[len(chunks)-1].n == 0 {
		return errors.New("directory ends with nothing")
	}
	// Its own limit may have sunk below it, when its highest ordinal went.
	if !p.isChunked() && (len(all) > listMax(math.MaxUint32) || len(all) <= fewMax/2) {
		return fmt.Errorf("a list of %d", len(all))
	}
	return nil
}

func (c *chunk) check(lay layout) error {
	b := c.bits()
	switch {
	case *c == chunk{}:
		return nil
	case c.n == 0:
		return errors.New("an empty chunk that keeps an array")
	case c.form == formRuns:
		return c.checkRuns()
	case c.form == formPacked:
		if !lay.packed || c.mine || c.n < packedMin || c.n > packedMax {
			return fmt.Errorf("%d ordinals are packed", c.n)
		}
		return nil
	case b != nil && int(c.n) != b.Len():
		return fmt.Errorf("says %d, has %d bits", c.n, b.Len())
	case b == nil && uint32(c.n) >= lay.dense:
		return fmt.Errorf("%d ordinals as a list", c.n)
	case b != nil && uint32(c.n) < lay.dense/2:
		return fmt.Errorf("%d ordinals as bits", c.n)
	}
	return nil
}

func (c *chunk) checkRuns() error {
	n, after := 0, -1
	for _, r := range c.runs() {
		if int(r.first) <= after || r.last < r.first || r.last > lowMask {
			return fmt.Errorf("a run from %d to %d after %d", r.first, r.last, after-1)
		}
		n, after = n+int(r.last-r.first)+1, int(r.last)+1
	}
	if n != int(c.n) || len(c.runs()) > maxRuns || c.mine {
		return fmt.Errorf("%d runs of %d, says %d", len(c.runs()), n, c.n)
	}
	return nil
}

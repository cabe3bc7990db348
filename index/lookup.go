package index

// TermID names a term within one version. The zero TermID is none.
type TermID uint32

// Lookup is a key, or a value of a key, to be looked up, and what was found.
type Lookup struct {
	Key, Value string
	AnyValue   bool // the key is asked for; Value means nothing

	Posting Posting // empty if there is no such term
	Term    TermID
}

// lookupsAtOnce is how many terms are looked up side by side: about as many
// loads as a core has under way.
const lookupsAtOnce = 16

// Find looks many terms up. Each is several loads away, of which each waits
// for the one before, and most come from memory; those of different terms wait
// side by side. Terms of one key that follow each other look the key up once.
func (v *Version) Find(lookups []Lookup) {
	if len(lookups) <= lookupsFew {
		for i := range lookups {
			v.tags.findTag(&lookups[i])
		}
		return
	}
	for len(lookups) > 0 {
		n := min(len(lookups), lookupsAtOnce)
		v.tags.findTags(lookups[:n])
		lookups = lookups[n:]
	}
}

// lookupsFew are looked up one by one.
const lookupsFew = 4

func (d *dictionary) findTag(l *Lookup) {
	id, e := d.find(0, l.Key)
	if e != nil && !l.AnyValue {
		id, e = d.find(ownerOf(id), l.Value)
	}
	if e != nil {
		l.Posting, l.Term = e.posting(), TermID(id)+1
	}
}

// findTags is Find for no more than lookupsAtOnce.
func (d *dictionary) findTags(lookups []Lookup) {
	var keys, values [lookupsAtOnce]wanted
	nk, nv := 0, 0
	for i := range lookups {
		if i == 0 || lookups[i].Key != lookups[i-1].Key {
			keys[nk] = wanted{text: lookups[i].Key}
			nk++
		}
	}
	d.findAll(keys[:nk])
	k := -1
	for i := range lookups {
		l := &lookups[i]
		if i == 0 || l.Key != lookups[i-1].Key {
			k++
		}
		switch key := &keys[k]; {
		case key.entry == nil:
		case l.AnyValue:
			l.found(key)
		default:
			values[nv] = wanted{owner: ownerOf(key.id), text: l.Value, of: l}
			nv++
		}
	}
	d.findAll(values[:nv])
	for i := range values[:nv] {
		if values[i].entry != nil {
			values[i].of.found(&values[i])
		}
	}
}

func (l *Lookup) found(w *wanted) { l.Posting, l.Term = w.entry.posting(), TermID(w.id)+1 }

// wanted is a term to be found, and how far that has come.
type wanted struct {
	owner  owner
	hash   uint32
	print  uint16
	text   string
	bucket *bucket
	id     uint32
	entry  *entry  // nil if there is none
	of     *Lookup // that it is for
}

// findAll is find for many at once: step by step, so that what each step reads
// of all of them is on its way before the first is looked at. The result means
// nothing: it is there so that nothing is touched in vain.
func (d *dictionary) findAll(all []wanted) (touched uint32) {
	for i := range all {
		w := &all[i]
		w.hash = d.hash(w.owner, w.text)
		w.bucket, w.print = d.table.bucket(w.hash)
	}
	for i := range all {
		if b := all[i].bucket; b != nil {
			touched += uint32(b.prints[0]) + b.more
		}
	}
	for i := range all {
		all[i].id, all[i].entry = d.firstOf(all[i].bucket, all[i].print)
	}
	for i := range all {
		if e := all[i].entry; e != nil {
			touched += uint32(e.owner) + e.number
		}
	}
	for i := range all {
		if e := all[i].entry; e != nil && e.value != "" {
			touched += uint32(e.value[0])
		}
	}
	for i := range all {
		w := &all[i]
		if e := w.entry; e != nil && (e.owner != w.owner || e.value != w.text) {
			w.id, w.entry = d.findHash(w.hash, w.owner, w.text) // another of the same print
		}
	}
	return touched
}

// firstOf returns the first entry with a print, from a bucket on.
func (d *dictionary) firstOf(b *bucket, print uint16) (uint32, *entry) {
	for ; b != nil; b = d.table.after(b) {
		for i, p := range b.prints[:b.n] {
			if p == print {
				return b.ids[i], d.entries.at(b.ids[i])
			}
		}
	}
	return 0, nil
}

// AppendOrdinals appends the ordinals of the resources with some ids, of those
// that there are, in the order of the ids. They are looked up side by side, as
// Find does.
func (v *Version) AppendOrdinals(dst []uint32, ids []string) []uint32 {
	for len(ids) > 0 {
		n := min(len(ids), lookupsAtOnce)
		dst, _ = v.appendOrdinals(dst, ids[:n])
		ids = ids[n:]
	}
	return dst
}

// wantedID is an id to be found, and how far that has come.
type wantedID struct {
	hash   uint32
	print  uint16
	bucket *bucket
	ord    uint32
	record *Record // of the first ordinal whose print fits; nil if there is none
}

// appendOrdinals is AppendOrdinals for no more than lookupsAtOnce. What it
// touched means nothing.
func (v *Version) appendOrdinals(dst []uint32, ids []string) (_ []uint32, touched uint32) {
	var all [lookupsAtOnce]wantedID
	wanted := all[:len(ids)]
	for i := range wanted {
		w := &wanted[i]
		w.hash = v.hashID(ids[i])
		w.bucket, w.print = v.ids.bucket(w.hash)
	}
	for i := range wanted {
		if b := wanted[i].bucket; b != nil {
			touched += uint32(b.prints[0]) + b.more
		}
	}
	for i := range wanted {
		w := &wanted[i]
		w.ord, w.record = v.firstWithPrint(w.bucket, w.print)
	}
	for i := range wanted {
		if r := wanted[i].record; r != nil {
			touched += r.idLen
		}
	}
	for i := range wanted {
		if r := wanted[i].record; r != nil && r.idLen > 0 {
			touched += uint32(r.ID()[0])
		}
	}
	for i := range wanted {
		w := &wanted[i]
		if w.record == nil {
			continue
		}
		ord, found := w.ord, w.record.ID() == ids[i]
		if !found {
			ord, found = v.ordinal(w.hash, ids[i]) // another of the same print
		}
		if found {
			dst = append(dst, ord)
		}
	}
	return dst, touched
}

// firstWithPrint returns the first record with a print, from a bucket on.
func (v *Version) firstWithPrint(b *bucket, print uint16) (uint32, *Record) {
	for ; b != nil; b = v.ids.after(b) {
		for i, p := range b.prints[:b.n] {
			if p == print {
				return b.ids[i], v.Record(b.ids[i])
			}
		}
	}
	return 0, nil
}

// AppendTerms appends the terms of the tags of the resource at an ordinal in
// use, without their keys.
func (v *Version) AppendTerms(dst []TermID, ord uint32) []TermID {
	terms := v.Record(ord).termList()
	for i := range terms.len() {
		dst = append(dst, TermID(terms.at(i))+1)
	}
	return dst
}

// TouchTerms loads the terms of resources at ordinals in use, those of one
// while those of the others are on their way. The result means nothing.
func (v *Version) TouchTerms(ords []uint32) (touched byte) {
	for _, ord := range ords {
		touched += byte(v.Record(ord).termsLen)
	}
	for _, ord := range ords {
		if terms := v.Record(ord).termList(); terms != "" {
			touched += terms[0]
		}
	}
	return touched
}

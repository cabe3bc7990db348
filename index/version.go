package index

import (
	"hash/maphash"
	"iter"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/resource"
)

// Version is the whole content at one moment. It is immutable and safe for
// any number of goroutines.
type Version struct {
	number   uint64
	renamed  uint64 // the last version in which a resource got another name
	sequence uint64
	next     uint32 // the ordinal of the next resource inserted
	records  vector[Record, [largeLeaf]Record]
	seed     maphash.Seed
	ids      table // id -> ordinal
	tags     dictionary
	grams    gramIndex
	words    wordIndex
	live     Posting // every ordinal in use
	tagged   Posting // those with a tag that is not a system tag

	properties []Property
	orders     [NumFields]textOrder
}

// Declared is what a Version keeps beside what it always does. It changes no
// answer.
type Declared struct {
	Properties []*PropertySpec // to index, no name twice
	Orders     []Field         // to keep
}

// Empty is a Version without resources, with the number 0.
func Empty() *Version { return EmptyWith(Declared{}) }

// EmptyWith is Empty with what is declared.
func EmptyWith(d Declared) *Version {
	v := &Version{seed: maphash.MakeSeed(), tags: newDictionary()}
	for _, spec := range d.Properties {
		v.properties = append(v.properties, Property{spec: spec, texts: newDictionary()})
	}
	for _, f := range d.Orders {
		v.orders[f].kept = true
	}
	return v
}

// Successor is an Empty version with the number of v, for a Builder that makes
// the whole content anew.
func (v *Version) Successor() *Version {
	var d Declared
	for i := range v.properties {
		d.Properties = append(d.Properties, v.properties[i].spec)
	}
	for f := range NumFields {
		if v.orders[f].kept {
			d.Orders = append(d.Orders, f)
		}
	}
	e := EmptyWith(d)
	e.number = v.number
	e.renamed = v.number + 1 // the next one's: ordinals mean others from then on
	return e
}

// Number counts the versions: each has one more than the one it was built
// from.
func (v *Version) Number() uint64 { return v.number }

// Renamed is the number of the last version in which a resource that was there
// before got another name. Between two versions with the same Renamed an
// ordinal that is in both has one name.
func (v *Version) Renamed() uint64 { return v.renamed }

// Sequence is the host's number of the last batch applied, or 0.
func (v *Version) Sequence() uint64 { return v.sequence }

// Live is the set of all ordinals in use.
func (v *Version) Live() Posting { return v.live }

// Tagged is the set of resources with at least one tag that is not a system
// tag.
func (v *Version) Tagged() Posting { return v.tagged }

// Blocks is how many blocks the ordinals span.
func (v *Version) Blocks() int { return int((uint64(v.next) + BlockSize - 1) >> BlockBits) }

// Key returns the resources that have the key. A hash lookup.
func (v *Version) Key(key string) Posting {
	if _, e := v.tags.find(0, key); e != nil {
		return e.posting()
	}
	return Posting{}
}

// Tag returns the resources that have the tag. Two hash lookups.
func (v *Version) Tag(key, value string) Posting {
	id, k := v.tags.find(0, key)
	if k == nil {
		return Posting{}
	}
	if _, e := v.tags.find(ownerOf(id), value); e != nil {
		return e.posting()
	}
	return Posting{}
}

// Ordinal returns the place of the resource with the id.
func (v *Version) Ordinal(id string) (uint32, bool) {
	return v.ordinal(v.hashID(id), id)
}

func (v *Version) ordinal(h uint32, id string) (uint32, bool) {
	for b, print := v.ids.bucket(h); b != nil; b = v.ids.after(b) {
		for i, p := range b.prints[:b.n] {
			if ord := b.ids[i]; p == print && v.Record(ord).ID() == id {
				return ord, true
			}
		}
	}
	return 0, false
}

func (v *Version) hashID(id string) uint32 {
	h := maphash.String(v.seed, id)
	return uint32(h ^ h>>32)
}

// hashAt is the hash of the id at an ordinal in use.
func (v *Version) hashAt(ord uint32) uint32 { return v.hashID(v.Record(ord).ID()) }

// Record returns what is stored at an ordinal in use.
func (v *Version) Record(ord uint32) *Record { return v.records.at(ord) }

// Resource returns the resource at an ordinal in use. The Tags slice is new
// and the caller's; the texts are shared and immutable.
func (v *Version) Resource(ord uint32) resource.Resource {
	rec := v.Record(ord)
	terms := rec.termList()
	return v.resource(rec, terms, make([]resource.Tag, terms.len()))
}

// AppendResource returns the resource at an ordinal in use, with its tags
// appended to those given. The texts are shared and immutable.
func (v *Version) AppendResource(ord uint32, tags []resource.Tag) resource.Resource {
	rec := v.Record(ord)
	terms := rec.termList()
	n := terms.len()
	tags = slices.Grow(tags, n)
	return v.resource(rec, terms, tags[len(tags):len(tags)+n])
}

// Resources returns the resources at ordinals in use, in two allocations. The
// result is the caller's, as for Resource; all tags share one array.
func (v *Version) Resources(ords []uint32) []resource.Resource {
	n := 0
	for _, ord := range ords {
		n += v.Record(ord).termList().len()
	}
	tags := make([]resource.Tag, n)
	all := make([]resource.Resource, len(ords))
	for i, ord := range ords {
		rec := v.Record(ord)
		terms := rec.termList()
		n := terms.len()
		all[i] = v.resource(rec, terms, tags[:n:n])
		tags = tags[n:]
	}
	return all
}

// resource fills in tags, which has the right length.
func (v *Version) resource(rec *Record, terms termList, tags []resource.Tag) resource.Resource {
	for i := range tags {
		e := v.tags.entries.at(terms.at(i))
		key := e // keyOf in place: a call of it is a tenth of a page
		if e.owner != 0 {
			key = v.tags.entries.at(e.owner.key())
		}
		tags[i] = resource.Tag{Key: key.value, Value: e.value}
	}
	r := resource.Resource{ID: rec.ID(), Name: rec.Name(), Detail: rec.Detail()}
	if len(tags) > 0 {
		r.Tags = tags
	}
	return r
}

// Keys walks over the keys that begin with prefix, in order, with how many
// resources have each.
func (v *Version) Keys(prefix string) iter.Seq2[string, Posting] {
	return func(yield func(string, Posting) bool) {
		var key *entry
		after := func(id uint32) bool {
			here := v.tags.keyOf(v.tags.entries.at(id))
			// The next key is past every value of the last one.
			return key == nil && here >= prefix || key != nil && here > key.value
		}
		for {
			var next *entry
			v.tags.order.from(after, func(id uint32) bool {
				next = v.tags.entries.at(id)
				return false
			})
			if next == nil || !strings.HasPrefix(next.value, prefix) || !yield(next.value, next.posting()) {
				return
			}
			key = next
		}
	}
}

// Values walks over the values of a key that begin with prefix, in order,
// with the resources that have each.
func (v *Version) Values(key, prefix string) iter.Seq2[string, Posting] {
	return func(yield func(string, Posting) bool) {
		id, k := v.tags.find(0, key)
		if k == nil {
			return
		}
		under := ownerOf(id)
		v.tags.order.from(func(id uint32) bool {
			e := v.tags.entries.at(id)
			if e.owner != under {
				return v.tags.keyOf(e) > key
			}
			return e.value >= prefix
		}, func(id uint32) bool {
			e := v.tags.entries.at(id)
			return e.owner == under && strings.HasPrefix(e.value, prefix) && yield(e.value, e.posting())
		})
	}
}

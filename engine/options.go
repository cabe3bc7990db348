package engine

import (
	"slices"

	"github.com/tagdex/tagdex/query"
)

// Options tune a Collection. The zero value, and a nil pointer, are the
// defaults.
type Options struct {
	// MaxResources limits how many resources the collection holds; a batch
	// that would exceed it fails with ErrFull. 0: no limit but that of
	// ordinals, of which there are 2^32-1 between compactions.
	MaxResources int
	// UnionBytes limits the memory for unions of several values of a key, and
	// for what tests of names select, where queries ask for them again and
	// again. 0: DefaultUnionBytes, and 8 bytes for each resource besides.
	// Negative: none are kept. What is kept may hold on to postings of older
	// versions for as long as nobody asks.
	UnionBytes int
	// Properties are those to index; none by default. Which ones there are
	// never changes an answer, only what it costs: those that are not indexed
	// are read out of the details. Values of another kind than declared are
	// found too, and counted (Applied.KindMismatches). Texts and booleans cost a posting for each value, as tags do;
	// numbers and times some 14 bytes for each resource that has one, and can
	// be sorted by without a look at all matches.
	Properties []query.Property
	// RefuseKindMismatch refuses a resource with a value of a declared property
	// that is not of its kind, with ErrKindMismatch. What a saved collection
	// holds is restored all the same.
	RefuseKindMismatch bool
	// Orders are query.ByID and query.ByName, where lists sorted by them shall
	// not look at all matches; none by default, and never a change to an answer.
	// Each costs some five bytes a resource and, when one is inserted or deleted
	// or gets another name, the copy of three or four nodes of 128.
	Orders []query.SortBy
}

// DefaultUnionBytes is the UnionBytes of Options that do not say. With the
// bytes for each resource there is room for two hundred unions of many of a
// million resources, and for seventy of ten million.
const DefaultUnionBytes = 16 << 20

const unionBytesEach = 8

// unionCache makes the cache that the options ask for.
func (o *Options) unionCache() *unionCache {
	if o.UnionBytes == 0 {
		return newUnionCache(DefaultUnionBytes, unionBytesEach)
	}
	return newUnionCache(o.UnionBytes, 0)
}

func (o *Options) orDefault() Options {
	var full Options
	if o != nil {
		full = *o
	}
	// A registry looks at them again and again.
	full.Properties, full.Orders = slices.Clone(full.Properties), slices.Clone(full.Orders)
	return full
}

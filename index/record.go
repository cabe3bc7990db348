package index

import "github.com/tagdex/tagdex/resource"

// Record is a resource as it is stored. Never changed. It is 48 bytes: there
// is one for every resource.
type Record struct {
	id, name, detail, terms             span
	idLen, nameLen, detailLen, termsLen uint32
}

// recordOf keeps the texts of a resource that is valid, so that none is longer
// than resource.MaxText; terms are of its tags, in their order.
func recordOf(r *resource.Resource, terms termList) Record {
	return Record{
		id: spanOf(r.ID), idLen: uint32(len(r.ID)),
		name: spanOf(r.Name), nameLen: uint32(len(r.Name)),
		detail: spanOf(r.Detail), detailLen: uint32(len(r.Detail)),
		terms: spanOf(string(terms)), termsLen: uint32(len(terms)),
	}
}

// ID is the resource's.
func (r *Record) ID() string { return r.id.string(r.idLen) }

// Name is the resource's.
func (r *Record) Name() string { return r.name.string(r.nameLen) }

// Detail is the resource's.
func (r *Record) Detail() string { return r.detail.string(r.detailLen) }

func (r *Record) termList() termList { return termList(r.terms.string(r.termsLen)) }

package index

import "github.com/tagdex/tagdex/resource"

// Resource returns the resource with the id, as the Builder holds it now. The
// Tags slice is the caller's. A hash lookup and a look at each tag.
func (b *Builder) Resource(id string) (resource.Resource, bool) {
	ord, ok := b.v.Ordinal(id)
	if !ok {
		return resource.Resource{}, false
	}
	return b.v.Resource(ord), true
}

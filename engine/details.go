package engine

import (
	"hash/maphash"

	"github.com/tagdex/tagdex/resource"
)

// details tells which texts are details (resource.IsDetail), and keeps those met last: what
// was made together often has the same detail, and looking at it costs more
// than all else that is checked of a resource.
type details struct {
	met    int
	seed   maphash.Seed
	recent []string // by hash, once there were many
}

const (
	recentDetails = 1 << 14
	manyDetails   = 1 << 10
)

func (d *details) isDetail(text string) bool {
	if d.met++; d.met < manyDetails {
		return resource.IsDetail(text)
	}
	if d.recent == nil {
		d.seed, d.recent = maphash.MakeSeed(), make([]string, recentDetails)
	}
	near := &d.recent[maphash.String(d.seed, text)%recentDetails]
	if *near == text && text != "" {
		return true
	}
	if !resource.IsDetail(text) {
		return false
	}
	*near = text
	return true
}

package engine

import (
	"hash/maphash"

	"github.com/go-json-experiment/json/jsontext"
)

// details tells which texts are JSON objects, and keeps those met last: what
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

func (d *details) isObject(text string) bool {
	if d.met++; d.met < manyDetails {
		return isObject(text)
	}
	if d.recent == nil {
		d.seed, d.recent = maphash.MakeSeed(), make([]string, recentDetails)
	}
	near := &d.recent[maphash.String(d.seed, text)%recentDetails]
	if *near == text && text != "" {
		return true
	}
	if !isObject(text) {
		return false
	}
	*near = text
	return true
}

func isObject(text string) bool {
	v := jsontext.Value(text)
	return v.Kind() == '{' && v.IsValid()
}

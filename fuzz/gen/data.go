package gen

import "github.com/tagdex/tagdex/resource"

// Sizes that bound what is made.
const (
	maxOwn  = 48 // resources of a data set beside its filler
	maxTags = 10 // tags of a resource
)

// Set is a data set: the filler's resources first, then the others, in order.
// An id may come again, and replaces then what had it.
type Set struct {
	Filler Filler
	Own    []resource.Resource
}

// Set makes a data set.
func (s *Source) Set() Set {
	set := Set{Filler: s.Filler()}
	for range s.N(maxOwn + 1) {
		set.Own = append(set.Own, s.Resource())
	}
	return set
}

// Resource makes a valid resource.
func (s *Source) Resource() resource.Resource {
	r := resource.Resource{ID: s.ID(), Name: s.Name()}
	seen := map[string]bool{}
	for range s.tagCount() {
		key := s.Key()
		if !seen[key] {
			seen[key] = true
			r.Tags = append(r.Tags, s.tags.keep(resource.Tag{Key: key, Value: s.Value()}))
		}
	}
	r.Detail = s.Detail()
	return r
}

// Remember makes the source ask about these resources, as if it had made
// them.
func (s *Source) Remember(resources []resource.Resource) {
	for _, r := range resources {
		s.ids.keep(r.ID)
		s.names.keep(r.Name)
		for _, tag := range r.Tags {
			s.tags.keep(tag)
		}
	}
}

var details = []string{"", `{"status":"active"}`, `{"status":"queued","min_ram":0}`, `{}`}

// tagCount is small most of the time, and often 0.
func (s *Source) tagCount() int {
	return Pick(s, []int{0, 1, 1, 2, 2, 3, 4, maxTags})
}

// BadResource makes a resource that no collection takes.
func (s *Source) BadResource() resource.Resource {
	r := s.Resource()
	switch s.N(7) {
	case 0:
		r.ID = ""
	case 1:
		r.ID = "r\xff"
	case 2:
		r.Name = "\xc3"
	case 3:
		r.Tags = append(r.Tags, resource.Tag{Key: "", Value: "v"})
	case 4:
		r.Tags = append(r.Tags, resource.Tag{Key: "k\x80", Value: "\xed\xa0\x80"})
	case 5:
		r.Tags = append(r.Tags, resource.Tag{Key: "twice", Value: "1"}, resource.Tag{Key: "twice", Value: "2"})
	case 6:
		r.Detail = Pick(s, []string{"[]", "{", "null", "x", `{"a":}`, "5"})
	}
	return r
}

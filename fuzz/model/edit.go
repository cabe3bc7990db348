package model

import (
	"slices"
	"strings"

	"github.com/tagdex/tagdex/resource"
)

// edited is a resource after an edit of its tags (SEMANTICS section 7), and
// counts what was done. now is not changed.
func (change *Change) edited(now *resource.Resource, maxTags int, done *Applied) (*resource.Resource, error) {
	if change.SetTags && !valid(&change.Resource) {
		return nil, ErrInvalid
	}
	if now == nil {
		return nil, ErrNotFound
	}
	next := *now
	next.Tags = slices.Clone(now.Tags)
	if change.RemoveTags {
		removeTags(&next, change.Resource.Tags, done)
		return &next, nil
	}
	setTags(&next, change.Resource.Tags, done)
	if n := tenantTags(&next); maxTags > 0 && n > maxTags && n > tenantTags(now) {
		return nil, ErrTooMany
	}
	return &next, nil
}

// setTags gives tags to a resource: a key that it has gets the new value where
// it stands, others go to the end in their order.
func setTags(r *resource.Resource, tags []resource.Tag, done *Applied) {
	for _, tag := range tags {
		at := slices.IndexFunc(r.Tags, func(t resource.Tag) bool { return t.Key == tag.Key })
		switch {
		case at < 0:
			r.Tags = append(r.Tags, tag)
			done.TagsAdded++
		case r.Tags[at].Value != tag.Value:
			r.Tags[at].Value = tag.Value
			done.TagsChanged++
		}
	}
}

// removeTags takes the tags with the keys of tags from a resource. A key that
// it does not have is no fault.
func removeTags(r *resource.Resource, tags []resource.Tag, done *Applied) {
	for _, tag := range tags {
		before := len(r.Tags)
		r.Tags = slices.DeleteFunc(r.Tags, func(t resource.Tag) bool { return t.Key == tag.Key })
		done.TagsRemoved += before - len(r.Tags)
	}
}

// tenantTags is how many tags of a resource are no system tags.
func tenantTags(r *resource.Resource) int {
	n := 0
	for _, tag := range r.Tags {
		if !strings.HasPrefix(tag.Key, "_sys_") {
			n++
		}
	}
	return n
}

package engine

import (
	"fmt"
	"slices"

	"github.com/tagdex/tagdex/resource"
)

// setTags gives the tags of edit to the resource with its id. Tags and id are
// checked as those of a resource to be stored are.
func (t *txn) setTags(edit *resource.Resource) error {
	if err := edit.Validate(); err != nil {
		return err
	}
	r, ok := t.b.Resource(edit.ID)
	if !ok {
		return ErrNotFound
	}
	had := tenantTags(r.Tags)
	added, changed := set(&r, edit.Tags)
	if n := tenantTags(r.Tags); t.maxTags > 0 && n > t.maxTags && n > had {
		return fmt.Errorf("%w: would be %d, the limit is %d", ErrTooManyTags, n, t.maxTags)
	}
	t.done.TagsAdded += added
	t.done.TagsChanged += changed
	if added+changed == 0 {
		return nil
	}
	return t.replace(&r)
}

// set gives tags to r, and counts those whose key it did not have and those
// that had another value.
func set(r *resource.Resource, tags []resource.Tag) (added, changed int) {
	for _, tag := range tags {
		switch i := indexOfKey(r.Tags, tag.Key); {
		case i < 0:
			r.Tags = append(r.Tags, tag)
			added++
		case r.Tags[i].Value != tag.Value:
			r.Tags[i].Value = tag.Value
			changed++
		}
	}
	return added, changed
}

// removeTags takes the keys of edit's tags from the resource with its id.
func (t *txn) removeTags(edit *resource.Resource) error {
	r, ok := t.b.Resource(edit.ID)
	if !ok {
		return ErrNotFound
	}
	had := len(r.Tags)
	r.Tags = slices.DeleteFunc(r.Tags, func(tag resource.Tag) bool { return indexOfKey(edit.Tags, tag.Key) >= 0 })
	if len(r.Tags) == had {
		return nil
	}
	t.done.TagsRemoved += had - len(r.Tags)
	return t.replace(&r)
}

// replace stores a resource that came from the builder, and so is valid, with
// other tags.
func (t *txn) replace(r *resource.Resource) error {
	t.b.Retag(r)
	return nil
}

func indexOfKey(tags []resource.Tag, key string) int {
	return slices.IndexFunc(tags, func(t resource.Tag) bool { return t.Key == key })
}

// tenantTags is how many tags are no system tags.
func tenantTags(tags []resource.Tag) int {
	n := 0
	for _, t := range tags {
		if !resource.IsSystem(t.Key) {
			n++
		}
	}
	return n
}

package index

import (
	"reflect"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// A resource that gets other tags and keeps its name leaves the grams alone:
// not even a copy of them is made.
func TestOtherTagsTouchNoGrams(t *testing.T) {
	b := Empty().Builder()
	for _, id := range []string{"a", "b"} {
		r := resource.Resource{ID: id, Name: "ubuntu", Tags: []resource.Tag{{Key: "k", Value: id}}}
		if _, err := b.Upsert(&r); err != nil {
			t.Fatal(err)
		}
	}
	v := b.Freeze()
	edit := func(change func(*resource.Resource)) *Version {
		b := v.Builder()
		r, ok := b.Resource("a")
		if !ok {
			t.Fatal("a is not there")
		}
		change(&r)
		if _, err := b.Upsert(&r); err != nil {
			t.Fatal(err)
		}
		return b.Freeze()
	}
	tagged := edit(func(r *resource.Resource) { r.Tags = append(r.Tags, resource.Tag{Key: "new", Value: "v"}) })
	if !sameGrams(v, tagged) {
		t.Error("an edit of tags copied grams")
	}
	if tagged.Tag("new", "v").Len() != 1 || v.Tag("new", "v").Len() != 0 {
		t.Error("the tag is not in the new version alone")
	}
	if sameGrams(v, edit(func(r *resource.Resource) { r.Name = "debian" })) {
		t.Error("a new name copied no grams: the comparison sees nothing")
	}
	if _, ok := v.Builder().Resource("c"); ok {
		t.Error("c is there")
	}
}

// sameGrams reports whether two versions share all that the grams are made of.
func sameGrams(a, b *Version) bool {
	x, y := reflect.ValueOf(a.grams), reflect.ValueOf(b.grams)
	for i := range x.NumField() {
		if !sameRoot(x.Field(i), y.Field(i)) {
			return false
		}
	}
	return true
}

// sameRoot compares two values without following what they point at.
func sameRoot(x, y reflect.Value) bool {
	switch x.Kind() {
	case reflect.Struct:
		for i := range x.NumField() {
			if !sameRoot(x.Field(i), y.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		return x.Len() == y.Len() && x.Pointer() == y.Pointer()
	}
	return x.Equal(y)
}

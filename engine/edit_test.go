package engine_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// tagsOf are the tags of a resource as "k=v k=v".
func tagsOf(t testing.TB, s *engine.Snapshot, id string) string {
	t.Helper()
	r, ok := s.Get(id)
	require.True(t, ok, "%s is not there", id)
	all := make([]string, len(r.Tags))
	for i, tag := range r.Tags {
		all[i] = tag.Key + "=" + tag.Value
	}
	return strings.Join(all, " ")
}

func tagList(text string) []resource.Tag { return res("x", strings.Fields(text)...).Tags }

func TestTagEdits(t *testing.T) {
	const before = "a=1 _sys_x=s b=2 c=3"
	for _, row := range []struct {
		about       string
		set, remove string
		max         int
		want        string
		done        engine.Applied
		err         error
	}{
		{about: "a new key goes to the end", set: "d=4", want: before + " d=4", done: engine.Applied{TagsAdded: 1}},
		{about: "a key that is there stays where it is", set: "b=9", want: "a=1 _sys_x=s b=9 c=3", done: engine.Applied{TagsChanged: 1}},
		{about: "the same again is nothing", set: "b=2", want: before},
		{about: "several, in their order", set: "z=1 a=0 y=2", want: "a=0 _sys_x=s b=2 c=3 z=1 y=2", done: engine.Applied{TagsAdded: 2, TagsChanged: 1}},
		{about: "the empty value", set: "a=", want: "a= _sys_x=s b=2 c=3", done: engine.Applied{TagsChanged: 1}},
		{about: "nothing to set", want: before},
		{about: "remove keeps the order", remove: "_sys_x a", want: "b=2 c=3", done: engine.Applied{TagsRemoved: 2}},
		{about: "remove what is not there", remove: "x A", want: before},
		{about: "remove twice", remove: "c c", want: "a=1 _sys_x=s b=2", done: engine.Applied{TagsRemoved: 1}},
		{about: "remove all", remove: "a b c _sys_x", done: engine.Applied{TagsRemoved: 4}},
		{about: "up to the limit", set: "d=4", max: 4, want: before + " d=4", done: engine.Applied{TagsAdded: 1}},
		{about: "system tags do not count", set: "_sys_y=1", max: 3, want: before + " _sys_y=1", done: engine.Applied{TagsAdded: 1}},
		{about: "above the limit", set: "d=4", max: 3, err: engine.ErrTooManyTags},
		{about: "above the limit already: a value may change", set: "a=9", max: 1, want: "a=9 _sys_x=s b=2 c=3", done: engine.Applied{TagsChanged: 1}},
		{about: "a key twice", set: "d=1 d=2", err: engine.ErrInvalidResource},
		{about: "an empty key", set: "=1", err: engine.ErrInvalidResource},
		{about: "not UTF-8", set: "d=\xff", err: engine.ErrInvalidResource},
	} {
		t.Run(row.about, func(t *testing.T) {
			c := open(t, named("i", "ubuntu", strings.Fields(before)...), res("other", "a=1"))
			old := c.Snapshot()
			b := engine.Batch{MaxTags: row.max}
			if row.set != "" || row.remove == "" {
				b.SetTags("i", tagList(row.set)...)
			}
			if row.remove != "" {
				b.RemoveTags("i", strings.Fields(row.remove)...)
			}
			done, err := c.Apply(bg, &b)
			require.Equal(t, before, tagsOf(t, old, "i"), "an old snapshot changed")
			if row.err != nil {
				require.ErrorIs(t, err, row.err)
				require.Same(t, old, c.Snapshot())
				return
			}
			require.NoError(t, err)
			if row.done.Version = 2; reflect.DeepEqual(row.done, engine.Applied{Version: 2}) {
				row.done.Version = 1 // nothing is changed, so nothing is published
				require.Same(t, old, c.Snapshot())
			}
			require.Equal(t, row.done, done)
			require.Equal(t, row.want, tagsOf(t, c.Snapshot(), "i"))
			require.Equal(t, "a=1", tagsOf(t, c.Snapshot(), "other"))
			require.Equal(t, "i", ids(t, c, `name ~ "BUNT"`))
		})
	}
}

// An edit of what is not there fails the whole batch, with its place in it.
func TestTagEditOfNothing(t *testing.T) {
	for name, edit := range map[string]func(*engine.Batch){
		"set":    func(b *engine.Batch) { b.SetTags("x", tagList("a=1")...) },
		"remove": func(b *engine.Batch) { b.RemoveTags("x", "a") },
		"after a deletion": func(b *engine.Batch) {
			b.Upsert(res("x"))
			b.Delete("x")
			b.SetTags("x", tagList("a=1")...)
		},
	} {
		c := open(t, res("i", "a=1"))
		var b engine.Batch
		b.SetTags("i", tagList("a=2")...)
		edit(&b)
		unchanged(t, c, func() {
			_, err := c.Apply(bg, &b)
			require.ErrorIs(t, err, engine.ErrNotFound, name)
			var at *engine.BatchError
			require.True(t, errors.As(err, &at))
			require.Equal(t, b.Len()-1, at.Change)
			require.Equal(t, "x", at.ID)
		})
	}
}

// Edits in one batch see each other, and what was inserted before them.
func TestTagEditsFollowEachOther(t *testing.T) {
	c := engine.Open(nil)
	b := engine.Batch{MaxTags: 2}
	b.Upsert(res("i", "a=1"))
	b.SetTags("i", tagList("b=2")...)
	b.RemoveTags("i", "a")
	b.SetTags("i", tagList("c=3 b=0")...)
	done, err := c.Apply(bg, &b)
	require.NoError(t, err)
	require.Equal(t, engine.Applied{Inserted: 1, TagsAdded: 2, TagsChanged: 1, TagsRemoved: 1, Version: 1}, done)
	require.Equal(t, "b=0 c=3", tagsOf(t, c.Snapshot(), "i"))
	b.Reset()
	require.Equal(t, engine.Batch{}.MaxTags, b.MaxTags)
}

// Postings, dictionary and the set of tagged resources follow; a term is
// forgotten with its last use, and old snapshots still know it.
func TestTagEditsReachTheIndex(t *testing.T) {
	c := open(t, res("i", "a=1"), res("j", "a=1", "b=2"))
	old := c.Snapshot()
	var b engine.Batch
	b.RemoveTags("i", "a")
	b.SetTags("j", tagList("a=9 _sys_x=1")...)
	_, err := c.Apply(bg, &b)
	require.NoError(t, err)
	s := c.Snapshot()
	require.Equal(t, []string{"_sys_x 1", "_sys_x=1 1", "a 1", "a=9 1", "b 1", "b=2 1"}, terms(s))
	require.Equal(t, "i", ids(t, s, "not tagged"))
	require.Empty(t, ids(t, s, "a=1"))
	require.Equal(t, []string{"a 2", "a=1 2", "b 1", "b=2 1"}, terms(old))
	require.Equal(t, "i j", ids(t, old, "a=1"))

	b.Reset()
	b.RemoveTags("j", "a", "b")
	_, err = c.Apply(bg, &b)
	require.NoError(t, err)
	require.Equal(t, "i j", ids(t, c, "not tagged"), "a system tag does not count")
	require.Equal(t, []string{"_sys_x 1", "_sys_x=1 1"}, terms(c.Snapshot()))
}

// Many writers on one resource at once: each adds a key of its own, changes
// it, and takes another away. What each did last must be there, as if they
// had come one after the other; and no version shows a batch half done.
func TestConcurrentTagEditsLoseNothing(t *testing.T) {
	const writers, rounds = 8, 60
	c := open(t, res("i", "stays=1"))
	ended := make(chan struct{})
	var watching, writing sync.WaitGroup
	watching.Go(func() {
		for {
			checkPairs(t, c.Snapshot())
			select {
			case <-ended:
				return
			default:
			}
		}
	})
	for w := range writers {
		writing.Go(func() {
			a, b := fmt.Sprintf("%d-a", w), fmt.Sprintf("%d-b", w)
			for round := range rounds {
				var set, take engine.Batch
				value := fmt.Sprint(round)
				set.SetTags("i", resource.Tag{Key: a, Value: value}, resource.Tag{Key: b, Value: value})
				if _, err := c.Apply(bg, &set); err != nil {
					t.Error(err)
				}
				if round == rounds-1 && w%2 == 0 {
					return // its keys stay
				}
				take.RemoveTags("i", a, b)
				if done, err := c.Apply(bg, &take); err != nil || done.TagsRemoved != 2 {
					t.Errorf("writer %d, round %d: removed %d, %v", w, round, done.TagsRemoved, err)
				}
			}
		})
	}
	writing.Wait()
	close(ended)
	watching.Wait()
	r, _ := c.Get("i")
	require.Len(t, r.Tags, 1+writers, "both keys of every second writer, and what was there")
	require.Equal(t, "stays=1", tagsOf(t, c.Snapshot(), "i")[:len("stays=1")])
	require.EqualValues(t, 1+writers*rounds*2-writers/2, c.Snapshot().Version(), "one version for each batch")
}

// checkPairs: a writer's two keys come, change and go together.
func checkPairs(t *testing.T, s *engine.Snapshot) {
	r, _ := s.Get("i")
	values := map[string]string{}
	for _, tag := range r.Tags {
		values[tag.Key] = tag.Value
	}
	for key, value := range values {
		if w, ok := strings.CutSuffix(key, "-a"); ok && values[w+"-b"] != value {
			t.Errorf("version %d: %s=%s beside %q", s.Version(), key, value, values[w+"-b"])
		}
	}
}

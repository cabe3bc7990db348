package sample

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

func load(t *testing.T) (images, trackers []resource.Resource) {
	t.Helper()
	for row, err := range datafile.New(nil).Stream(context.Background(), Name, Open()) {
		require.NoError(t, err)
		require.Equal(t, datafile.DefaultProject, row.Project)
		switch row.Type {
		case "images":
			images = append(images, row.Resource)
		case "cts-tracker":
			trackers = append(trackers, row.Resource)
		default:
			t.Fatalf("%s: type %q", row.Resource.ID, row.Type)
		}
	}
	return images, trackers
}

func count(rs []resource.Resource, is func(resource.Resource) bool) int {
	n := 0
	for _, r := range rs {
		if is(r) {
			n++
		}
	}
	return n
}

// What the documentation's examples and people who try things out count on.
func TestVariety(t *testing.T) {
	images, trackers := load(t)
	require.InDelta(t, 300, len(images), 30)
	require.GreaterOrEqual(t, len(trackers), 5)

	ids := map[string]bool{}
	for _, r := range slices.Concat(images, trackers) {
		require.False(t, ids[r.ID], r.ID)
		ids[r.ID] = true
	}
	require.GreaterOrEqual(t, count(images, func(r resource.Resource) bool { return len(r.Tags) == 0 }), 10, "untagged")
	require.Equal(t, 1, count(images, func(r resource.Resource) bool { return r.Name == "" }), "without a name")
	require.Equal(t, 1, count(images, func(r resource.Resource) bool { return strings.ContainsRune(r.Name, '🚀') }))

	has := func(is func(resource.Tag) bool) func(resource.Resource) bool {
		return func(r resource.Resource) bool { return slices.ContainsFunc(r.Tags, is) }
	}
	system := func(tag resource.Tag) bool { return resource.IsSystem(tag.Key) }
	require.GreaterOrEqual(t, count(images, has(system)), 10, "with system tags")
	require.Positive(t, count(trackers, has(system)), "trackers with system tags")
	require.GreaterOrEqual(t, count(images, has(func(tag resource.Tag) bool { return tag.Value == "" })), 10, "with empty values")
	longest := func(tag resource.Tag) bool {
		return utf8.RuneCountInString(tag.Key) == 128 && utf8.RuneCountInString(tag.Value) == 255
	}
	require.Equal(t, 1, count(images, has(longest)), "with the longest key and value")
}

func TestScripts(t *testing.T) {
	images, _ := load(t)
	for script, least := range map[*unicode.RangeTable]int{
		unicode.Latin: 150, unicode.Han: 15, unicode.Cyrillic: 10, unicode.Greek: 4,
		unicode.Katakana: 3, unicode.Arabic: 3, unicode.Hangul: 1, unicode.Hebrew: 1, unicode.Thai: 1, unicode.Devanagari: 1,
	} {
		n := count(images, func(r resource.Resource) bool {
			return slices.ContainsFunc([]rune(r.Name), func(c rune) bool { return unicode.Is(script, c) })
		})
		require.GreaterOrEqual(t, n, least)
	}
}

// The properties the image list call can ask for, with values of the types
// that its page gives them.
func TestDetails(t *testing.T) {
	images, trackers := load(t)
	values := map[string]map[string]bool{"status": {}, "__imagetype": {}, "visibility": {}, "__os_type": {}, "architecture": {}, "member_status": {}}
	for _, r := range images {
		var d map[string]any
		require.NoError(t, json.Unmarshal([]byte(r.Detail), &d), r.Name)
		for _, name := range []string{"min_disk", "min_ram", "size"} {
			require.IsType(t, 0.0, d[name], "%s of %s", name, r.Name)
		}
		require.IsType(t, true, d["protected"])
		require.Regexp(t, `^202\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$`, d["created_at"])
		require.GreaterOrEqual(t, d["updated_at"], d["created_at"], r.Name)
		for name := range values {
			if v, ok := d[name].(string); ok {
				values[name][v] = true
			}
		}
	}
	require.Len(t, values["status"], 5)
	require.Len(t, values["__imagetype"], 4)
	require.Len(t, values["visibility"], 3)
	require.Len(t, values["__os_type"], 3)
	require.Len(t, values["architecture"], 2)
	require.Len(t, values["member_status"], 3)
	for _, r := range trackers {
		require.Empty(t, r.Detail, "the CTS page has an empty detail")
	}
}

// The file stays in the form that the writer gives it, so that a program may
// edit it too.
func TestCanonical(t *testing.T) {
	var again bytes.Buffer
	w := datafile.NewWriter(&again)
	images, _ := load(t)
	for _, r := range images {
		require.NoError(t, w.Write(engine.Row{Resource: r}))
	}
	lines := strings.SplitAfter(catalogue, "\n")
	require.Equal(t, strings.Join(lines[:len(images)], ""), again.String())
}

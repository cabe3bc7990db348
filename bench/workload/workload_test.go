package workload

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/resource"
)

// Seeds must go on giving the images they gave: figures of different versions
// are compared by them. If this fails, the generator has changed.
func TestPinned(t *testing.T) {
	h := sha256.New()
	for r := range Images(100, 1) {
		fmt.Fprintf(h, "%q %q %q %q\n", r.ID, r.Name, r.Tags, r.Detail)
	}
	require.Equal(t, "321a4d5a283fb28367ec3859ef1fe38a9085d435940b8ad06d4744e9a9b28d6c", hex.EncodeToString(h.Sum(nil)))
}

func TestPrefixAndSeed(t *testing.T) {
	small := slices.Collect(Images(50, 7))
	large := slices.Collect(Images(500, 7))
	require.Equal(t, small, large[:50])
	require.Equal(t, large[499], New(7).Image(499), "an image needs no other image before it")
	require.NotEqual(t, small[0].ID, New(8).Image(0).ID)
}

const sampleSize = 30_000

var sample = sync.OnceValue(func() []resource.Resource { return slices.Collect(Images(sampleSize, 1)) })

// The figures are those that the published measurements were made on.
func TestDistribution(t *testing.T) {
	var bare, own, tags, nameBytes int
	tagCounts := map[int]int{}
	keyCounts := map[string]int{}
	valuesOf := map[string]map[string]int{}
	for _, r := range sample() {
		require.NoError(t, r.Validate())
		nameBytes += len(r.Name)
		if len(r.Tags) == 0 {
			bare++
			continue
		}
		tagCounts[len(r.Tags)]++
		tags += len(r.Tags)
		for _, tag := range r.Tags {
			if len(tag.Key) > 4 && tag.Key[:4] == "own:" {
				own++
			}
			keyCounts[tag.Key]++
			if valuesOf[tag.Key] == nil {
				valuesOf[tag.Key] = map[string]int{}
			}
			valuesOf[tag.Key][tag.Value]++
		}
	}
	require.InDelta(t, 0.05, float64(bare)/sampleSize, 0.004, "without tags")
	require.InDelta(t, 0.10, float64(own)/sampleSize, 0.005, "with a key of their own")
	require.InDelta(t, 8, float64(tags)/float64(sampleSize-bare), 0.1, "tags of tagged images")
	require.InDelta(t, 46, float64(nameBytes)/sampleSize, 2, "bytes of a name")
	for n := 1; n <= maxTags; n++ {
		require.Positive(t, tagCounts[n], "images with %d tags", n)
	}
	require.Len(t, tagCounts, maxTags)
	require.Len(t, keyCounts, KeyCount+own, "every key is drawn; every own key is one image's")

	require.Len(t, valuesOf[Key(0)], lowValues)
	require.InDelta(t, 0.148, float64(valuesOf[Key(0)][Value(0, 0)])/sampleSize, 0.01, "a dense tag")
	require.Len(t, valuesOf[Key(1)], mediumValues)
	require.Greater(t, len(valuesOf[Key(2)]), 10_000)
}

// The draws of one key follow Zipf's law; those of an image do not, since it
// has no key twice.
func TestZipf(t *testing.T) {
	var s source
	s.seed(1, streamImage, 0)
	var counts [KeyCount]int
	const n = 400_000
	for range n {
		counts[s.rank()]++
	}
	require.InEpsilon(t, 2.1435, float64(counts[0])/float64(counts[1]), 0.03) // 2^1.1
	require.InEpsilon(t, 12.589, float64(counts[0])/float64(counts[9]), 0.05) // 10^1.1
	require.Positive(t, counts[KeyCount-1])
}

func TestKeysAndValues(t *testing.T) {
	seen := map[string]bool{}
	thirds := map[int]int{}
	for rank := range KeyCount {
		require.False(t, seen[Key(rank)], Key(rank))
		seen[Key(rank)] = true
		n := Cardinality(rank)
		thirds[n]++
		values := map[string]bool{}
		for v := range n {
			values[Value(rank, v)] = true
		}
		require.Len(t, values, n, Key(rank))
	}
	require.Equal(t, map[int]int{5: 67, 200: 67, 100_000: 66}, thirds)
}

func TestIDsAreUnique(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for _, r := range sample() {
		if !form.MatchString(r.ID) {
			t.Fatal(r.ID)
		}
		seen[r.ID] = true
	}
	require.Len(t, seen, sampleSize)
}

func TestNamesAreInSeveralScripts(t *testing.T) {
	scripts := map[string]*unicode.RangeTable{
		"Latin": unicode.Latin, "Han": unicode.Han, "Cyrillic": unicode.Cyrillic,
		"Greek": unicode.Greek, "Katakana": unicode.Katakana, "Arabic": unicode.Arabic,
	}
	counts := map[string]int{}
	for _, r := range sample() {
		for script, table := range scripts {
			if slices.ContainsFunc([]rune(r.Name), func(c rune) bool { return unicode.Is(table, c) }) {
				counts[script]++
			}
		}
	}
	for script := range scripts {
		require.Greater(t, counts[script], sampleSize/100, script)
	}
}

func TestDetailsAreObjects(t *testing.T) {
	statuses, types := map[string]int{}, map[string]int{}
	details := map[string]bool{}
	for _, r := range sample() {
		details[r.Detail] = true
	}
	require.Greater(t, len(details), releases*8/10)
	for text := range details {
		var d struct {
			Status  string `json:"status"`
			Type    string `json:"__imagetype"`
			MinDisk int    `json:"min_disk"`
		}
		require.NoError(t, json.Unmarshal([]byte(text), &d), text)
		require.Positive(t, d.MinDisk)
		statuses[d.Status]++
		types[d.Type]++
	}
	require.Len(t, statuses, 5)
	require.Len(t, types, 4)
}

func BenchmarkImage(b *testing.B) {
	g := New(1)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		g.Image(i)
		i++
	}
}

func ExampleImages() {
	for r := range Images(3, 1) {
		fmt.Println(r.Name, len(r.Tags))
	}
	// Output:
	// Debian-10.13-x86_64-ci-runner-20210826-66bf6 4
	// Debian-11.9-x86_64-数据库服务器-20230307-97a15 13
	// EulerOS-2.5-arm64-深度学习-20200819-c52a1 11
}

package workload

import (
	"strconv"

	"github.com/tagdex/tagdex/resource"
)

// The keys. Rank 0 is the most frequent one.
const (
	KeyCount     = 200
	zipfExponent = 1.1
)

// A third of the keys each have as many values; every value of a key is as
// likely as the others.
const (
	lowValues    = 5
	mediumValues = 200
	highValues   = 100_000
)

// Cardinality is how many values the key of a rank has.
func Cardinality(rank int) int {
	return [...]int{lowValues, mediumValues, highValues}[rank%3]
}

// Key is the key of a rank, from 0 to KeyCount-1.
func Key(rank int) string {
	return keyScopes[rank/len(keyWords)] + keyWords[rank%len(keyWords)]
}

// Value is value v, from 0 to Cardinality(rank)-1, of the key of a rank.
func Value(rank, v int) string {
	kind := rank / 3
	switch Cardinality(rank) {
	case lowValues:
		return lowWords[kind%len(lowWords)][v]
	case mediumValues:
		words := mediumWords[kind%len(mediumWords)]
		return words[v%len(words)] + "-" + strconv.Itoa(v/len(words)+1)
	}
	style := highStyles[kind%len(highStyles)]
	return style.prefix + string(appendPadded(nil, uint64(v), style.base, 5))
}

// highStyles are the forms of the values of keys that have many.
var highStyles = []struct {
	prefix string
	base   int
}{
	{"build-", 10},
	{"", 16},
	{"https://git.example/r/", 10},
	{"i-0", 16},
	{"sha1:4e", 16},
	{"заявка-", 10},
}

// appendPadded appends v with at least width digits.
func appendPadded(dst []byte, v uint64, base, width int) []byte {
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], v, base)
	for range width - len(text) {
		dst = append(dst, '0')
	}
	return append(dst, text...)
}

// tags makes the tags of image i.
func (g *Generator) tags(i int) []resource.Tag {
	share := g.draw.below(100)
	if share < untagged {
		return nil
	}
	n := g.draw.count()
	tags := make([]resource.Tag, 0, n)
	if share < untagged+withOwn {
		tags = append(tags, resource.Tag{Key: "own:" + strconv.FormatInt(int64(i), 36), Value: "1"})
	}
	var used [KeyCount]bool
	for len(tags) < n {
		rank := g.draw.rank()
		if used[rank] {
			continue
		}
		used[rank] = true
		tags = append(tags, resource.Tag{Key: g.keys[rank], Value: g.value(rank)})
	}
	return tags
}

// value draws a value of the key of a rank.
func (g *Generator) value(rank int) string {
	v := g.draw.below(Cardinality(rank))
	if known := g.values[rank]; known != nil {
		return known[v]
	}
	return Value(rank, v)
}

package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/query"
)

// benchTexts are a typical text, and a long one made of many like it.
var benchTexts = []struct{ name, text string }{
	{"typical", `arch=arm64 and region in (eu-west-1, eu-west-2) and not gpu and name ~ "al2023"`},
	{"long", func() string {
		parts := make([]string, 400)
		for i := range parts {
			parts[i] = fmt.Sprintf(`(arch=arm64 and region in (eu-%d, us-%d) or not "gpu count"=%d and name ~ "al%d")`, i, i, i, i)
		}
		return strings.Join(parts, " or ")
	}()},
}

func BenchmarkParse(b *testing.B) {
	for _, bench := range benchTexts {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if _, err := query.Parse(bench.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkParseError measures what a bad text costs: the worst is one whose
// fault is found at its end.
func BenchmarkParseError(b *testing.B) {
	text := benchTexts[1].text + " and"
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := query.Parse(text); err == nil {
			b.Fatal("no error")
		}
	}
}

func BenchmarkString(b *testing.B) {
	for _, bench := range benchTexts {
		b.Run(bench.name, func(b *testing.B) {
			e, err := query.Parse(bench.text)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if e.String() == "" {
					b.Fatal("nothing printed")
				}
			}
		})
	}
}

func BenchmarkNormalize(b *testing.B) {
	for _, bench := range benchTexts {
		b.Run(bench.name, func(b *testing.B) {
			e, err := query.Parse(bench.text)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if query.Normalize(e).Op() == query.OpNone {
					b.Fatal("nothing left")
				}
			}
		})
	}
}

// BenchmarkFilterExpr compiles a typical request, and the largest one that the
// IMS limits allow.
func BenchmarkFilterExpr(b *testing.B) {
	typical := query.Filter{
		Tags:    list(match("arch", "arm64"), match("region", "eu-west-1", "eu-west-2")),
		NotTags: list(match("gpu")),
		Matches: []query.Match{{Field: query.FieldName, Value: "al2023"}},
	}
	var full []query.TagMatch
	for i := range 10 {
		m := query.TagMatch{Key: fmt.Sprint("key", i)}
		for j := range 10 {
			m.Values = append(m.Values, fmt.Sprint("value", j))
		}
		full = append(full, m)
	}
	filters := []struct {
		name   string
		filter query.Filter
	}{
		{"typical", typical},
		{"largest", query.Filter{Tags: full, TagsAny: full, NotTags: full, NotTagsAny: full, Matches: typical.Matches}},
	}
	for _, bench := range filters {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bench.filter.Expr(query.Reading{Wildcards: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

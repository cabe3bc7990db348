package dialect_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/resource"
)

// typicalBody is what a client sends: 350 bytes, four lists, one match.
const typicalBody = `{"action":"filter","limit":"10","offset":"0",` +
	`"matches":[{"key":"resource_name","value":"test100"}],` +
	`"tags":[{"key":"arch","values":["arm64","x86_64"]},{"key":"os","values":["ubuntu"]}],` +
	`"tags_any":[{"key":"region","values":["eu-west-1","eu-west-2"]}],` +
	`"not_tags":[{"key":"key9","values":["value9"]}],` +
	`"not_tags_any":[{"key":"deprecated","values":[]}]}`

// largestBody is the largest legal IMS body: every list full of the longest
// keys and values, in four-byte runes.
func largestBody() []byte {
	long := func(n, i int) string { return strings.Repeat("😀", n-3) + fmt.Sprintf("%03d", i) }
	values := make([]string, 10)
	for j := range values {
		values[j] = `"` + long(255, j) + `"`
	}
	entries := make([]string, 10)
	for i := range entries {
		entries[i] = `{"key":"` + long(128, i) + `","values":[` + strings.Join(values, ",") + `]}`
	}
	list := "[" + strings.Join(entries, ",") + "]"
	return []byte(`{"action":"filter","tags":` + list + `,"tags_any":` + list + `,"not_tags":` + list + `,"not_tags_any":` + list + `}`)
}

func BenchmarkDecode(b *testing.B) {
	p := dialect.IMS()
	for _, bench := range []struct {
		name string
		body []byte
	}{
		{"typical", []byte(typicalBody)},
		{"largest", largestBody()},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Decode(dialect.Input{Body: bench.body}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDecodeHostile decodes bodies of 512 KiB that are made to cost.
func BenchmarkDecodeHostile(b *testing.B) {
	const size = 512 << 10
	fill := func(head, part, tail string) []byte {
		return []byte(head + strings.Repeat(part, (size-len(head)-len(tail))/len(part)) + tail)
	}
	names := []byte(`{`)
	for i := 0; len(names) < size-20; i++ {
		names = fmt.Appendf(names, `"%d":0,`, i)
	}
	for _, bench := range []struct {
		name string
		body []byte
	}{
		{"entries", fill(`{"action":"filter","tags":[`, `{},`, `{}]}`)},
		{"nesting", fill(`{"action":"filter","limit":[`, `[[[[]]]],`, `[]]}`)},
		{"names", append(names, `"action":"filter"}`...)},
		{"escapes", fill(`{"action":"`, `\u0041`, `"}`)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.body)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = dialect.IMS().Decode(dialect.Input{Body: bench.body})
			}
		})
	}
}

func BenchmarkAppendPage(b *testing.B) {
	page := make([]resource.Resource, 1000)
	for i := range page {
		page[i] = resource.Resource{
			ID:     fmt.Sprintf("ami-%08x", i),
			Name:   fmt.Sprintf("Windows_Server-2016-English-Nano-Base-%d", i),
			Detail: `{"status":"active","owner":"801119661308","visibility":"public","__os_type":"Windows"}`,
		}
		for k := range 11 {
			page[i].Tags = append(page[i].Tags, resource.Tag{Key: fmt.Sprint("key", k), Value: fmt.Sprint("value-", i)})
		}
	}
	for _, p := range []*dialect.Profile{dialect.IMS(), dialect.CTS()} {
		b.Run(p.Name, func(b *testing.B) {
			dst := p.AppendPage(nil, dialect.Audience{}, 1000, slices.Values(page))
			b.SetBytes(int64(len(dst)))
			b.ReportAllocs()
			for b.Loop() {
				dst = p.AppendPage(dst[:0], dialect.Audience{}, 1000, slices.Values(page))
			}
		})
	}
}

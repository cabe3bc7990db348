// Package bleve is the bleve text index on scorch, its store of segments.
//
// Tuned: the index is written by the offline Builder into one segment, in a
// temporary folder, and read through mmap. Fields are keywords, with neither
// stored values nor doc values nor term vectors. Scores are off, which lets
// bleve combine the bitmaps of terms. Pages are sorted by _id, as a batch has
// no order of its own; without a sort by something else than the score, bleve
// would stop when a page is full and know no total. Parts of names are asked for by
// n-grams of one to three characters: a part of up to three is one term,
// exactly; longer ones are a conjunction of trigrams, whose hits are verified
// and put in order here. A wildcard query would walk the dictionary of all
// names, and is slower.
package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Bleve is one index. The zero value is ready for Build.
type Bleve struct {
	folder string
	index  bleve.Index
	names  []string // folded
}

// About says what it is.
func (*Bleve) About() figures.Peer {
	const module = "github.com/blevesearch/bleve/v2"
	return figures.Peer{
		Name:    "bleve",
		Version: peer.Version(module),
		Tuned:   "scorch, one segment by the offline Builder, keyword fields, no scores; n-grams of one to three characters for names, hits of longer parts verified; a call: Search of a request made before",
	}
}

// The fields of a document.
const (
	termField = "term"
	gramField = "gram"
	idField   = "id"
	flagField = "flag" // one of the two below
	tagged    = "tagged"
	untagged  = "untagged"
)

func keywords() mapping.IndexMapping {
	document := bleve.NewDocumentStaticMapping()
	for _, name := range []string{termField, gramField, idField, flagField} {
		field := bleve.NewKeywordFieldMapping()
		field.Store = false
		field.DocValues = false
		field.IncludeInAll = false
		field.IncludeTermVectors = false
		field.SkipFreqNorm = true
		document.AddFieldMappingsAt(name, field)
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = document
	m.DefaultAnalyzer = keyword.Name
	return m
}

// batch is how many documents make a segment before the merge.
const batch = 10_000

// Build writes the index and opens it.
func (b *Bleve) Build(ctx context.Context, images []resource.Resource, done func(int)) (size measure.Size, err error) {
	if b.folder, err = os.MkdirTemp("", "tagdex-bleve-"); err != nil {
		return size, err
	}
	path := filepath.Join(b.folder, "images.bleve")
	if err := b.write(ctx, path, images, done); err != nil {
		return size, err
	}
	if b.index, err = bleve.OpenUsing(path, map[string]any{"read_only": true}); err != nil {
		return size, err
	}
	size.Of = "index files"
	err = filepath.Walk(path, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			size.Bytes += info.Size()
		}
		return err
	})
	return size, err
}

func (b *Bleve) write(ctx context.Context, path string, images []resource.Resource, done func(int)) error {
	builder, err := bleve.NewBuilder(path, keywords(), map[string]any{
		"batchSize": batch, "mergeMax": 100, "buildPathPrefix": b.folder,
	})
	if err != nil {
		return err
	}
	b.names = make([]string, len(images))
	for i := range images {
		if i&0x3ff == 0 {
			done(i)
			if ctx.Err() != nil {
				return ctx.Err() // the folder goes with Close
			}
		}
		r := &images[i]
		b.names[i] = peer.Name(r.Name)
		document := map[string]any{idField: r.ID, termField: peer.Terms(r), gramField: grams(b.names[i]), flagField: untagged}
		if peer.Tagged(r) {
			document[flagField] = tagged
		}
		if err := builder.Index(key(i), document); err != nil {
			return err
		}
	}
	return builder.Close()
}

// key is the document's own id. Keys of one length are in the order of the
// ordinals.
func key(ordinal int) string {
	text := strconv.Itoa(ordinal)
	return strings.Repeat("0", max(10-len(text), 0)) + text
}

// longest is how many characters a gram has at most.
const longest = 3

// grams are the distinct runs of one to three characters of a name.
func grams(name string) []string {
	runes := []rune(name)
	seen := map[string]bool{}
	var all []string
	for from := range runes {
		for n := 1; n <= longest && from+n <= len(runes); n++ {
			if g := string(runes[from : from+n]); !seen[g] {
				seen[g] = true
				all = append(all, g)
			}
		}
	}
	return all
}

// Prepare makes the request.
func (b *Bleve) Prepare(_ context.Context, e query.Expr, page engine.Page) (measure.Answer, error) {
	q, err := translate(e)
	if err != nil {
		return nil, err
	}
	parts := verified(e)
	if len(parts) < longParts(e) {
		return nil, fmt.Errorf("%w: a long part of a name within another condition", peer.ErrUnsupported)
	}
	if len(parts) > 0 {
		return b.verifying(bleve.NewSearchRequestOptions(q, len(b.names), 0, false), parts, page), nil
	}
	request := bleve.NewSearchRequestOptions(q, page.Limit, page.Offset, false)
	request.Score = "none"
	request.SortBy([]string{"_id"})
	var ordinals []uint32
	return func(ctx context.Context) (int, []uint32, error) {
		found, err := b.index.SearchInContext(ctx, request)
		if err != nil {
			return 0, nil, err
		}
		ordinals = ordinals[:0]
		for _, hit := range found.Hits {
			ord, err := strconv.ParseUint(hit.ID, 10, 32)
			if err != nil {
				return 0, nil, err
			}
			ordinals = append(ordinals, uint32(ord))
		}
		return int(found.Total), ordinals, nil
	}, nil
}

// verifying looks at the names of all hits.
func (b *Bleve) verifying(request *bleve.SearchRequest, parts []string, page engine.Page) measure.Answer {
	request.Score = "none"
	var ordinals []uint32
	return func(ctx context.Context) (int, []uint32, error) {
		found, err := b.index.SearchInContext(ctx, request)
		if err != nil {
			return 0, nil, err
		}
		ordinals = ordinals[:0]
		for _, hit := range found.Hits {
			ord, err := strconv.ParseUint(hit.ID, 10, 32)
			if err != nil {
				return 0, nil, err
			}
			if containsAll(b.names[ord], parts) {
				ordinals = append(ordinals, uint32(ord))
			}
		}
		slices.Sort(ordinals)
		from := min(page.Offset, len(ordinals))
		return len(ordinals), ordinals[from:min(from+page.Limit, len(ordinals))], nil
	}
}

func containsAll(name string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(name, part) {
			return false
		}
	}
	return true
}

// verified are the parts of names that n-grams alone do not settle.
func verified(e query.Expr) []string {
	var parts []string
	for _, arg := range peer.Conjuncts(e) {
		if arg.Op() != query.OpNameContains {
			continue
		}
		if part := peer.Name(arg.Value()); len([]rune(part)) > longest {
			parts = append(parts, part)
		}
	}
	return parts
}

// longParts is how many there are at any depth.
func longParts(e query.Expr) int {
	if e.Op() == query.OpNameContains && len([]rune(peer.Name(e.Value()))) > longest {
		return 1
	}
	n := 0
	for _, arg := range e.Args() {
		n += longParts(arg)
	}
	return n
}

// Close closes the index and removes its folder.
func (b *Bleve) Close() error {
	var err error
	if b.index != nil {
		err = b.index.Close()
	}
	if b.folder == "" {
		return err
	}
	return errors.Join(err, os.RemoveAll(b.folder))
}

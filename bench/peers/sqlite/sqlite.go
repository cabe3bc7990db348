// Package sqlite is SQLite, by either of two drivers: the C library through
// cgo, or its translation to Go.
//
// Tuned: the database is in memory. Tables of postings are WITHOUT ROWID, rows
// are inserted in the order of the primary key, in statements of many rows and
// one transaction, and the index from images to terms is covering. Parts of
// names of three characters and more are phrases of an FTS5 index with the
// trigram tokenizer; shorter ones have no trigram and are looked for in every
// name, as its documentation says. ANALYZE is run, with sqlite_stat4, so that
// literals in a statement are planned by how frequent they are. What selects
// least comes first in the text; other terms are looked up for each image of
// it by EXISTS, or found first by IN where they select about as little.
package sqlite

import (
	"context"
	"fmt"
	"strings"

	_ "github.com/mattn/go-sqlite3" // registers sqlite3
	_ "modernc.org/sqlite"          // registers sqlite

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/bench/peers/relational"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// SQLite is one database. It is made by Cgo or Pure.
type SQLite struct {
	name, driver, module string
	version              string
	db                   *relational.Database
}

// Cgo is SQLite in C.
func Cgo() *SQLite {
	return &SQLite{name: "SQLite (cgo)", driver: "sqlite3", module: "github.com/mattn/go-sqlite3"}
}

// Pure is SQLite in Go.
func Pure() *SQLite {
	return &SQLite{name: "SQLite (pure Go)", driver: "sqlite", module: "modernc.org/sqlite"}
}

// About says what it is.
func (s *SQLite) About() figures.Peer {
	return figures.Peer{
		Name:    s.name,
		Version: fmt.Sprintf("%s (%s %s)", s.version, s.module, peer.Version(s.module)),
		Tuned:   "in memory; posting(term, ord) WITHOUT ROWID and a covering index the other way round, FTS5 trigram on names, ANALYZE with stat4; a call: executing a prepared statement",
	}
}

// The size of a page is that of most file systems; caches hold everything, and
// what is in memory needs no journal.
var pragmas = []string{
	"PRAGMA page_size = 4096",
	"PRAGMA journal_mode = OFF",
	"PRAGMA synchronous = OFF",
	"PRAGMA locking_mode = EXCLUSIVE",
	"PRAGMA temp_store = MEMORY",
	"PRAGMA cache_size = -1048576", // KiB
}

var tables = []string{
	"CREATE TABLE image(ord INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, tagged INTEGER NOT NULL)",
	"CREATE TABLE term(text TEXT PRIMARY KEY, id INTEGER NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID",
	"CREATE TABLE posting(term INTEGER NOT NULL, ord INTEGER NOT NULL, PRIMARY KEY(term, ord)) WITHOUT ROWID",
	// Names are folded already.
	`CREATE VIRTUAL TABLE named USING fts5(name, content = 'image', content_rowid = 'ord', columnsize = 0,
		tokenize = 'trigram case_sensitive 1')`,
}

var indexes = []string{
	"CREATE INDEX terms_of ON posting(ord, term)",
	"CREATE INDEX untagged ON image(ord) WHERE NOT tagged",
	"INSERT INTO named(named) VALUES ('rebuild')",
	"INSERT INTO named(named) VALUES ('optimize')",
	"ANALYZE",
	"COMMIT",
}

// Build fills the tables, then makes the indexes.
func (s *SQLite) Build(ctx context.Context, images []resource.Resource, done func(int)) (measure.Size, error) {
	var err error
	if s.db, err = relational.Open(ctx, s.driver, ":memory:"); err != nil {
		return measure.Size{}, err
	}
	if err := s.db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&s.version); err != nil {
		return measure.Size{}, err
	}
	if err := s.db.Run(ctx, append(append(pragmas[:len(pragmas):len(pragmas)], tables...), "BEGIN")...); err != nil {
		return measure.Size{}, err
	}
	if err := s.fill(ctx, images, done); err != nil {
		return measure.Size{}, err
	}
	if err := s.db.Run(ctx, indexes...); err != nil {
		return measure.Size{}, err
	}
	size := measure.Size{Of: "pages in memory"}
	const bytes = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
	return size, s.db.QueryRowContext(ctx, bytes).Scan(&size.Bytes)
}

func (s *SQLite) fill(ctx context.Context, images []resource.Resource, done func(int)) error {
	rows, terms := relational.Postings(images)
	err := s.insert(ctx, "image", 4, len(images), func(i int) []any {
		r := &images[i]
		return []any{i, r.ID, peer.Name(r.Name), peer.Tagged(r)}
	}, func(i int) { done(i / 4) })
	if err != nil {
		return err
	}
	texts := make([]string, 0, len(terms))
	for text := range terms {
		texts = append(texts, text)
	}
	err = s.insert(ctx, "term", 3, len(texts), func(i int) []any {
		return []any{texts[i], terms[texts[i]].ID, terms[texts[i]].Count}
	}, func(int) {})
	if err != nil {
		return err
	}
	return s.insert(ctx, "posting", 2, len(rows), func(i int) []any {
		return []any{rows[i].Term, rows[i].Ord}
	}, func(i int) { done(len(images)/4 + i*len(images)/len(rows)/2) })
}

// insertRows is how many rows a statement inserts.
const insertRows = 200

func (s *SQLite) insert(ctx context.Context, table string, columns, n int, row func(int) []any, done func(int)) error {
	one := "(?" + strings.Repeat(", ?", columns-1) + ")"
	many := "INSERT INTO " + table + " VALUES " + one
	full, err := s.db.PrepareContext(ctx, many+strings.Repeat(", "+one, insertRows-1))
	if err != nil {
		return err
	}
	defer full.Close()
	args := make([]any, 0, insertRows*columns)
	for i := range n {
		args = append(args, row(i)...)
		if len(args) == cap(args) {
			done(i)
			if _, err := full.ExecContext(ctx, args...); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err = s.db.ExecContext(ctx, many+strings.Repeat(", "+one, len(args)/columns-1), args...)
	return err
}

// A phrase of trigrams is exactly a part of the text, of three characters or
// more.
const trigram = 3

var dialect = relational.Dialect{
	Among:   "i.ord IN (SELECT ord FROM posting WHERE term %s)",
	Here:    "EXISTS (SELECT 1 FROM posting p WHERE p.ord = i.ord AND p.term %s)",
	Cheaper: 4, // about what it is at 100,000 images
	Named: func(text string) string {
		if len([]rune(text)) < trigram {
			return "SELECT ord FROM image WHERE instr(name, " + relational.Quote(text) + ") > 0"
		}
		phrase := `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		return "SELECT rowid AS ord FROM named WHERE named MATCH " + relational.Quote(phrase)
	},
	NamedHere: func(text string) string {
		return "instr((SELECT n.name FROM image n WHERE n.ord = i.ord), " + relational.Quote(text) + ") > 0"
	},
	Few: 10_000,
}

// Prepare prepares a statement.
func (s *SQLite) Prepare(ctx context.Context, e query.Expr, page engine.Page) (measure.Answer, error) {
	return s.db.Ask(ctx, &dialect, e, page)
}

// Close closes the database, which was in memory.
func (s *SQLite) Close() error {
	if s.db == nil {
		return nil
	}
	return s.db.Close()
}

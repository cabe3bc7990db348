// Package duckdb is DuckDB.
//
// Tuned: the database is a file, as only files are compressed; it is read
// from the buffer pool, which holds all of it. Rows come by the Appender, and
// postings in the order of (term, ord), so that the zone maps of row groups
// let a term's scan skip the others. There is no ART index on postings: its
// documentation advises one for highly selective lookups, so there is one on
// ids and one on the texts of terms. Several conditions are semi joins. DuckDB
// uses all cores, as it does by default.
//
// Of its optimizers one is off: up to 1.5.5 a scan could look into the bloom
// filter of a join before it was made (duckdb/duckdb#22075, mended by #22218 in
// 2.0), which ended the process in four of ten runs. The queries here take
// as long without it.
package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/bench/peers/relational"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// DuckDB is one database. The zero value is ready for Build.
type DuckDB struct {
	version string
	folder  string
	db      *relational.Database
}

// About says what it is.
func (d *DuckDB) About() figures.Peer {
	const module = "github.com/duckdb/duckdb-go/v2"
	return figures.Peer{
		Name:    "DuckDB",
		Version: fmt.Sprintf("%s (%s %s)", d.version, module, peer.Version(module)),
		Tuned:   "a file in a temporary folder, in the buffer pool; posting(term, ord) in this order, semi joins, all cores, no join_filter_pushdown (duckdb/duckdb#22075); a call: executing a prepared statement",
	}
}

var settings = []string{
	"SET disabled_optimizers = 'join_filter_pushdown'",
}

var tables = []string{
	"CREATE TABLE image(ord INTEGER NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL, tagged BOOLEAN NOT NULL)",
	"CREATE TABLE term(text VARCHAR NOT NULL, id INTEGER NOT NULL, count INTEGER NOT NULL)",
	"CREATE TABLE posting(term INTEGER NOT NULL, ord INTEGER NOT NULL)",
}

var indexes = []string{
	"CREATE UNIQUE INDEX image_id ON image(id)",
	"CREATE UNIQUE INDEX term_text ON term(text)",
	"ANALYZE",
	"CHECKPOINT",
}

// Build appends all rows, then makes the indexes.
func (d *DuckDB) Build(ctx context.Context, images []resource.Resource, done func(int)) (size measure.Size, err error) {
	if d.folder, err = os.MkdirTemp("", "tagdex-duckdb-"); err != nil {
		return size, err
	}
	file := filepath.Join(d.folder, "images.duckdb")
	if d.db, err = relational.Open(ctx, "duckdb", file); err != nil {
		return size, err
	}
	if err := d.db.QueryRowContext(ctx, "SELECT version()").Scan(&d.version); err != nil {
		return size, err
	}
	if err := d.db.Run(ctx, settings...); err != nil {
		return size, err
	}
	if err := d.db.Run(ctx, tables...); err != nil {
		return size, err
	}
	if err := d.fill(ctx, images, done); err != nil {
		return size, err
	}
	if err := d.db.Run(ctx, indexes...); err != nil {
		return size, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return size, err
	}
	return measure.Size{Bytes: info.Size(), Of: "database file"}, nil
}

func (d *DuckDB) fill(ctx context.Context, images []resource.Resource, done func(int)) error {
	rows, terms := relational.Postings(images)
	err := d.insert(ctx, "image", func(add func(...driver.Value) error) error {
		for i := range images {
			r := &images[i]
			if err := add(int32(i), r.ID, peer.Name(r.Name), peer.Tagged(r)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	done(len(images) / 4)
	err = d.insert(ctx, "term", func(add func(...driver.Value) error) error {
		for text, t := range terms {
			if err := add(text, int32(t.ID), int32(t.Count)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	done(len(images) / 2)
	return d.insert(ctx, "posting", func(add func(...driver.Value) error) error {
		for _, row := range rows {
			if err := add(row.Term, row.Ord); err != nil {
				return err
			}
		}
		return nil
	})
}

// insert appends rows to a table.
func (d *DuckDB) insert(ctx context.Context, table string, rows func(add func(...driver.Value) error) error) error {
	return d.db.Raw(func(conn any) error {
		a, err := duck.NewAppenderFromConn(conn.(driver.Conn), "", table)
		if err != nil {
			return err
		}
		n := 0
		err = rows(func(values ...driver.Value) error {
			if n++; n&0xfff == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			return a.AppendRow(values...)
		})
		return errors.Join(err, a.Close())
	})
}

var dialect = relational.Dialect{
	Among: "i.ord IN (SELECT ord FROM posting WHERE term %s)",
	Named: func(text string) string {
		return "SELECT ord FROM image WHERE contains(name, " + relational.Quote(text) + ")"
	},
}

// Prepare prepares a statement.
func (d *DuckDB) Prepare(ctx context.Context, e query.Expr, page engine.Page) (measure.Answer, error) {
	return d.db.Ask(ctx, &dialect, e, page)
}

// Close closes the database and removes its folder.
func (d *DuckDB) Close() error {
	var err error
	if d.db != nil {
		err = d.db.Close()
	}
	if d.folder == "" {
		return err
	}
	return errors.Join(err, os.RemoveAll(d.folder))
}

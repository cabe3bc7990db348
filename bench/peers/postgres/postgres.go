// Package postgres is PostgreSQL, of which it starts a server of its own in a
// temporary folder, on a Unix socket; see cluster.sh for the settings.
//
// Tuned: an image is a row, its tags and keys an array of texts under a GIN
// index, which answers && and @>; names have a GIN index of pg_trgm, which
// answers LIKE with a part of three characters and more. Rows come by COPY,
// indexes after them, then VACUUM ANALYZE with a large sample of elements.
// Statements are prepared with literals, so that they are planned once, for
// how frequent their terms are. The driver is pgx, with its own protocol.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/bench/peers/relational"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Postgres is one server with one connection. The zero value is ready for
// Build.
type Postgres struct {
	version  string
	cluster  *cluster
	conn     *pgx.Conn
	prepared int
}

// About says what it is.
func (p *Postgres) About() figures.Peer {
	const module = "github.com/jackc/pgx/v5"
	return figures.Peer{
		Name:    "PostgreSQL",
		Version: fmt.Sprintf("%s (%s %s)", p.version, module, peer.Version(module)),
		Tuned:   "on a Unix socket; text[] of tags and keys with GIN, pg_trgm GIN on names, VACUUM ANALYZE; a call: executing a prepared statement over the socket",
	}
}

var tables = []string{
	"CREATE EXTENSION pg_trgm",
	"CREATE TABLE image(ord int PRIMARY KEY, id text NOT NULL UNIQUE, name text NOT NULL, tagged boolean NOT NULL, terms text[] NOT NULL)",
	"ALTER TABLE image ALTER COLUMN terms SET STATISTICS 1000",
}

var indexes = []string{
	"CREATE INDEX ON image USING gin(terms) WITH (fastupdate = off)",
	"CREATE INDEX ON image USING gin(name gin_trgm_ops) WITH (fastupdate = off)",
	"CREATE INDEX ON image(ord) WHERE NOT tagged",
	"VACUUM (ANALYZE, FREEZE) image",
	"CHECKPOINT",
}

// Build starts the server and fills the table.
func (p *Postgres) Build(ctx context.Context, images []resource.Resource, done func(int)) (size measure.Size, err error) {
	if p.cluster, p.conn, err = start(ctx); err != nil {
		return size, err
	}
	if err := p.conn.QueryRow(ctx, "SHOW server_version").Scan(&p.version); err != nil {
		return size, err
	}
	if err := p.run(ctx, tables); err != nil {
		return size, err
	}
	rows := pgx.CopyFromSlice(len(images), func(i int) ([]any, error) {
		if i&0xfff == 0 {
			done(i / 4)
		}
		r := &images[i]
		return []any{int32(i), r.ID, peer.Name(r.Name), peer.Tagged(r), peer.Terms(r)}, nil
	})
	if _, err := p.conn.CopyFrom(ctx, pgx.Identifier{"image"}, []string{"ord", "id", "name", "tagged", "terms"}, rows); err != nil {
		return size, err
	}
	if err := p.run(ctx, indexes); err != nil {
		return size, err
	}
	size.Of = "table and indexes"
	return size, p.conn.QueryRow(ctx, "SELECT pg_total_relation_size('image')").Scan(&size.Bytes)
}

func (p *Postgres) run(ctx context.Context, statements []string) error {
	for _, s := range statements {
		if _, err := p.conn.Exec(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// Prepare prepares a statement.
func (p *Postgres) Prepare(ctx context.Context, e query.Expr, page engine.Page) (measure.Answer, error) {
	where, err := condition(e)
	if err != nil {
		return nil, err
	}
	p.prepared++
	name := fmt.Sprint("query", p.prepared)
	if _, err := p.conn.Prepare(ctx, name, relational.Paged("SELECT ord FROM image WHERE "+where, page)); err != nil {
		return nil, err
	}
	var ordinals []uint32
	return func(ctx context.Context) (int, []uint32, error) {
		rows, err := p.conn.Query(ctx, name)
		if err != nil {
			return 0, nil, err
		}
		defer rows.Close()
		total := 0
		ordinals = ordinals[:0]
		for rows.Next() {
			var ord *int32
			if err := rows.Scan(&total, &ord); err != nil {
				return 0, nil, err
			}
			if ord != nil {
				ordinals = append(ordinals, uint32(*ord))
			}
		}
		return total, ordinals, rows.Err()
	}, nil
}

// condition is what must hold for a row.
func condition(e query.Expr) (string, error) {
	if u, ok := peer.UnionOf(e); ok {
		operator := "&&"
		if len(u.Terms) == 1 {
			operator = "@>"
		}
		quoted := make([]string, len(u.Terms))
		for i, t := range u.Terms {
			quoted[i] = relational.Quote(t)
		}
		return "terms " + operator + " ARRAY[" + strings.Join(quoted, ", ") + "]", nil
	}
	switch e.Op() {
	case query.OpAll:
		return "true", nil
	case query.OpNone:
		return "false", nil
	case query.OpTagged:
		return "tagged", nil
	case query.OpID:
		return "id = " + relational.Quote(e.Value()), nil
	case query.OpIDIn:
		return condition(peer.Each(e))
	case query.OpNameContains:
		return "name LIKE " + relational.Quote("%"+wild.Replace(peer.Name(e.Value()))+"%"), nil
	case query.OpNot:
		inner, err := condition(e.Args()[0])
		return "NOT (" + inner + ")", err
	case query.OpAnd:
		return conditions(e.Args(), " AND ")
	case query.OpOr:
		return conditions(e.Args(), " OR ")
	}
	return "", fmt.Errorf("%w: %v", peer.ErrUnsupported, e)
}

// wild takes their meaning from the signs of LIKE.
var wild = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func conditions(args []query.Expr, between string) (string, error) {
	all := make([]string, len(args))
	for i, arg := range args {
		var err error
		if all[i], err = condition(arg); err != nil {
			return "", err
		}
	}
	return "(" + strings.Join(all, between) + ")", nil
}

// Close stops the server and removes its folder.
func (p *Postgres) Close() error {
	var err error
	if p.conn != nil {
		err = p.conn.Close(context.Background())
	}
	if p.cluster != nil {
		err = errors.Join(err, p.cluster.stop())
	}
	return err
}

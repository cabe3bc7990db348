package relational

import (
	"context"
	"database/sql"
	"errors"

	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// Database is one connection to a database with the tables of this package,
// and
//
//	term(text, id, count)
type Database struct {
	pool *sql.DB
	*sql.Conn
}

// Open opens a database.
func Open(ctx context.Context, driver, name string) (*Database, error) {
	pool, err := sql.Open(driver, name)
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &Database{pool, conn}, nil
}

// Close closes the connection and its statements.
func (d *Database) Close() error { return errors.Join(d.Conn.Close(), d.pool.Close()) }

// Run executes statements one after the other.
func (d *Database) Run(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := d.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// Ask prepares a query's statement.
func (d *Database) Ask(ctx context.Context, dialect *Dialect, e query.Expr, page engine.Page) (measure.Answer, error) {
	terms := map[string]Term{}
	if err := d.lookup(ctx, e, terms); err != nil {
		return nil, err
	}
	text, err := dialect.Statement(e, page, terms)
	if err != nil {
		return nil, err
	}
	statement, err := d.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	var ordinals []uint32
	return func(ctx context.Context) (int, []uint32, error) {
		rows, err := statement.QueryContext(ctx)
		if err != nil {
			return 0, nil, err
		}
		defer rows.Close()
		total := 0
		ordinals = ordinals[:0]
		for rows.Next() {
			var ord sql.NullInt64
			if err := rows.Scan(&total, &ord); err != nil {
				return 0, nil, err
			}
			if ord.Valid {
				ordinals = append(ordinals, uint32(ord.Int64))
			}
		}
		return total, ordinals, rows.Err()
	}, nil
}

// lookup adds the terms that a query asks for and some image has.
func (d *Database) lookup(ctx context.Context, e query.Expr, terms map[string]Term) error {
	if u, ok := peer.UnionOf(e); ok {
		for _, text := range u.Terms {
			var t Term
			err := d.QueryRowContext(ctx, "SELECT id, count FROM term WHERE text = "+Quote(text)).Scan(&t.ID, &t.Count)
			if err == nil {
				terms[text] = t
			} else if !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		return nil
	}
	for _, arg := range e.Args() {
		if err := d.lookup(ctx, arg, terms); err != nil {
			return err
		}
	}
	return nil
}

package engine

import (
	"context"
	"fmt"

	"github.com/tagdex/tagdex/query"
)

// FacetOptions say what Facets counts. The zero value counts nothing but the
// resources selected.
type FacetOptions struct {
	// Keys are the tag keys whose values are counted, each into a Facet, in
	// this order.
	Keys []string
	// Limit is how many values a facet lists at most; 0 means DefaultLimit.
	Limit int
	// KeyLimit is how many keys are listed at most; 0 means none.
	KeyLimit int
	// Sideways counts each facet once more without the expression's own
	// conditions about its key (query.WithoutKey): what could be chosen
	// instead.
	Sideways bool
	// Tenant leaves system tags out of what is counted. What the expression
	// may see is settled by query.Tenant.
	Tenant bool
}

func (o FacetOptions) validate() (FacetOptions, error) {
	if o.Limit < 0 || o.KeyLimit < 0 {
		return o, fmt.Errorf("%w: facet limit %d is negative", ErrInvalidPage, min(o.Limit, o.KeyLimit))
	}
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	return o, nil
}

// Facets tell what the resources that an expression selects have in common.
// All of it is exact and of one version.
type Facets struct {
	Total   int     // resources selected
	Version uint64  // number of the version that was asked
	Keys    []Count // the keys that most of them have
	Facets  []Facet // one for each of FacetOptions.Keys
}

// Facet is what is counted about one key.
type Facet struct {
	Key string
	// Within is counted over the resources selected.
	Within FacetCounts
	// Without is counted over those that the expression selects when its own
	// conditions about the key are left out; equal to Within where it has
	// none. Only with FacetOptions.Sideways.
	Without *FacetCounts
}

// FacetCounts are the counts of the values of one key.
type FacetCounts struct {
	Selected int // resources looked at
	Having   int // those with the key: the sum of the counts of all values
	// Values are those that most resources have, FacetOptions.Limit at most;
	// none has the count 0.
	Values []Count
}

// Count is a key or a value, and how many resources have it. Lists of them
// are ordered by count, the highest first, then by text.
type Count struct {
	Text  string
	Count int
}

// Facets counts keys and values over the resources that e selects. Errors:
// ErrInvalidPage for a negative limit, or the context's.
//
// It costs the query, once more for each key left out of it, and the counting:
// in proportion to the resources that have the key, or to those selected,
// whichever is less. Of keys with many values most are ruled out by how many
// resources have them; their list, 24 bytes a value, is made by the first call
// that needs it and kept with the snapshot.
func (s *Snapshot) Facets(ctx context.Context, e query.Expr, o FacetOptions) (Facets, error) {
	o, err := o.validate()
	if err != nil {
		return Facets{}, err
	}
	if s.v == nil {
		s = &Snapshot{v: s.content()}
	}
	f := faceting{Snapshot: s, ctx: ctx, opts: o}
	sel, err := f.evaluate(e)
	if err != nil {
		return Facets{}, err
	}
	defer sel.free()
	out := Facets{Total: sel.n, Version: s.Version(), Keys: []Count{}, Facets: make([]Facet, 0, len(o.Keys))}
	if o.KeyLimit > 0 {
		if out.Keys, err = f.keys(sel); err != nil {
			return Facets{}, err
		}
	}
	for _, key := range o.Keys {
		one, err := f.facet(e, sel, key)
		if err != nil {
			return Facets{}, err
		}
		out.Facets = append(out.Facets, one)
	}
	return out, nil
}

// Facets is Snapshot().Facets.
func (c *Collection) Facets(ctx context.Context, e query.Expr, o FacetOptions) (Facets, error) {
	return c.Snapshot().Facets(ctx, e, o)
}

// faceting is one call of Facets.
type faceting struct {
	*Snapshot
	ctx  context.Context
	opts FacetOptions
}

func (f *faceting) facet(e query.Expr, sel *selected, key string) (Facet, error) {
	within, err := f.values(sel, key)
	if err != nil {
		return Facet{}, err
	}
	one := Facet{Key: key, Within: within}
	if !f.opts.Sideways {
		return one, nil
	}
	rest, changed := query.WithoutKey(e, key)
	if !changed {
		without := within
		one.Without = &without
		return one, nil
	}
	wider, err := f.evaluate(rest)
	if err != nil {
		return Facet{}, err
	}
	defer wider.free()
	without, err := f.values(wider, key)
	one.Without = &without
	return one, err
}

package floor

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// ErrUnsupported: no composition was written for a part of the query.
var ErrUnsupported = errors.New("the floor has no composition for this")

// op is what a node makes of its arguments.
type op uint8

const (
	leaf  op = iota // a bitmap that is there
	union           // of the arguments
	meet            // of the arguments
)

// node is a part of a query with its terms looked up.
type node struct {
	op       op
	set      *roaring.Bitmap // of a leaf
	args     []node
	disjoint bool   // no image is in two of the arguments
	size     uint64 // images at most
}

func leafOf(set *roaring.Bitmap) node { return node{set: set, size: set.GetCardinality()} }

// pattern is a text that names are looked through for.
type pattern struct {
	text  string // folded
	grams []node // of its three-rune runs, the rarest first
}

// conj is what every image of the answer is in, what it is not in, and what
// its name contains.
type conj struct {
	in, out []node
	names   []pattern
}

// compile looks up the terms of a query.
func (x *Index) compile(e query.Expr) (conj, error) {
	e = query.Normalize(e)
	args := []query.Expr{e}
	if e.Op() == query.OpAnd {
		args = e.Args()
	}
	var c conj
	for _, arg := range args {
		if err := x.part(&c, arg); err != nil {
			return conj{}, err
		}
	}
	bySize := func(a, b node) int { return cmp.Compare(a.size, b.size) }
	slices.SortStableFunc(c.in, bySize)
	slices.SortStableFunc(c.out, func(a, b node) int { return bySize(b, a) })
	return c, nil
}

func (x *Index) part(c *conj, e query.Expr) error {
	switch e.Op() {
	case query.OpNameContains:
		x.pattern(c, e.Value())
		return nil
	case query.OpNot:
		if e.Args()[0].Op() == query.OpTagged {
			c.in = append(c.in, leafOf(x.untagged))
			return nil
		}
		n, err := x.node(e.Args()[0])
		c.out = append(c.out, n)
		return err
	default:
		n, err := x.node(e)
		c.in = append(c.in, n)
		return err
	}
}

// pattern adds what a name must contain: one gram if that is all of it.
func (x *Index) pattern(c *conj, text string) {
	text = fold.String(text)
	runes := []rune(text)
	if len(runes) <= exact {
		c.in = append(c.in, leafOf(orEmpty(x.grams[gramOf(runes)])))
		return
	}
	p := pattern{text: text}
	for from := range len(runes) - exact + 1 {
		p.grams = append(p.grams, leafOf(orEmpty(x.grams[gramOf(runes[from:from+exact])])))
	}
	slices.SortStableFunc(p.grams, func(a, b node) int { return cmp.Compare(a.size, b.size) })
	c.names = append(c.names, p)
}

func (x *Index) node(e query.Expr) (node, error) {
	switch e.Op() {
	case query.OpAll:
		return leafOf(x.all), nil
	case query.OpNone:
		return leafOf(roaring.New()), nil
	case query.OpTagged:
		return leafOf(x.tagged), nil
	case query.OpHas:
		return leafOf(orEmpty(x.keys[e.Key()])), nil
	case query.OpEq:
		return leafOf(x.tag(e.Key(), e.Value())), nil
	case query.OpID:
		return leafOf(x.id(e.Value())), nil
	case query.OpIDIn:
		all := roaring.New()
		for _, id := range e.Values() {
			all.Or(x.id(id))
		}
		return leafOf(all), nil
	case query.OpIn:
		return x.values(e.Key(), e.Values()), nil
	case query.OpOr:
		return x.nodes(union, e.Args())
	case query.OpAnd:
		return x.nodes(meet, e.Args())
	default:
		return node{}, fmt.Errorf("%w: %v", ErrUnsupported, e)
	}
}

func (x *Index) values(key string, values []string) node {
	n := node{op: union, disjoint: true}
	for _, v := range values {
		arg := leafOf(x.tag(key, v))
		n.args = append(n.args, arg)
		n.size += arg.size
	}
	return n
}

// nodes are several at once. A union within a union is made part of it.
func (x *Index) nodes(op op, args []query.Expr) (node, error) {
	n := node{op: op}
	for i, arg := range args {
		a, err := x.node(arg)
		if err != nil {
			return node{}, err
		}
		if op == union && a.op == union {
			n.args = append(n.args, a.args...)
		} else {
			n.args = append(n.args, a)
		}
		if op == union {
			n.size = min(n.size+a.size, x.all.GetCardinality())
		} else if i == 0 || a.size < n.size {
			n.size = a.size
		}
	}
	slices.SortStableFunc(n.args, func(a, b node) int { return cmp.Compare(a.size, b.size) })
	return n, nil
}

func (x *Index) tag(key, value string) *roaring.Bitmap {
	return orEmpty(x.tags[resource.Tag{Key: key, Value: value}])
}

func (x *Index) id(id string) *roaring.Bitmap {
	if ord, ok := x.ids[id]; ok {
		return roaring.BitmapOf(ord)
	}
	return roaring.New()
}

func orEmpty(b *roaring.Bitmap) *roaring.Bitmap {
	if b == nil {
		return roaring.New()
	}
	return b
}

// eval makes the bitmap of a node, which is not to be changed.
func (n *node) eval() *roaring.Bitmap {
	switch n.op {
	case leaf:
		return n.set
	case union:
		return roaring.FastOr(evalAll(n.args)...)
	default:
		acc := n.args[0].eval()
		for i := 1; i < len(n.args) && !acc.IsEmpty(); i++ {
			acc = roaring.And(acc, n.args[i].eval())
		}
		return acc
	}
}

func evalAll(nodes []node) []*roaring.Bitmap {
	sets := make([]*roaring.Bitmap, len(nodes))
	for i := range nodes {
		sets[i] = nodes[i].eval()
	}
	return sets
}

// holds reports whether an image is in the node's set.
func (n *node) holds(ord uint32) bool {
	switch n.op {
	case leaf:
		return n.set.Contains(ord)
	case union:
		return slices.ContainsFunc(n.args, func(a node) bool { return a.holds(ord) })
	default:
		return !slices.ContainsFunc(n.args, func(a node) bool { return !a.holds(ord) })
	}
}

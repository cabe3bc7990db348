package engine

import (
	"context"
	"fmt"
	"strings"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// Plan says how a query was answered, with what was expected and what was
// found at each step. It prints as a tree (String) and has tags for encoding/json.
type Plan struct {
	Query     string   `json:"query"`      // as asked
	Normal    string   `json:"normal"`     // as planned: in normal form, unless that could not shorten it
	Strategy  Strategy `json:"strategy"`   // the cheaper one
	CostList  float64  `json:"cost_list"`  // estimate, in nanoseconds; of use only against CostBlock
	CostBlock float64  `json:"cost_block"` // estimate, in nanoseconds
	Blocks    int      `json:"blocks"`     // blocks of 16,384 ordinals there are
	Resources int      `json:"resources"`  // resources there are
	Version   uint64   `json:"version"`
	Total     int      `json:"total"` // resources that match
	Root      PlanNode `json:"plan"`
	// Order is how a list was put in order; nil where none was asked for.
	Order *PlanOrder `json:"order,omitzero"`
}

// Strategy is how a plan is run.
type Strategy string

// The strategies.
const (
	// ByList looks up each ordinal of the smallest set in the others.
	ByList Strategy = "list"
	// ByBlock evaluates the whole expression block by block.
	ByBlock Strategy = "block"
	// Stored reads a cardinality that is kept; only the page is looked for.
	Stored Strategy = "stored"
	// Subtracted lists what is taken out of a set whose cardinality is kept;
	// only the page is looked for.
	Subtracted Strategy = "subtracted"
)

// PlanNode is one step of a Plan.
type PlanNode struct {
	Op        string     `json:"op"`        // and, or, posting, union, kept union, gram, word, names, kept names, properties, range, nothing
	Expr      string     `json:"expr"`      // what it stands for
	Estimated int        `json:"estimated"` // resources expected at most
	Exact     bool       `json:"exact"`     // the estimate is known to be right
	Actual    int        `json:"actual"`    // resources found, this step alone
	Postings  int        `json:"postings,omitzero"`
	Known     int        `json:"known,omitzero"` // resources known to hold by the words of their names, without a look
	Args      []PlanNode `json:"args,omitempty"` // in the order they are applied
	Nots      []PlanNode `json:"nots,omitempty"` // taken out, in this order
}

// Explain plans and runs the query and tells how. Every step is run on its
// own too, for its actual count, so it costs several times the query.
func (s *Snapshot) Explain(ctx context.Context, e query.Expr) (*Plan, error) {
	x := newExec(ctx, s)
	defer x.free()
	root := compile(x, e)
	if x.stopped != nil {
		return nil, x.stopped
	}
	p := &Plan{
		Query: e.String(), Normal: x.expr.String(),
		Blocks: s.content().Blocks(), Resources: s.Len(), Version: s.Version(),
	}
	p.CostList, p.CostBlock = costs(s.content(), root)
	p.Strategy = ByBlock
	if _, exact := root.size(); exact {
		p.Strategy = Stored
	} else if subtracting(x, root) < min(p.CostList, p.CostBlock) {
		p.Strategy = Subtracted
	} else if p.CostList < p.CostBlock {
		p.Strategy = ByList
	}
	var err error
	p.Root, err = s.explain(ctx, root)
	p.Total = p.Root.Actual
	return p, err
}

func (s *Snapshot) explain(ctx context.Context, n node) (PlanNode, error) {
	if err := ctx.Err(); err != nil {
		return PlanNode{}, err
	}
	out := PlanNode{Op: opName(n), Expr: n.source().String()}
	out.Estimated, out.Exact = n.size()
	x := newExec(ctx, s)
	defer x.free()
	var err error
	if out.Actual, err = x.count(n); err != nil {
		return out, err
	}
	var args, nots []node
	switch n := n.(type) {
	case *leaf:
		if n.kept != nil {
			out.Postings = len(n.kept.of)
		}
	case *union:
		out.Postings = len(n.postings)
	case *conj:
		args, nots = n.args, n.nots
	case *disj:
		args = n.args
	case *named:
		out.Known = x.known(n)
	}
	if out.Args, err = s.explainAll(ctx, args); err != nil {
		return out, err
	}
	out.Nots, err = s.explainAll(ctx, nots)
	return out, err
}

// known counts what need not be looked at.
func (x *exec) known(n *named) (total int) {
	dst := x.take()
	defer x.give()
	for block := range x.v.Blocks() {
		if index.FillUnion(n.known, block, dst) {
			total += dst.Len()
		}
	}
	return total
}

func (s *Snapshot) explainAll(ctx context.Context, nodes []node) ([]PlanNode, error) {
	var out []PlanNode
	for _, n := range nodes {
		p, err := s.explain(ctx, n)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func opName(n node) string {
	switch n := n.(type) {
	case *leaf:
		switch {
		case n.posting.Len() == 0:
			return "nothing"
		case n.gram:
			return "gram"
		case n.names:
			return "kept names"
		case n.kept != nil:
			return "kept union"
		case n.word:
			return "word"
		}
		return "posting"
	case *union:
		return "union"
	case *conj:
		return "and"
	case *disj:
		return "or"
	case *named:
		return "names"
	case *propertied:
		return "properties"
	case *ranged:
		return "range"
	}
	return "?"
}

// String draws the plan as a tree, one step a line.
func (p *Plan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "query     %s\n", p.Query)
	if p.Normal != p.Query {
		fmt.Fprintf(&b, "normal    %s\n", p.Normal)
	}
	fmt.Fprintf(&b, "strategy  %s (list %s, block %s)\n", p.Strategy, nanos(p.CostList), nanos(p.CostBlock))
	fmt.Fprintf(&b, "matches   %d of %d resources, version %d, %d blocks\n\n", p.Total, p.Resources, p.Version, p.Blocks)
	if p.Order != nil {
		p.Order.draw(&b)
	}
	fmt.Fprintf(&b, "%10s %10s  step\n", "estimated", "actual")
	p.Root.draw(&b, "", "")
	return b.String()
}

// nanos prints an estimated cost.
func nanos(ns float64) string { return fmt.Sprintf("%.3g us", ns/1e3) }

func (n *PlanNode) draw(b *strings.Builder, indent, mark string) {
	about := "<="
	if n.Exact {
		about = ""
	}
	note := ""
	if n.Known > 0 {
		note = fmt.Sprintf(" (known by words: %d)", n.Known)
	}
	fmt.Fprintf(b, "%10s %10d  %s%s%s  %s%s\n", fmt.Sprint(about, n.Estimated), n.Actual, indent, mark, n.Op, n.Expr, note)
	for i := range n.Args {
		n.Args[i].draw(b, indent+"  ", "")
	}
	for i := range n.Nots {
		n.Nots[i].draw(b, indent+"  ", "not ")
	}
}

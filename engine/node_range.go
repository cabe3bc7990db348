package engine

import (
	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
)

// Measured costs, as in node.go: a block of a column compared, one number
// looked up.
const (
	costRange  = 20_000
	costNumber = 15
)

// ranged are the resources whose property has a rank in a range, both ends
// included. It reads the column of ranks.
type ranged struct {
	property    *index.Property
	first, last scalar.Rank
	most        int // no more than this are in the range
	expr        *query.Expr
}

func (r *ranged) size() (int, bool) { return r.most, false }

func (r *ranged) sweep() float64 { return costRange }

func (r *ranged) probe() float64 { return costNumber }

func (r *ranged) fill(_ *exec, block int, dst *index.Block) bool {
	return r.property.FillRange(block, r.first, r.last, dst)
}

func (r *ranged) and(_ *exec, block int, dst *index.Block) bool {
	return r.property.Valued().And(block, dst) && r.property.AndRange(block, r.first, r.last, dst)
}

func (r *ranged) andNot(x *exec, block int, dst *index.Block) bool {
	return andNotByFill(r, x, block, dst)
}

func (r *ranged) has(_ *exec, ord uint32) bool {
	if !r.property.Valued().Has(ord) {
		return false
	}
	at := r.property.At(ord)
	return !at.Less(r.first) && !r.last.Less(at)
}

func (r *ranged) source() *query.Expr { return r.expr }

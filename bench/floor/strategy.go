package floor

import "fmt"

// combine is how the sets that every image is in are brought together.
type combine uint8

const (
	chain combine = iota // one And after the other, the smallest first
	fast                 // FastAnd of all
	probe                // each of the smallest is looked up in the others
)

// spread is how a union is met with what there is already.
type spread uint8

const (
	first spread = iota // FastOr, then one And
	anyOf               // AndAny
	each                // an And (or only its cardinality) for each member
)

// everyGram asks for all grams of a pattern.
const everyGram = 1 << 20

// strategy is one way to compose a query of bitmap calls.
type strategy struct {
	combine  combine
	unions   spread
	together bool // what is taken out is united first
	kept     bool // unions and intersections of stored sets are there before the clock runs
	grams    int  // of each pattern, the rarest; then the names are looked at
}

func (s strategy) String() string {
	text := [...]string{"chain", "FastAnd", "probe"}[s.combine]
	if s.combine != probe && !s.kept {
		text += [...]string{", FastOr", ", AndAny", ", And each"}[s.unions]
	}
	if s.together {
		text += ", negated together"
	}
	if s.kept {
		text += ", unions kept"
	}
	switch s.grams {
	case 0:
	case everyGram:
		text += ", all grams"
	default:
		text += fmt.Sprintf(", %d rarest grams", s.grams)
	}
	return text
}

// strategies are all that can differ for a query.
func (c *conj) strategies(kept bool) []strategy {
	var all []strategy
	spreads := []spread{first, anyOf, each}
	if kept {
		spreads = spreads[:1]
	}
	for _, together := range []bool{false, true}[:max(1, min(len(c.out), 2))] {
		all = append(all, strategy{combine: fast, together: together, kept: kept})
		for _, u := range spreads {
			all = append(all, strategy{unions: u, together: together, kept: kept})
		}
	}
	all = append(all, strategy{combine: probe, kept: kept})
	if len(c.names) == 0 {
		return all
	}
	counts := []int{1, 2, 3, everyGram}
	if len(c.in) > 0 {
		counts = append(counts, 0)
	}
	var named []strategy
	for _, s := range all {
		for _, s.grams = range counts {
			named = append(named, s)
		}
	}
	return named
}

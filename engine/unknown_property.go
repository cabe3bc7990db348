package engine

import (
	"iter"
	"maps"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
)

// property looks at a leaf about a property: by the index where it is
// declared, else by the details.
func (u *unknowns) property(e *query.Expr) {
	look := u.s.v.Property(e.Key())
	switch {
	case look != nil && !hasProperty(look):
		u.add(UnknownProperty, e, "")
	case look != nil && e.Op().IsOrder():
		u.ordered(e)
	case look != nil:
		u.declaredTexts(look, e)
	case !u.o.LookupsOnly:
		u.undeclared(e)
	}
}

// orderedKinds are the kinds that a property is compared as by order.
var orderedKinds = map[query.Kind]string{query.KindNumber: "number", query.KindTime: "time"}

// ordered looks whether any resource has a property that can be compared with
// what a leaf compares it with.
func (u *unknowns) ordered(e *query.Expr) {
	kind, ok := orderedKinds[e.Scalar().Kind()]
	comparable := query.Or(query.PropAtMost(e.Key(), e.Scalar()), query.PropMore(e.Key(), e.Scalar()))
	if ok && u.searchedInVain(&comparable) {
		u.add(UnknownPropertyKind, e, kind)
	}
}

func hasProperty(look *index.Property) bool { return look.Valued().Len()+look.Others().Len() > 0 }

// textsOf are the texts that a leaf about a property asks for.
func textsOf(e *query.Expr) []string {
	switch e.Op() {
	case query.OpPropEq:
		return []string{e.Value()}
	case query.OpPropIn:
		return e.Values()
	}
	return nil
}

// declaredTexts looks at the texts that a leaf asks for.
func (u *unknowns) declaredTexts(look *index.Property, e *query.Expr) {
	for _, text := range textsOf(e) {
		if !u.step() {
			return
		}
		if u.lacksText(look, query.PropEq(e.Key(), text)) {
			u.add(UnknownPropertyValue, e, text)
		}
	}
}

// lacksText reports whether a text of a declared property is certain not to be
// there.
func (u *unknowns) lacksText(look *index.Property, e query.Expr) bool {
	if look.HasRanks() || scalar.IsNoncanonical(e.Value()) {
		return u.searchedInVain(&e)
	}
	return look.Text(e.Value()).Len() == 0
}

// undeclared looks at a leaf about a property that is not declared.
func (u *unknowns) undeclared(e *query.Expr) {
	d := u.survey()
	if d.names[e.Key()] == 0 {
		before := len(u.found)
		u.add(UnknownProperty, e, "")
		if !d.all && len(u.found) > before {
			u.found[before].Looked = d.read
		}
		return
	}
	if e.Op().IsOrder() {
		u.ordered(e)
		return
	}
	for _, text := range textsOf(e) {
		if !u.step() || !d.all {
			return
		}
		if !d.equals(e.Key(), text) {
			u.add(UnknownPropertyValue, e, text)
		}
	}
}

// Bounds of a survey of details.
const (
	maxDetailBytes = 16 << 20
	maxDetailNames = 1 << 12 // properties, and texts of one
)

// detailSurvey is what details hold.
type detailSurvey struct {
	read  int                       // details that were read
	all   bool                      // those of all resources, and all that is in them is here
	names map[string]int            // how many have each property
	texts map[string]map[string]int // and each text of it
	// numbers are the texts that JSON numbers have.
	numbers map[string]map[string]bool
}

// survey reads the details, once: of all resources, or of some, evenly spread,
// where there are many.
func (u *unknowns) survey() *detailSurvey {
	if u.details != nil {
		return u.details
	}
	d := &detailSurvey{all: true, names: map[string]int{}, texts: map[string]map[string]int{}, numbers: map[string]map[string]bool{}}
	u.details = d
	v, bytes := u.s.v, 0
	live := v.Live()
	apart := 1 + (live.Len()-1)/u.o.Details
	d.all = apart == 1
	for ord := 0; ord < v.Blocks()*index.BlockSize; ord += apart {
		if ord%ctxUnknown < apart && u.ctx.Err() != nil {
			u.err = u.ctx.Err()
			return d
		}
		if !live.Has(uint32(ord)) {
			continue
		}
		text := v.Record(uint32(ord)).Detail()
		if bytes += len(text); bytes > maxDetailBytes {
			d.all = false
			break
		}
		d.take(text)
	}
	return d
}

// take takes in one detail.
func (d *detailSurvey) take(text string) {
	d.read++
	for name, raw := range detail.Members(text) {
		v := detail.Parse(raw)
		if v.Kind == detail.Absent {
			continue
		}
		if d.names[name] == 0 && len(d.names) == maxDetailNames {
			d.all = false
			continue
		}
		d.names[name]++
		if v.Kind > detail.Other {
			d.takeText(name, v)
		}
	}
}

// equals reports whether a property is equal to a text: one has the text, or is
// a JSON number of which the text is a decimal.
func (d *detailSurvey) equals(name, text string) bool {
	number, ok := scalar.Canonical(text)
	return d.texts[name][text] > 0 || ok && d.numbers[name][number]
}

func (d *detailSurvey) takeText(name string, v detail.Value) {
	texts := d.texts[name]
	if texts == nil {
		texts = map[string]int{}
		d.texts[name], d.numbers[name] = texts, map[string]bool{}
	}
	if texts[v.Text] == 0 && len(texts) == maxDetailNames {
		d.all = false
		return
	}
	texts[v.Text]++
	if v.Kind == detail.Number {
		d.numbers[name][v.Text] = true
	}
}

// propertyNames are the properties that are known of.
func (u *unknowns) propertyNames() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for name, n := range u.s.v.PropertyNames() {
			if !yield(name, n) {
				return
			}
		}
		if u.o.LookupsOnly {
			return
		}
		for name, n := range u.survey().names {
			if u.s.v.Property(name) == nil && !yield(name, n) {
				return
			}
		}
	}
}

// hasProperty tells whether a property is known of.
func (u *unknowns) hasProperty(name string) bool {
	if look := u.s.v.Property(name); look != nil {
		return hasProperty(look)
	}
	return !u.o.LookupsOnly && u.survey().names[name] > 0
}

// propertyTexts are the texts of a property that are known of.
func (u *unknowns) propertyTexts(name string) iter.Seq2[string, int] {
	look := u.s.v.Property(name)
	switch {
	case look != nil && !look.HasRanks():
	case u.o.LookupsOnly:
		return func(func(string, int) bool) {}
	default:
		return maps.All(u.survey().texts[name])
	}
	return func(yield func(string, int) bool) {
		look.Texts("", func(text string, q index.Posting) bool { return yield(text, q.Len()) })
	}
}

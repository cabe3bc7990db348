package engine

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/nearest"
	"github.com/tagdex/tagdex/query"
)

// advise adds to what is unknown the nearest names and what was most likely
// meant. Each gets an equal share of the names that may be looked at.
func (u *unknowns) advise() {
	share := max(u.o.Names/len(u.found), 1)
	for i := range u.found {
		if u.err = u.ctx.Err(); u.err != nil {
			return
		}
		f := &u.found[i]
		f.Near = u.near(f, share)
		f.Hint = u.hint(f)
		f.Message = message(f)
	}
	u.found = slices.DeleteFunc(u.found, func(f Unknown) bool {
		return parts[f.Leaf.Op()] && f.Kind != UnknownKey && len(f.Near) == 0 && f.Hint == ""
	})
}

// parts are the leaves that look for a part of a text. That there is none is an
// answer like others, unless something says that another was meant.
var parts = map[query.Op]bool{query.OpContains: true, query.OpNameContains: true, query.OpNamePrefix: true}

// keyNames is how many other names a tag key costs as much as: between two keys
// stand the values of the first.
const keyNames = 4

// near are the names nearest to one that is unknown.
func (u *unknowns) near(f *Unknown, share int) []string {
	asked := f.Value
	if f.Kind == UnknownKey || f.Kind == UnknownProperty {
		asked = f.Key
	}
	n := &namesLook{unknowns: u, search: nearest.New(asked)}
	switch f.Kind {
	case UnknownKey:
		n.ordered(asked, max(share/keyNames, 1), u.keys)
	case UnknownValue:
		n.ordered(asked, share, func(prefix string) iter.Seq2[string, int] { return u.s.Values(f.Key, prefix) })
	case UnknownProperty:
		n.look(u.propertyNames(), share)
	case UnknownPropertyValue:
		n.look(u.propertyTexts(f.Key), share)
	case UnknownID:
		n.look(u.ids(), share)
	}
	if names := n.search.Names(); len(names) > 0 {
		return names
	}
	return nil
}

// keys are the tag keys that the asker may know of.
func (u *unknowns) keys(prefix string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for key, n := range u.s.Keys(prefix) {
			if u.sees(key) && !yield(key, n) {
				return
			}
		}
	}
}

// ids are the ids of all resources, in ordinal order.
func (u *unknowns) ids() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		live := u.s.v.Live()
		for ord := range uint32(u.s.v.Blocks() * index.BlockSize) {
			if live.Has(ord) && !yield(u.s.v.Record(ord).ID(), 1) {
				return
			}
		}
	}
}

// namesLook shows names to a search.
type namesLook struct {
	*unknowns
	search *nearest.Search
}

// look shows names, most of them at most, and reports whether these were all.
func (n *namesLook) look(names iter.Seq2[string, int], most int) (all bool) {
	looked := 0
	for name, count := range names {
		if looked%ctxUnknown == 0 && n.err == nil {
			n.err = n.ctx.Err()
		}
		if looked++; looked > most || n.err != nil {
			return false
		}
		n.search.Look(name, count)
	}
	return true
}

// ordered looks at names that are kept in order: at the first, and if these are
// not all, at those that begin with half of what was asked, and with all of it.
func (n *namesLook) ordered(asked string, most int, names func(prefix string) iter.Seq2[string, int]) {
	if n.look(names(""), most) {
		return
	}
	runes := []rune(asked)
	n.look(names(string(runes[:(len(runes)+1)/2])), most/2)
	n.look(names(asked), most/2)
}

// hint is what was most likely meant: the same name where others have it, or
// what the form of the leaf tells.
func (u *unknowns) hint(f *Unknown) string {
	leaf := brief(f.Leaf)
	switch f.Kind {
	case UnknownKey:
		if u.hasProperty(f.Key) {
			if p, ok := query.AsProperty(leaf, leaf.Key()); ok {
				return "there is a property: " + cutText(p.String())
			}
			return "there is a property: " + cutText(query.PropHas(leaf.Key()).String())
		}
		if key, ok := u.keyOfValue(leaf); ok {
			hint := "it is a value of the key " + cutText(query.Has(key).String()) + ": write " + cutText(query.Eq(key, leaf.Key()).String())
			if form := query.Hint(leaf); form != "" {
				hint += "; or " + form // a word such as true may mean everything all the same
			}
			return hint
		}
	case UnknownProperty:
		if u.hasKey(leaf.Key()) {
			if t, ok := query.AsTag(leaf, leaf.Key()); ok {
				return "there is a tag: " + cutText(t.String())
			}
			return "there is a tag: " + cutText(query.Has(leaf.Key()).String())
		}
	case UnknownPropertyKind:
		return kindHints[f.Value]
	case UnknownValue, UnknownPropertyValue, UnknownID:
		return query.TextHint(ofValue(f))
	}
	return query.Hint(leaf)
}

// kindHints say, of what was compared by order, how the other kind is written.
var kindHints = map[string]string{
	"number": "a time is written prop.x >= 2024-01-31",
	"time":   "a number is written prop.x >= 40",
}

// valueKeys is how many keys are asked whether they have a value.
const valueKeys = 256

// keyOfValue is the key under which most resources have the word that a leaf
// takes for a key, as in env=prod or test.
func (u *unknowns) keyOfValue(leaf query.Expr) (key string, found bool) {
	if leaf.Op() != query.OpHas {
		return "", false
	}
	most, asked := 0, 0
	for k := range u.keys("") {
		if asked++; asked > valueKeys {
			break
		}
		if n := u.s.v.Tag(k, leaf.Key()).Len(); n > most {
			key, most = k, n
		}
	}
	return key, most > 0
}

// brief is the leaf with the first texts of its list, if that is long: so many
// are looked at for what is odd about them.
func brief(leaf query.Expr) query.Expr {
	texts := leaf.Values()
	if len(texts) <= maxListed {
		return leaf
	}
	switch leaf.Op() {
	case query.OpIn:
		return query.In(leaf.Key(), texts[:maxListed]...)
	case query.OpPropIn:
		return query.PropIn(leaf.Key(), texts[:maxListed]...)
	}
	return leaf
}

// ofValue is the leaf, about the one value or id of its list that is unknown.
func ofValue(f *Unknown) query.Expr {
	switch f.Leaf.Op() {
	case query.OpIn:
		return query.Eq(f.Leaf.Key(), f.Value)
	case query.OpPropIn:
		return query.PropEq(f.Leaf.Key(), f.Value)
	case query.OpIDIn:
		return query.ID(f.Value)
	}
	return f.Leaf
}

// statements say what is unknown.
var statements = map[UnknownKind]string{
	UnknownKey:           "no resource has the key {key}",
	UnknownValue:         "no resource has the value {value} of the key {key}",
	UnknownProperty:      "no resource has the property {key}",
	UnknownPropertyValue: "no resource has the value {value} of the property {key}",
	UnknownPropertyKind:  "no resource has a {kind} as the property {key}",
	UnknownID:            "no resource has the id {value}",
}

// searches are the statements about leaves that look for a part, or at a name.
var searches = map[query.Op]string{
	query.OpContains:     "no value of the key {key} contains {value}",
	query.OpNameContains: "no name contains {value}",
	query.OpNamePrefix:   "no name begins with {value}",
	query.OpNameEquals:   "no resource has the name {value}",
}

// message says all of it in one line.
func message(f *Unknown) string {
	form, searched := searches[f.Leaf.Op()]
	if !searched || f.Kind == UnknownKey {
		form = statements[f.Kind]
	}
	if f.Looked > 0 {
		form = "none of the " + strconv.Itoa(f.Looked) + " resources looked at has the property {key}"
	}
	text := strings.NewReplacer("{key}", quoted(f.Key), "{value}", quoted(f.Value), "{kind}", f.Value).Replace(form)
	if len(f.Near) > 0 {
		text += "; near: " + strings.Join(shown(f), ", ")
	}
	if f.Hint != "" {
		text += "; " + f.Hint
	}
	return text
}

// shown are the near names as an expression has them.
func shown(f *Unknown) []string {
	texts := make([]string, len(f.Near))
	for i, name := range f.Near {
		switch f.Kind {
		case UnknownKey:
			name = query.Has(name).String()
		case UnknownProperty:
			name = query.PropHas(name).String()
		default:
			name = query.ValueText(name)
		}
		texts[i] = cutText(name)
	}
	return texts
}

// maxShown is how many code points of a text a message repeats.
const maxShown = 60

// quoted is a text in quotes, escaped, and cut short if it is long.
func quoted(text string) string {
	if cut, long := firstRunes(text); long {
		return strconv.Quote(cut) + "..."
	}
	return strconv.Quote(text)
}

// cutText cuts a printable text short if it is long.
func cutText(text string) string {
	if cut, long := firstRunes(text); long {
		return cut + "..."
	}
	return text
}

func firstRunes(text string) (string, bool) {
	runes := 0
	for end := range text {
		if runes++; runes > maxShown {
			return text[:end], true
		}
	}
	return text, false
}

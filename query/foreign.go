package query

import (
	"strings"
	"unicode/utf8"
)

// way is what to write instead of an operator of another language. KEY in it
// stands for what the condition is about.
type way struct {
	text string
	// needs is a sign that the subject of the condition must have for that, or
	// needsAlone, or "".
	needs string
}

const (
	wayKey     = "KEY"
	needsAlone = "alone" // the subject must be a condition alone
)

// Ways that several words share.
var (
	wayContains = way{"write KEY ~ part for contains; there are no patterns", "~"}
	wayLacks    = way{"write KEY !~ part", "~"}
	wayBegins   = way{"write name ^= start for a name that begins so, and KEY ~ part for contains", "~"}
	wayEnds     = way{"write KEY ~ part for contains; nothing asks how a text ends", "~"}
	wayPresence = way{"write KEY for what has it, not KEY for what lacks it", needsAlone}
	wayNotIn    = way{"write KEY not in (x, y)", ""}
	wayOneOf    = way{"write KEY in (x, y)", ""}
	wayEqual    = way{"write =", ""}
	wayUnequal  = way{"write !=", ""}
	wayBetween  = way{"write two conditions, as in KEY >= 1 and KEY <= 9", ">="}
	wayWithout  = way{"write 'and not'", ""}
	wayClause   = way{"an expression is the condition alone", ""}
)

// foreignWords are operators of other languages, in small letters, with what
// to write instead. All of them are tag keys like any other word: they are
// looked at only where a text is not an expression.
var foreignWords = map[string]way{
	"like": wayContains, "ilike": wayContains, "rlike": wayContains, "glob": wayContains, "similar": wayContains,
	"matches": wayContains, "match": wayContains, "regex": wayContains, "regexp": wayContains,
	"contains": wayContains, "icontains": wayContains, "contain": wayContains, "includes": wayContains, "include": wayContains,
	"notlike": wayLacks, "notcontains": wayLacks,
	"startswith": wayBegins, "starts": wayBegins, "starts_with": wayBegins, "hasprefix": wayBegins, "prefix": wayBegins,
	"beginswith": wayBegins, "begins": wayBegins, "begins_with": wayBegins,
	"endswith": wayEnds, "ends": wayEnds, "ends_with": wayEnds, "hassuffix": wayEnds, "suffix": wayEnds,
	"is": wayPresence, "isnull": wayPresence, "notnull": wayPresence, "null": wayPresence, "defined": wayPresence,
	"exists": wayPresence, "exist": wayPresence, "has": wayPresence, "missing": wayPresence, "present": wayPresence,
	"notin": wayNotIn, "not_in": wayNotIn, "nin": wayNotIn,
	"$in": wayOneOf, "any": wayOneOf, "anyof": wayOneOf, "oneof": wayOneOf, "one": wayOneOf,
	"eq": wayEqual, "equals": wayEqual, "equal": wayEqual,
	"ne": wayUnequal, "neq": wayUnequal, "notequals": wayUnequal,
	"gt": {"write >", ">"}, "gte": {"write >=", ">="}, "ge": {"write >=", ">="},
	"lt": {"write <", "<"}, "lte": {"write <=", "<="}, "le": {"write <=", "<="},
	"between": wayBetween,
	"xor":     {"write (a or b) and not (a and b)", ""},
	"except":  wayWithout, "without": wayWithout, "minus": wayWithout, "unless": wayWithout,
	"$and": {"write a and b", ""}, "$or": {"write a or b", ""}, "$not": {"write not a", ""},
	"where": wayClause, "select": wayClause, "from": wayClause, "having": wayClause, "filter": wayClause,
	"order": wayClause, "sort": wayClause, "limit": wayClause, "offset": wayClause, "group": wayClause,
}

// foreign returns what to write instead of a token, and whether it is an
// operator of another language.
func (t token) foreign() (way, bool) {
	if t.kind != tokenWord {
		return way{}, false
	}
	word := strings.ToLower(t.text)
	w, ok := foreignWords[word]
	if !ok {
		w, ok = foreignWords[strings.TrimPrefix(word, "$")]
	}
	return w, ok
}

// instead returns the way out for the token that does not fit: what to write
// for it, or for the key alone before it, where one is an operator of another
// language, else the way out given.
func (p *parser) instead(wayOut string) string {
	if w, ok := p.token.foreign(); ok {
		if !p.about.has(w.needs) {
			return p.about.wayOut
		}
		return w.about(p.about.text(p.key))
	}
	w, ok := p.alone.foreign()
	if !ok || p.token.at != p.after {
		return wayOut
	}
	switch p.token.kind {
	case tokenWord, tokenQuoted:
		return w.about(Has(p.token.text).String())
	case tokenOpen:
		return w.about("key")
	}
	return wayOut
}

// has reports whether the subject has what a way needs.
func (s subject) has(needs string) bool {
	switch needs {
	case "":
		return true
	case needsAlone:
		return s.alone != nil
	}
	return s.signs[needs] != nil || s.orders[needs] != nil
}

// text writes the subject as it stands in an expression.
func (s subject) text(key string) string {
	if s.alone == nil {
		return s.word
	}
	return s.alone(key).String()
}

// about puts the subject of a condition into a way, unless it is long.
func (w way) about(subject string) string {
	if utf8.RuneCountInString(subject) > maxQuoted {
		subject = "key"
	}
	return strings.ReplaceAll(w.text, wayKey, subject)
}

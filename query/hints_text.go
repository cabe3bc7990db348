package query

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// textHints are asked in turn about a text that a leaf compares with.
var textHints = []func(e Expr, text string) string{
	func(_ Expr, text string) string { return hintControl(text) },
	hintQuotes, hintPattern, hintRegular, hintAbsent, hintTime, hintList, hintSpace, hintWholeName,
}

func hintOfText(e Expr, text string) string {
	for _, hint := range textHints {
		if h := hint(e, text); h != "" {
			return h
		}
	}
	return ""
}

// hintControl knows what an escape makes of a backslash that was meant as one.
func hintControl(text string) string {
	if !strings.ContainsFunc(text, unicode.IsControl) {
		return ""
	}
	return `the text holds a control character, as \n makes one within double quotes; ` +
		`write \\ for a backslash, or use single quotes, which know no escapes`
}

// hintQuotes knows quotes within quotes, as shells leave them.
func hintQuotes(e Expr, text string) string {
	if len(text) < 2 || text[0] != '"' && text[0] != '\'' || text[len(text)-1] != text[0] {
		return ""
	}
	return "the inner quotes are part of the text; write " + withText(e, text[1:len(text)-1]).String()
}

// hintPattern knows the placeholders of other languages.
func hintPattern(e Expr, text string) string {
	part := strings.Trim(text, "*%")
	star := strings.ContainsAny(text, "*")
	if !star && part == text {
		return ""
	}
	hint := "a " + firstOf(text, "*%") + " is an ordinary character here"
	if meant, ok := looking(e, part, part != "" && strings.HasPrefix(text, part)); ok && part != "" && !strings.Contains(part, "*") {
		return hint + "; write " + meant
	}
	if part == "" && e.key != "" {
		return hint + "; write " + withText(Expr{op: presence(e.op), key: e.key}, "").String() + " for any value"
	}
	return hint + ": there are no patterns"
}

// presence is the kind of leaf that asks whether a key or property is there.
func presence(op Op) Op {
	if op.IsProperty() {
		return OpPropHas
	}
	return OpHas
}

// looking writes the leaf that looks for a part of a text instead of all of it,
// and false where there is none: properties are not looked into. A text that
// begins with the part may be a name's.
func looking(e Expr, part string, begins bool) (string, bool) {
	switch {
	case e.isTag():
		return appended(e.key, part), true
	case e.op == OpNameEquals && begins, e.op == OpNamePrefix:
		return NamePrefix(part).String() + " for begins with", true
	case e.op == OpNameEquals, e.op == OpNameContains:
		return NameContains(part).String() + " for contains", true
	}
	return "", false
}

// appended is key ~ part with the part as people write it, and what it means.
func appended(key, part string) string {
	return string(appendValue(append(appendKey(nil, key), " ~ "...), part)) + " for contains"
}

// hintRegular knows the anchors of regular expressions.
func hintRegular(e Expr, text string) string {
	trimmed := strings.TrimSuffix(strings.TrimPrefix(text, "^"), "$")
	if trimmed == text || trimmed == "" {
		return ""
	}
	if meant, ok := looking(e, trimmed, strings.HasPrefix(text, "^")); ok {
		return "there are no regular expressions; write " + meant
	}
	return "there are no regular expressions"
}

// absentWords are values that others write for a key that is not there.
var absentWords = []string{"null", "nil", "undefined", "none"}

func hintAbsent(e Expr, text string) string {
	if e.key == "" {
		return ""
	}
	for _, word := range absentWords {
		if strings.EqualFold(text, word) {
			return "write " + Not(Expr{op: presence(e.op), key: e.key}).String() + " for what lacks it"
		}
	}
	return ""
}

// hintTime tells of an equality with a time that it is one of texts: the same
// instant may be written in another way. A date is meant as the whole day.
func hintTime(e Expr, text string) string {
	at, ok := ParseScalar(text)
	if e.op != OpPropEq && e.op != OpPropIn || !ok || at.Kind() != KindTime {
		return ""
	}
	until := PropAtMost(e.key, at)
	if len(text) == len(time.DateOnly) {
		until = PropLess(e.key, Time(at.Time().AddDate(0, 0, 1)))
	}
	return "= compares the text; write " + And(PropAtLeast(e.key, at), until).String() + " for the time"
}

// hintList knows a list that is written as one text.
func hintList(e Expr, text string) string {
	values := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '|' })
	if len(values) < 2 {
		return ""
	}
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	switch e.op {
	case OpEq:
		return "for one of several values write " + In(e.key, values...).String()
	case OpPropEq:
		return "for one of several values write " + PropIn(e.key, values...).String()
	}
	return ""
}

func hintSpace(_ Expr, text string) string {
	if strings.TrimSpace(text) == text {
		return ""
	}
	return "the text has white space at an end"
}

// hintWholeName tells of an equality with a name that there is a way to look
// for a part.
func hintWholeName(e Expr, text string) string {
	if e.op != OpNameEquals || text == "" {
		return ""
	}
	return "= compares the whole name; write " + NameContains(text).String() + " for contains"
}

// firstOf returns the first character of s that is among chars.
func firstOf(s, chars string) string {
	i := strings.IndexAny(s, chars)
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[i : i+size]
}

// withText is a leaf about one text instead of the one, or the list, that it
// has.
func withText(e Expr, text string) Expr {
	switch e.op {
	case OpIn:
		return Eq(e.key, text)
	case OpPropIn:
		return PropEq(e.key, text)
	}
	e.text = text
	return e
}

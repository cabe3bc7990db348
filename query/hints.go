package query

import "strings"

// Hint returns what was most likely meant by a leaf that selects nothing, as
// far as its form alone tells: that a * is an ordinary character, that a tag
// needs no prefix, what an escape made of a backslash. It is a clause of one
// printable line of at most MaxHintLen bytes that follows a statement such as
// "no resource has the key", or "" where the form looks right. The leaf is
// legal and means what it says: Hint is for those who have seen that nothing
// in their data is so. It costs time in proportion to the leaf's texts.
func Hint(leaf Expr) string {
	if len(leaf.args) > 0 {
		return ""
	}
	if hint := bounded(hintOfKey(leaf)); hint != "" {
		return hint
	}
	return TextHint(leaf)
}

// TextHint is Hint for a leaf whose key is known to be there: it tells of the
// texts that the leaf compares with, the first of a list that looks odd.
func TextHint(leaf Expr) string {
	if len(leaf.args) > 0 {
		return ""
	}
	hint := hintOfText(leaf, leaf.text)
	for _, value := range leaf.set {
		if hint != "" {
			break
		}
		hint = hintOfText(leaf, value)
	}
	return bounded(hint)
}

// bounded leaves out what is too long to help.
func bounded(hint string) string {
	if len(hint) > MaxHintLen {
		return ""
	}
	return hint
}

// MaxHintLen is how long a hint may be, in bytes. A longer one would repeat
// more of a text than helps.
const MaxHintLen = 300

// ValueText writes a text as an expression has it in the place of a value:
// bare, or quoted where it would be read as something else.
func ValueText(text string) string { return string(appendValue(nil, text)) }

// isTag reports whether a leaf is about a tag.
func (e Expr) isTag() bool { return e.op >= OpHas && e.op <= OpContains }

// keyHints are asked in turn about a leaf about a tag.
var keyHints = []func(e Expr) string{
	hintWhole, hintQuotedExpression, hintTagPrefix, hintPropertyPrefix, hintField, hintColon, hintSign, hintKeyCharacters,
}

func hintOfKey(e Expr) string {
	if e.op.IsProperty() {
		return hintPropertyName(e)
	}
	if !e.isTag() {
		return ""
	}
	for _, hint := range keyHints {
		if h := hint(e); h != "" {
			return h
		}
	}
	return ""
}

// wholeWords are keys that others write for a whole condition.
var wholeWords = map[string]string{
	"*": wordAll, "**": wordAll, "true": wordAll, "any": wordAll, "everything": wordAll,
	"false": wordNone, "nothing": wordNone, "untagged": wordNot + " " + wordTagged,
}

// hintWhole knows * and the like, which mean everything elsewhere.
func hintWhole(e Expr) string {
	word, known := wholeWords[strings.ToLower(e.key)]
	for _, constant := range []string{wordAll, wordNone, wordTagged} {
		if !known && strings.EqualFold(e.key, constant) {
			word, known = constant, true
		}
	}
	if e.op != OpHas || !known {
		return ""
	}
	return "write " + word + ", which stands for itself without quotes and in small letters"
}

// hintQuotedExpression knows a whole expression in one pair of quotes.
func hintQuotedExpression(e Expr) string {
	if e.op != OpHas || !strings.ContainsAny(e.key, "=~<> ") {
		return ""
	}
	inner, err := Parse(e.key)
	if err != nil || inner.op == OpHas {
		return ""
	}
	return "what stands in quotes is one key; write " + inner.String() + " without quotes around it"
}

// tagPrefixes are what other languages put before a tag's key.
var tagPrefixes = []string{"tag:", "tags:", "tag.", "tags.", "label:", "labels:", "label.", "labels.", "metadata.labels."}

func hintTagPrefix(e Expr) string {
	for _, prefix := range tagPrefixes {
		if rest, ok := cutPrefixFold(e.key, prefix); ok && rest != "" {
			return "a tag is asked for by its key alone: write " + splitColon(withKey(e, rest)).String()
		}
	}
	return ""
}

// propertyPrefixes are what others put before the name of a property.
var propertyPrefixes = []string{
	propertyPrefix, "prop:", "props.", "props:", "property.", "property:", "properties.", "detail.", "details.", "resource_detail.",
}

// propertyOps are the leaves about properties that say what those about tags
// do.
var propertyOps = map[Op]Op{OpHas: OpPropHas, OpEq: OpPropEq, OpIn: OpPropIn}

// AsProperty returns the leaf about a property that says of the name what a
// leaf about a tag says of its key, and false where there is none.
func AsProperty(leaf Expr, name string) (Expr, bool) {
	op, ok := propertyOps[leaf.op]
	return Expr{op: op, key: name, text: leaf.text, set: leaf.set}, ok
}

// AsTag is AsProperty the other way round.
func AsTag(leaf Expr, key string) (Expr, bool) {
	for tag, property := range propertyOps {
		if property == leaf.op {
			return Expr{op: tag, key: key, text: leaf.text, set: leaf.set}, true
		}
	}
	return Expr{}, false
}

func hintPropertyPrefix(e Expr) string {
	for _, prefix := range propertyPrefixes {
		if rest, ok := cutPrefixFold(e.key, prefix); ok && rest != "" {
			if property, ok := AsProperty(splitColon(withKey(e, rest)), keyOf(rest)); ok {
				return "a property is written " + property.String()
			}
		}
	}
	return ""
}

// fieldNames are keys that others write for the fields of a resource.
var fieldNames = map[string]string{
	"name": wordName, "resource_name": wordName, "id": wordID, "resource_id": wordID, "image_id": wordID, "imageid": wordID, "image_name": wordName,
}

// fieldLeaf is what a leaf about a tag says, said of a field.
func fieldLeaf(e Expr, field string) (Expr, bool) {
	switch {
	case field == wordID && e.op == OpEq:
		return ID(e.text), true
	case field == wordID && e.op == OpIn:
		return IDs(e.set...), true
	case field == wordName && e.op == OpEq:
		return NameEquals(e.text), true
	case field == wordName && e.op == OpIn:
		return someOf(NameEquals, e.set), true
	case field == wordName && e.op == OpContains:
		return NameContains(e.text), true
	}
	return Expr{}, false
}

func hintField(e Expr) string {
	field := fieldNames[strings.ToLower(e.key)]
	if meant, ok := fieldLeaf(e, field); ok {
		return "the resource's own " + field + " is asked for by " + meant.String()
	}
	if field != "" {
		return "the resource's own " + field + " is the word " + field + ", without quotes and in small letters"
	}
	return ""
}

// hintColon knows the colon that stands for = in other languages.
func hintColon(e Expr) string {
	meant := splitColon(e)
	if meant.op == e.op {
		return ""
	}
	if field := fieldNames[strings.ToLower(meant.key)]; field == wordName {
		return "write " + NameContains(meant.text).String() + " if the name is meant"
	} else if field == wordID {
		return "write " + ID(meant.text).String() + " if the id is meant"
	}
	return "write " + meant.String() + " if a tag is meant"
}

// splitColon makes key=value of a key alone with a colon between the two, and
// leaves others as they are.
func splitColon(e Expr) Expr {
	key, value, found := strings.Cut(e.key, ":")
	if e.op != OpHas || !found || key == "" || value == "" {
		return e
	}
	return Eq(key, value)
}

// keyOf is the key before a colon.
func keyOf(text string) string {
	if key, value, _ := strings.Cut(text, ":"); key != "" && value != "" {
		return key
	}
	return text
}

// hintSign knows the signs for must and must not.
func hintSign(e Expr) string {
	if len(e.key) < 2 || e.key[0] != '-' && e.key[0] != '+' {
		return ""
	}
	meant := withKey(e, e.key[1:])
	if e.key[0] == '-' {
		meant = Not(meant)
	}
	return "a sign before a key is part of it; write " + meant.String()
}

func hintKeyCharacters(e Expr) string {
	switch {
	case strings.ContainsAny(e.key, "*%"):
		return "a " + firstOf(e.key, "*%") + " is an ordinary character here: a key is written as a whole"
	case strings.TrimSpace(e.key) != e.key:
		return "the key has white space at an end"
	}
	return hintControl(e.key)
}

// hintPropertyName knows the fields of a resource, and tags, asked for as
// properties.
func hintPropertyName(e Expr) string {
	tag, ok := AsTag(e, e.key)
	if !ok {
		return ""
	}
	if field := fieldNames[strings.ToLower(e.key)]; field != "" {
		return hintField(tag)
	}
	for _, prefix := range []string{"tags.", "tag.", "tags:", "tag:"} {
		if rest, ok := cutPrefixFold(e.key, prefix); ok && rest != "" {
			return "a tag is asked for by its key alone: write " + withKey(tag, rest).String()
		}
	}
	return ""
}

// cutPrefixFold cuts a prefix of ASCII off in any letter case.
func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func withKey(e Expr, key string) Expr {
	e.key = key
	return e
}

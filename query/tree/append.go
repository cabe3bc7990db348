package tree

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/query"
)

// Append appends the JSON form of e to dst, on one line. Decode reads it back
// as the same tree unless it is beyond MaxLen or MaxDepth. It costs time in
// proportion to the tree.
func Append(dst []byte, e query.Expr) []byte {
	switch e.Op() {
	case query.OpAll:
		return append(dst, `{"all":true}`...)
	case query.OpNone:
		return append(dst, `{"none":true}`...)
	case query.OpTagged:
		return append(dst, `{"tagged":true}`...)
	case query.OpAnd:
		return appendArgs(append(dst, `{"and":[`...), e)
	case query.OpOr:
		return appendArgs(append(dst, `{"or":[`...), e)
	case query.OpNot:
		return append(Append(append(dst, `{"not":`...), e.Args()[0]), '}')
	}
	if before, ok := leaves[e.Op()]; ok && isText(e) {
		return appendLeaf(dst, before, e)
	}
	return append(appendText(append(dst, `{"text":`...), e.String()), '}')
}

func appendArgs(dst []byte, e query.Expr) []byte {
	for i, arg := range e.Args() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = Append(dst, arg)
	}
	return append(dst, "]}"...)
}

// form is how a leaf is written: what stands before its key and its value,
// and how many braces close it.
type form struct {
	key, value string
	closing    string
}

var leaves = map[query.Op]form{
	query.OpHas:          {`{"has":`, "", "}"},
	query.OpEq:           {`{"tag":{"key":`, `,"value":`, "}}"},
	query.OpIn:           {`{"tag":{"key":`, `,"in":`, "}}"},
	query.OpContains:     {`{"tag":{"key":`, `,"contains":`, "}}"},
	query.OpNameEquals:   {"", `{"name":{"is":`, "}}"},
	query.OpNameContains: {"", `{"name":{"contains":`, "}}"},
	query.OpNamePrefix:   {"", `{"name":{"prefix":`, "}}"},
	query.OpID:           {"", `{"id":`, "}"},
	query.OpIDIn:         {"", `{"id":{"in":`, "}}"},
}

func appendLeaf(dst []byte, f form, e query.Expr) []byte {
	if f.key != "" {
		dst = appendText(append(dst, f.key...), e.Key())
	}
	switch {
	case len(e.Values()) > 0:
		dst = append(dst, f.value...)
		separator := byte('[')
		for _, v := range e.Values() {
			dst = appendText(append(dst, separator), v)
			separator = ','
		}
		dst = append(dst, ']')
	case f.value != "":
		dst = appendText(append(dst, f.value...), e.Value())
	}
	return append(dst, f.closing...)
}

// isText tells whether JSON can hold the texts of a leaf.
func isText(e query.Expr) bool {
	for _, v := range e.Values() {
		if !utf8.ValidString(v) {
			return false
		}
	}
	return utf8.ValidString(e.Key()) && utf8.ValidString(e.Value())
}

func appendText(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s) // fails on bytes that are not UTF-8 alone
	return dst
}

package query

import "strconv"

// String returns the text form of e, on one line. Parse reads it back as the
// same tree, whatever bytes the keys and values hold, unless e is beyond
// MaxTextLen or MaxDepth. It costs time in proportion to the tree.
func (e Expr) String() string { return string(e.append(make([]byte, 0, 128))) }

// AppendText appends the text form of e to b, as String returns it. The error
// is always nil.
func (e Expr) AppendText(b []byte) ([]byte, error) { return e.append(b), nil }

// MarshalText returns the text form of e, as String returns it. The error is
// always nil.
func (e Expr) MarshalText() ([]byte, error) { return e.append(nil), nil }

// UnmarshalText replaces e by what Parse makes of text. On an error e stays as
// it was.
func (e *Expr) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*e = parsed
	return nil
}

func (e Expr) append(b []byte) []byte {
	switch e.op {
	case OpAll:
		return append(b, wordAll...)
	case OpNone:
		return append(b, wordNone...)
	case OpTagged:
		return append(b, wordTagged...)
	case OpHas:
		return appendKey(b, e.key)
	case OpEq:
		return appendValue(append(appendKey(b, e.key), '='), e.text)
	case OpIn:
		return appendList(appendKey(b, e.key), e.set, itself)
	case OpContains:
		return appendPart(appendKey(b, e.key), " ~ ", e.text)
	case OpNameContains:
		return appendPart(append(b, wordName...), " ~ ", e.text)
	case OpNamePrefix:
		return appendPart(append(b, wordName...), " ^= ", e.text)
	case OpNameEquals, OpID:
		return appendValue(append(append(b, fieldWord(e.op)...), '='), e.text)
	case OpPropHas:
		return appendProperty(b, e.key)
	case OpPropEq:
		return appendValue(append(appendProperty(b, e.key), '='), e.text)
	case OpPropIn:
		return appendList(appendProperty(b, e.key), e.set, itself)
	case OpPropLess, OpPropAtMost, OpPropMore, OpPropAtLeast:
		b = append(appendProperty(b, e.key), orderSigns[e.op]...)
		return e.scalar.append(b)
	case OpNot:
		return e.args[0].appendIn(append(b, wordNot+" "...), OpNot)
	case OpOr:
		if field := listField(e); field != "" {
			return appendList(append(b, field...), e.args, Expr.Value)
		}
		return appendJoined(b, e, " "+wordOr+" ")
	case OpAnd:
		return appendJoined(b, e, " "+wordAnd+" ")
	}
	return b
}

// appendJoined writes the arguments of an OpAnd or OpOr with the operator
// between them.
func appendJoined(b []byte, e Expr, operator string) []byte {
	for i, arg := range e.args {
		if i > 0 {
			b = append(b, operator...)
		}
		b = arg.appendIn(b, e.op)
	}
	return b
}

// appendIn writes e as an argument of a parent of kind op. Without
// parentheses an argument that holds together no better than its parent would
// be read as something else, and an And in an And would melt into it.
func (e Expr) appendIn(b []byte, op Op) []byte {
	if e.isJoined() && (e.op == op || op != OpOr) {
		return append(e.append(append(b, '(')), ')')
	}
	return e.append(b)
}

// isJoined reports whether the text form of e is parts joined by operators.
func (e Expr) isJoined() bool {
	return e.op == OpAnd || e.op == OpOr && listField(e) == ""
}

// listField returns the field that e can be written as a list of, "id" in
// "id in (a, b)", or "".
func listField(e Expr) string {
	if e.op != OpOr {
		return ""
	}
	field := fieldWord(e.args[0].op)
	for _, arg := range e.args[1:] {
		if fieldWord(arg.op) != field {
			return ""
		}
	}
	return field
}

// fieldWord returns the word of the field that op compares as a whole, or "".
func fieldWord(op Op) string {
	switch op {
	case OpNameEquals:
		return wordName
	case OpID:
		return wordID
	}
	return ""
}

// appendKey writes a tag key, quoted where it would be read as something else.
func appendKey(b []byte, key string) []byte {
	if isBare(key) && isPlainKey(key) {
		return append(b, key...)
	}
	return strconv.AppendQuote(b, key)
}

// orderSigns are how comparisons by order are written.
var orderSigns = map[Op]string{
	OpPropLess: " < ", OpPropAtMost: " <= ", OpPropMore: " > ", OpPropAtLeast: " >= ",
}

// appendProperty writes a property, its name quoted where it would be read as
// something else.
func appendProperty(b []byte, name string) []byte {
	b = append(b, propertyPrefix...)
	if isBare(propertyPrefix+name) && name != "" {
		return append(b, name...)
	}
	return strconv.AppendQuote(b, name)
}

func itself(text string) string { return text }

// appendValue writes a value, quoted where it would be read as something else.
func appendValue(b []byte, value string) []byte {
	if isBare(value) && operatorWord(value) == "" {
		return append(b, value...)
	}
	return strconv.AppendQuote(b, value)
}

// appendPart writes an operator and the part of a text it looks for: always
// quoted, to set it apart from whole values.
func appendPart(b []byte, operator, part string) []byte {
	return strconv.AppendQuote(append(b, operator...), part)
}

// appendList writes the list of an in.
func appendList[T any](b []byte, list []T, value func(T) string) []byte {
	b = append(b, " "+wordIn+" ("...)
	for i, v := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendValue(b, value(v))
	}
	return append(b, ')')
}

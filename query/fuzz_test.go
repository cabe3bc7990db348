package query_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
)

func FuzzParse(f *testing.F) {
	for _, block := range readScript(f, "testdata/syntax.txt") {
		f.Add(block.input)
	}
	for _, block := range readScript(f, "testdata/text.txt") {
		f.Add(block.input)
	}
	f.Fuzz(checkParse)
}

// checkParse holds for any text: it is an expression that survives printing,
// or the error points into it and can be drawn.
func checkParse(t *testing.T, text string) {
	e, err := query.Parse(text)
	if err != nil {
		checkSyntaxError(t, text, err)
		return
	}
	printed := e.String()
	if len(printed) > query.MaxTextLen {
		return // escapes and spaces may take more room than the text had
	}
	again, err := query.Parse(printed)
	if err != nil {
		t.Fatalf("%q is printed as %q, which is refused: %v", text, printed, err)
	}
	if !query.Equal(e, again) {
		t.Fatalf("%q is printed as %q, which is another expression: %q", text, printed, again)
	}
}

func checkSyntaxError(t *testing.T, text string, err error) {
	t.Helper()
	var syntax *query.SyntaxError
	if !errors.As(err, &syntax) || !errors.Is(err, query.ErrSyntax) {
		t.Fatalf("%q: not a syntax error: %v", text, err)
	}
	if syntax.Offset < 0 || syntax.Offset > len(text) {
		t.Fatalf("%q: offset %d is outside", text, syntax.Offset)
	}
	before := text[:syntax.Offset]
	if line := strings.Count(before, "\n") + 1; syntax.Line != line {
		t.Fatalf("%q: line %d, want %d", text, syntax.Line, line)
	}
	start := strings.LastIndex(before, "\n") + 1
	if column := utf8.RuneCountInString(before[start:]) + 1; syntax.Column != column {
		t.Fatalf("%q: column %d, want %d", text, syntax.Column, column)
	}
	caret := syntax.Caret()
	for _, shown := range []string{syntax.Error(), syntax.Reason, strings.Replace(caret, "\n", "", 1)} {
		if i := strings.IndexFunc(shown, isControl); i >= 0 || !utf8.ValidString(shown) {
			t.Fatalf("%q: not fit for a terminal: %q", text, shown)
		}
	}
	if len(err.Error()) > 1000 || len(caret) > 2000 {
		t.Fatalf("%q: too long: %q, %q", text, err, caret)
	}
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || 0x7f <= r && r < 0xa0 }

func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte("\x02\x03\x04\x01\x05\x06and or"))
	f.Fuzz(checkRoundTrip)
}

// checkRoundTrip holds for any expression: printed and parsed it is the same.
func checkRoundTrip(t *testing.T, data []byte) {
	e := wild.expr(&source{data}, 6)
	text := e.String()
	again, err := query.Parse(text)
	if len(text) > query.MaxTextLen && err != nil {
		return
	}
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if !query.Equal(e, again) {
		t.Fatalf("%q is read as %q", text, again)
	}
	if strings.IndexFunc(text, isControl) >= 0 || strings.Contains(text, "\t") || !utf8.ValidString(text) {
		t.Fatalf("%q is not plain text", text)
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add([]byte("\x02\x03\x04\x01\x05\x06"))
	f.Fuzz(checkNormalize)
}

// checkNormalize holds for any expression: its normal form gives the same
// answers, is its own normal form, and has the shape that Normalize promises.
func checkNormalize(t *testing.T, data []byte) {
	e := small.expr(&source{data}, 5)
	before := e.String()
	normal := query.Normalize(e)
	if e.String() != before {
		t.Fatalf("%v was changed to %v", before, e)
	}
	for _, r := range universe {
		if holds(e, r) != holds(normal, r) {
			t.Fatalf("%v\nis not %v\nfor %+v", e, normal, r)
		}
	}
	if again := query.Normalize(normal); !query.Equal(normal, again) {
		t.Fatalf("%v\nis first %v\n then    %v", e, normal, again)
	}
	checkShape(t, normal, query.OpAll)
}

// checkShape checks the promises about how a normal form is built. Parent is
// the kind of the expression around e, OpAll if there is none.
func checkShape(t *testing.T, e query.Expr, parent query.Op) {
	t.Helper()
	args, nots := e.Args(), 0
	for i, arg := range args {
		if i > 0 && query.Compare(args[i-1], arg) >= 0 {
			t.Fatalf("arguments are not sorted and unique: %v", e)
		}
		if arg.Op() == query.OpNot {
			nots++
		}
		checkShape(t, arg, e.Op())
	}
	switch {
	case (e.Op() == query.OpAll || e.Op() == query.OpNone) && parent != query.OpAll:
		t.Fatalf("a constant inside an expression: %v", e)
	case e.Op() == parent && parent != query.OpAll:
		t.Fatalf("the same kind inside itself: %v", e)
	case e.Op() == query.OpOr && (nots > 1 || parent == query.OpNot):
		t.Fatalf("misplaced not: %v", e)
	}
}

// TestRandom runs the checks of the fuzz targets on random bytes.
func TestRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		data := make([]byte, rng.IntN(120))
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		checkRoundTrip(t, data)
		checkNormalize(t, data)
		checkParse(t, string(data))
		checkParse(t, randomText(rng))
	}
}

// randomText strings pieces of the language together at random.
func randomText(rng *rand.Rand) string {
	pieces := []string{
		"a", "b1", " ", " and ", " or ", "not ", " in ", "(", ")", ",", "=", "!=", "~", "!~", "^=", `"q r"`,
		"'s'", "name", "id", "all", "tagged", "\n", "\t", "日本", "&", "\x1b", "“", "prop.x", "prop.", "<", ">=", " > 2024-01-01 ", "-5", `"\x41"`, `"\u`, "é",
		" like ", " is ", "has ", " between ", "$in", " notin ", strings.Repeat("é", 30), `"\x1b"`,
	}
	var text strings.Builder
	for range rng.IntN(16) {
		text.WriteString(pieces[rng.IntN(len(pieces))])
	}
	return text.String()
}

package query_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/query"
)

var update = flag.Bool("update", false, "write what the scripts in testdata give now")

// block is one step of a script: a comment, a command, its input and the
// output that is expected.
type block struct {
	comment, command, input, want string
}

// readScript reads a script. Its blocks are set apart by empty lines:
//
//	# comment
//	command
//	input
//	----
//	output
func readScript(t testing.TB, file string) (blocks []block) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for text := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		var b block
		for strings.HasPrefix(text, "#") {
			var line string
			line, text, _ = strings.Cut(text, "\n")
			b.comment += line + "\n"
		}
		head, want, _ := strings.Cut(text+"\n", "----\n")
		b.want = strings.TrimSuffix(want, "\n")
		b.command, b.input, _ = strings.Cut(head, "\n")
		b.input = strings.TrimSuffix(b.input, "\n")
		blocks = append(blocks, b)
	}
	return blocks
}

// TestScripts holds the text form, its errors and the normal form against the
// scripts.
func TestScripts(t *testing.T) {
	for _, file := range []string{"testdata/text.txt", "testdata/syntax.txt", "testdata/normal.txt"} {
		var now strings.Builder
		for _, b := range readScript(t, file) {
			got := run(t, b)
			if got != b.want && !*update {
				t.Errorf("%s: %s\n%s\ngives\n%s\nwant\n%s", file, b.command, b.input, got, b.want)
			}
			fmt.Fprintf(&now, "%s%s\n%s\n----\n%s\n\n", b.comment, b.command, b.input, got)
		}
		if *update {
			if err := os.WriteFile(file, []byte(strings.TrimSpace(now.String())+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// run runs one step: "parse" prints what the input is read as, or the error;
// "parse-quoted" does so for an input written as a Go string; "normalize"
// prints the normal form.
func run(t *testing.T, b block) string {
	input := b.input
	if b.command == "parse-quoted" {
		unquoted, err := strconv.Unquote(input)
		if err != nil {
			t.Fatalf("%s: %v", input, err)
		}
		input = unquoted
	}
	e, err := query.Parse(input)
	var syntax *query.SyntaxError
	switch {
	case errors.As(err, &syntax):
		caret := strings.ReplaceAll(syntax.Caret(), "\n", "\n| ")
		return fmt.Sprintf("%d:%d: %s\n| %s", syntax.Line, syntax.Column, syntax.Reason, caret)
	case err != nil:
		t.Fatal(err)
	case b.command == "normalize":
		return query.Normalize(e).String()
	}
	return e.String()
}

package readme

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the output that the commands have into README.md")

const file = "README.md"

// root is the module's root.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// block is a fenced part of the page.
type block struct {
	lang string
	text string // ends with a line end, if it is not empty
	from int    // offset of the text in the page
}

func read(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const fence = "```"

// blocks lists the fenced parts of a page.
func blocks(page string) []block {
	var all []block
	open := -1
	lang := ""
	at := 0
	for line := range strings.Lines(page) {
		next := at + len(line)
		mark, isFence := strings.CutPrefix(strings.TrimSpace(line), fence)
		switch {
		case isFence && open < 0:
			open, lang = next, mark
		case isFence:
			all = append(all, block{lang, page[open:at], open})
			open = -1
		}
		at = next
	}
	return all
}

// only lists the blocks of a language.
func only(t *testing.T, lang string) []block {
	t.Helper()
	var some []block
	for _, b := range blocks(read(t)) {
		if b.lang == lang {
			some = append(some, b)
		}
	}
	if len(some) == 0 {
		t.Fatalf("%s has no block of %s", file, lang)
	}
	return some
}

// rewrite puts another text in the place of a block, if that was asked for.
// It reports whether it did.
func rewrite(t *testing.T, b block, text string) bool {
	t.Helper()
	if !*update {
		return false
	}
	page := read(t)
	name := filepath.Join(root(t), file)
	if err := os.WriteFile(name, []byte(page[:b.from]+text+page[b.from+len(b.text):]), 0o644); err != nil {
		t.Fatal(err)
	}
	return true
}

func TestBlocks(t *testing.T) {
	got := blocks("a\n```sh\none\ntwo\n```\nb\n```text\n```\n")
	want := []block{{"sh", "one\ntwo\n", 8}, {"text", "", 30}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

package readme

import (
	"regexp"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// table returns the rows of the page's table whose first header cell is given,
// without the header.
func table(t *testing.T, header string) [][]string {
	t.Helper()
	_, rest, ok := strings.Cut(read(t), "\n| "+header+" |")
	if !ok {
		t.Fatalf("%s has no table that begins with %q", file, header)
	}
	var rows [][]string
	for i, line := range strings.Split(rest, "\n") {
		if i < 2 { // what is left of the header, and the line under it
			continue
		}
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		rows = append(rows, cells)
	}
	return rows
}

// TestNegationTable asks each list about images that match both, one or none
// of its two entries, under both readings.
func TestNegationTable(t *testing.T) {
	two := []query.TagMatch{{Key: "a"}, {Key: "b"}}
	columns := []struct {
		filter query.Filter
		read   query.Reading
	}{
		{query.Filter{Tags: two}, query.Reading{}},
		{query.Filter{TagsAny: two}, query.Reading{}},
		{query.Filter{NotTags: two}, query.Reading{}},
		{query.Filter{NotTagsAny: two}, query.Reading{}},
		{query.Filter{NotTags: two}, query.Reading{SwapNegation: true}},
		{query.Filter{NotTagsAny: two}, query.Reading{SwapNegation: true}},
	}
	images := map[string]*resource.Resource{
		"both":       {ID: "1", Tags: []resource.Tag{{Key: "a"}, {Key: "b"}}},
		"one of two": {ID: "2", Tags: []resource.Tag{{Key: "b"}}},
		"neither":    {ID: "3", Tags: []resource.Tag{{Key: "c"}}},
	}
	rows := table(t, "an image that matches")
	if len(rows) != len(images) {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		image := images[row[0]]
		if image == nil || len(row) != len(columns)+1 {
			t.Errorf("row %q is not understood", row)
			continue
		}
		for i, c := range columns {
			e, err := c.filter.Expr(c.read)
			if err != nil {
				t.Fatal(err)
			}
			if shown := row[i+1] == "kept"; shown != model.Match(e, image) || !shown && row[i+1] != "-" {
				t.Errorf("%s, column %d: %q, the answer is %v", row[0], i+1, row[i+1], model.Match(e, image))
			}
		}
	}
}

var code = regexp.MustCompile("`([^`]+)`")

// TestTextTable parses every form that the page shows.
func TestTextTable(t *testing.T) {
	forms := 0
	for _, row := range table(t, "written") {
		for _, found := range code.FindAllStringSubmatch(row[0], -1) {
			forms++
			if _, err := query.Parse(found[1]); err != nil {
				t.Errorf("%s: %v", found[1], err)
			}
		}
	}
	if forms < 10 {
		t.Errorf("only %d forms seen", forms)
	}
}

package index

import (
	"strings"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

func TestTexts(t *testing.T) {
	var p pieces
	var kept []text
	var want []string
	for n := range 40 { // some alone, some beside each other
		for _, size := range []int{0, 1, n, 127, 128, 129, pieceSize, 1<<14 - 1, 1 << 14, 1<<21 + n} {
			s := strings.Repeat(string(rune('a'+n%26)), size)
			want = append(want, s, s)
			kept = append(kept, keepText(&p, s), keepText(&p, []byte(s)))
		}
	}
	for i, s := range want {
		if got := kept[i].string(); got != s {
			t.Fatalf("%d bytes that begin with %.9q, want %d with %.9q", len(got), got, len(s), s)
		}
	}
	if kept[0] != (text{}) || (text{}).string() != "" {
		t.Error("the empty text takes memory")
	}
}

func TestRecordTexts(t *testing.T) {
	for _, r := range []resource.Resource{
		{ID: "id"},
		{ID: "id", Name: "name", Detail: `{"a":1}`},
		{ID: strings.Repeat("i", 70_000), Name: strings.Repeat("n", 70_001), Detail: strings.Repeat("d", 70_002)},
		{ID: "id", Detail: `{}`},
	} {
		rec := recordOf(&r, text{})
		if rec.ID() != r.ID || rec.Name() != r.Name || rec.Detail() != r.Detail || rec.termList().len() != 0 {
			t.Errorf("%.20q %.20q %.20q", rec.ID(), rec.Name(), rec.Detail())
		}
		if rec == (Record{}) {
			t.Error("a record looks like none")
		}
	}
}

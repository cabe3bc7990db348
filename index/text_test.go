package index

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/tagdex/tagdex/resource"
)

func TestRecordTexts(t *testing.T) {
	for _, r := range []resource.Resource{
		{ID: "id"},
		{ID: "id", Name: "name", Detail: `{"a":1}`},
		{ID: strings.Repeat("i", 70_000), Name: strings.Repeat("n", 70_001), Detail: strings.Repeat("d", 70_002)},
		{ID: "id", Detail: `{}`},
	} {
		for _, ids := range [][]uint32{nil, {7}, {1 << 30, 2, 3}} {
			terms := termList(appendTerms(nil, ids))
			rec := recordOf(&r, terms)
			if rec.ID() != r.ID || rec.Name() != r.Name || rec.Detail() != r.Detail || rec.termList() != terms {
				t.Errorf("%.20q %.20q %.20q %q", rec.ID(), rec.Name(), rec.Detail(), rec.termList())
			}
			if rec == (Record{}) {
				t.Error("a record looks like none")
			}
		}
	}
	if size := unsafe.Sizeof(Record{}); size > 48 {
		t.Errorf("a record takes %d bytes", size)
	}
}

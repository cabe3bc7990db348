package index

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// format2 is a version as the first release saves it. Later releases must
// read it, so it is never written anew: another format needs another number
// in the magic.
const format2 = `
54414744455800024803000000a8ddef94ac02034420000000b89c9780000a5f
7379735f6f776e657204656e760003656e760570726f64000367707501523100
0000c139a4780161065562756e747501137b22737461747573223a2261637469
7665227d02030502c3a900000203010462617265000200450100000057e7aa2f
03
`

// TestFormat2IsReadAndWritten holds both directions against the bytes.
func TestFormat2IsReadAndWritten(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "gone")
	for _, r := range []resource.Resource{
		{ID: "a", Name: "Ubuntu", Detail: `{"status":"active"}`, Tags: []resource.Tag{{Key: "env", Value: "prod"}, {Key: "gpu"}}},
		{ID: "é", Tags: []resource.Tag{{Key: "env", Value: "prod"}, {Key: "_sys_owner", Value: "env"}}},
		{ID: "bare", Detail: `{"status":"active"}`},
	} {
		if _, err := b.Upsert(&r); err != nil {
			t.Fatal(err)
		}
	}
	b.Delete("gone")
	b.SetSequence(300)
	v := freeze(t, b)
	want, err := hex.DecodeString(strings.Join(strings.Fields(format2), ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := save(t, v); !bytes.Equal(got, want) {
		t.Errorf("saved as\n%x\nwant\n%x", got, want)
	}
	back, err := load(want)
	if err != nil {
		t.Fatal(err)
	}
	wantListing(t, back, listing(v)...)
	if back.Sequence() != 300 || back.Resource(0).Detail != `{"status":"active"}` || back.Resource(2).ID != "bare" {
		t.Errorf("sequence %d, resources %v %v", back.Sequence(), back.Resource(0), back.Resource(2))
	}
}

package index

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// format1 is a version as the first release saves it. Later releases must
// read it, so it is never written anew: another format needs another number
// in the magic.
const format1 = `
54414744455800014803000000a8ddef94ac0203524d000000146b6c71016106
5562756e7475137b22737461747573223a22616374697665227d020003656e76
000470726f640003677075000002c3a90000020102000a5f7379735f6f776e65
72010462617265000000450100000057e7aa2f03
`

// TestFormat1IsReadAndWritten holds both directions against the bytes.
func TestFormat1IsReadAndWritten(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "gone")
	for _, r := range []resource.Resource{
		{ID: "a", Name: "Ubuntu", Detail: `{"status":"active"}`, Tags: []resource.Tag{{Key: "env", Value: "prod"}, {Key: "gpu"}}},
		{ID: "é", Tags: []resource.Tag{{Key: "env", Value: "prod"}, {Key: "_sys_owner", Value: "env"}}},
		{ID: "bare"},
	} {
		if _, err := b.Upsert(&r); err != nil {
			t.Fatal(err)
		}
	}
	b.Delete("gone")
	b.SetSequence(300)
	v := freeze(t, b)
	want, err := hex.DecodeString(strings.Join(strings.Fields(format1), ""))
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

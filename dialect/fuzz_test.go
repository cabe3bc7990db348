package dialect_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/query"
)

// FuzzDecode holds for any body and query string: no panic; an error is
// typed, has a path, bounded printable text and a status below 500; a request
// that is accepted compiles and keeps within the profile's limits.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{
		``, `{}`, `{"action":"filter"}`, `{"action":"count","limit":[]}`, "\ufeff{}", `{"a":1}x`, `[[[[[[[[[[[[[[[[[[`,
		`{"action":"filter","limit":"1","offset":0,"tags":[{"key":"a","values":["*b"," c "]}],"matches":[{"key":"resource_name","value":""}]}`,
		`{"action":"filter","without_any_tag":true,"tags":3,"matches":[{"key":"resource_id","value":"x"}]}`,
		`{"sys_tags":[{"key":"_sys_x","values":null}],"matches":null}`,
		`{"action":"filter","tags_any":[{"key":"a"}],"not_tags":[{"values":[]}],"not_tags_any":[{"key":"\ud800"}]}`,
	} {
		f.Add([]byte(body), "limit=5&offset=7", true)
		f.Add([]byte(body), "limit=%zz", false)
	}
	lenient := dialect.CTS()
	lenient.LenientValues, lenient.RefuseEmptyName, lenient.EmptyListAbsent = true, true, false
	lenient.Reading.SwapNegation = true
	profiles := []*dialect.Profile{dialect.IMS(), dialect.CTS(), lenient}
	f.Fuzz(func(t *testing.T, body []byte, rawQuery string, system bool) {
		for _, p := range profiles {
			for _, action := range []dialect.Action{dialect.ActionFilter, dialect.ActionCount} {
				in := dialect.Input{Body: body, Query: rawQuery, Action: action, Operator: system}
				fuzzOne(t, p, in)
			}
		}
	})
}

func fuzzOne(t *testing.T, p *dialect.Profile, in dialect.Input) {
	req, err := p.Decode(in)
	all, allErr := p.DecodeAll(in)
	if (err == nil) != (allErr == nil) {
		t.Fatalf("Decode: %v, DecodeAll: %v", err, allErr)
	}
	if err != nil {
		checkError(t, err)
		var first *dialect.Error
		if !errors.As(allErr, &first) || first.Error() != err.Error() {
			t.Fatalf("Decode: %v, DecodeAll: %v", err, allErr)
		}
		return
	}
	if all == nil || req == nil {
		t.Fatal("no request and no error")
	}
	nothing := p.BodyOptional && len(bytes.TrimSpace(in.Body)) == 0
	if !nothing && !json.Valid(in.Body) || !utf8.Valid(in.Body) {
		t.Fatalf("accepted what is not JSON: %q", in.Body)
	}
	if _, err := req.Expr(); err != nil {
		t.Fatal(err)
	}
	checkRequest(t, p, req)
}

func checkError(t *testing.T, err error) {
	var e *dialect.Error
	if !errors.As(err, &e) {
		t.Fatalf("%T: %v", err, err)
	}
	if e.Path == "" || e.Reason == "" || e.Code == "" || e.Status < 400 || e.Status > 499 || !errors.Is(err, e.Case) {
		t.Fatalf("%+v", e)
	}
	if len(e.Error()) > 1500 {
		t.Fatalf("%d bytes of message", len(e.Error()))
	}
	for _, r := range e.Error() {
		if r < ' ' || r > '~' {
			t.Fatalf("%q", e.Error())
		}
	}
}

func checkRequest(t *testing.T, p *dialect.Profile, req *dialect.Request) {
	if req.Action == dialect.ActionFilter && (req.Limit < p.MinLimit || req.Limit > p.MaxLimit || req.Offset < 0) {
		t.Fatalf("page %d, %d", req.Offset, req.Limit)
	}
	f := &req.Filter
	for _, list := range [][]query.TagMatch{f.Tags, f.TagsAny, f.NotTags, f.NotTagsAny, f.SysTags} {
		keys := map[string]bool{}
		for _, m := range list {
			if m.Key == "" || keys[m.Key] || utf8.RuneCountInString(m.Key) > p.MaxKeyLength || len(m.Values) > p.MaxValues {
				t.Fatalf("%q", m)
			}
			keys[m.Key] = true
		}
		if len(list) > p.MaxKeys {
			t.Fatalf("%d keys", len(list))
		}
	}
	if len(f.Matches) > len(p.MatchKeys) {
		t.Fatalf("%q", f.Matches)
	}
}

package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// oddDetails are details that are hard to judge, and whether they are some.
var oddDetails = map[string]bool{
	"": true, "{}": true, " {\"a\": [1, {\"b\": null}]}\n": true, `{"a":{"x":1},"b":{"x":1}}`: true, `{"":1e400}`: true,
	"[]": false, "null": false, `"a"`: false, "1": false, " ": false, "{": false, "{}}": false, "{} {}": false, `{"a":1,}`: false,
	`{"a":1,"a":2}`: false, `{"a":{"x":1,"x":1}}`: false, `{"a":1,"\u0061":2}`: false, "{\"a\":\"\xff\"}": false, `{"a":"\ud800"}`: false,
	"\ufeff{}": false, `{'a':1}`: false, `{"a":01}`: false, `{"a":NaN}`: false, "{\"a\":\"\n\"}": false, "{}\x00": false,
}

// checkDetail: Validate and every way of writing say the same about a detail.
func checkDetail(t *testing.T, detail string) (good bool) {
	t.Helper()
	r := resource.Resource{ID: "a", Detail: detail}
	valid := r.Validate()
	_, upserted := engine.Open(nil).Upsert(bg, r)
	_, loaded := engine.Open(nil).Load(bg, stream(nil, r))
	for _, err := range []error{upserted, loaded} {
		require.Equal(t, valid == nil, err == nil, "%q: %v, but written: %v", detail, valid, err)
		if valid != nil {
			require.ErrorIs(t, err, engine.ErrInvalidResource)
			require.ErrorContains(t, err, valid.Error())
		}
	}
	return valid == nil
}

func TestValidateAndUpsertAgree(t *testing.T) {
	for detail, want := range oddDetails {
		require.Equal(t, want, checkDetail(t, detail), "%q", detail)
	}
}

func FuzzDetails(f *testing.F) {
	for detail := range oddDetails {
		f.Add(detail)
	}
	f.Fuzz(func(t *testing.T, detail string) { checkDetail(t, detail) })
}

package fuzz

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/fuzz/model/wire"
)

// checkWire sends requests, good and bad, through dialect, engine and
// handler, and holds the answers against the model's.
func checkWire(t testing.TB, data []byte) {
	src := gen.New(data)
	registry, p := wireData(t, src)
	for range maxQueries {
		checkRequest(t, requestOf(src), registry, p.model)
		if src.Done() {
			break
		}
	}
}

// checkRequest sends one request and compares what comes back.
func checkRequest(t testing.TB, r *request, registry *engine.Registry, m *model.Collection) {
	want := r.want(m)
	status, body, ignored := r.send(t, registry)
	require.Equal(t, want.Status, status, "%q\nmodel %+v\ngot %v", r.body, want.Faults, body)
	if status == http.StatusOK {
		require.Equal(t, want.Body, body, "%q", r.body)
		require.Equal(t, want.Ignored, ignored, "%q", r.body)
	} else {
		code, message := errorOf(body)
		require.Equal(t, want.Code(), code, "%q\nmodel %+v\ngot %v", r.body, want.Faults, body)
		require.Contains(t, message, want.Faults[0].Path, "%q", r.body)
	}
	checkFaults(t, r, &want)
}

// errorOf takes code and message out of either form of an error.
func errorOf(body map[string]any) (code, message string) {
	inner, codeName, messageName := body, "error_code", "error_msg"
	if wrapped, there := body["error"].(map[string]any); there {
		inner, codeName, messageName = wrapped, "code", "message"
	}
	code, _ = inner[codeName].(string)
	message, _ = inner[messageName].(string)
	return code, message
}

// checkFaults holds the list of all faults against the model's, one by one.
func checkFaults(t testing.TB, r *request, want *wire.Answer) {
	if want.Status == http.StatusRequestEntityTooLarge {
		return // the size is looked at before the dialect sees the body
	}
	in := dialect.Input{Body: r.body, Query: r.query, Action: r.action, Operator: r.options.MayUseSysTags}
	_, err := r.profile().DecodeAll(in)
	if len(want.Faults) == 0 {
		require.NoError(t, err)
		return
	}
	var joined interface{ Unwrap() []error }
	require.True(t, errors.As(err, &joined), "%q: %v", r.body, err)
	var got []wire.Fault
	for _, one := range joined.Unwrap() {
		var fault *dialect.Error
		require.True(t, errors.As(one, &fault))
		got = append(got, wire.Fault{Path: fault.Path, Code: fault.Code})
	}
	if want.Faults[0].Path == "" {
		got[0].Path = "" // of a document, which parser says where is its own business
	}
	require.Equal(t, withoutLateMatches(want.Faults), withoutLateMatches(got), "%q", r.body)
}

// withoutLateMatches leaves out faults of matches past the first ten: a
// dialect need not look at more of them than can be right.
func withoutLateMatches(faults []wire.Fault) []wire.Fault {
	return slices.DeleteFunc(slices.Clone(faults), func(f wire.Fault) bool {
		return strings.HasPrefix(f.Path, "matches[") && strings.Index(f.Path, "]") > len("matches[9")
	})
}

func FuzzWire(f *testing.F) {
	addSeeds(f, "FuzzWire")
	f.Fuzz(func(t *testing.T, data []byte) { checkWire(t, data) })
}

func TestWire(t *testing.T) { runCases(t, "FuzzWire", 3000, checkWire) }

// FuzzBody is FuzzWire for bodies that the fuzzer writes itself.
func FuzzBody(f *testing.F) {
	for _, body := range []string{
		`{"action":"filter","tags":[{"key":"env","values":["prod","*a"]}],"limit":"1","offset":0}`,
		`{"action":"count","not_tags_any":[{"key":"k","values":null}],"matches":[{"key":"resource_name","value":"\u212A"}]}`,
		`{"action":"filter","without_any_tag":true,"sys_tags":[{"key":"_sys_x","values":[]}]}`,
		`{"action":"filter","tags":[{"key":"\ud83d\udd11","values":[" * "]}],"x":{"y":[1e400,null,{}]}}`,
	} {
		f.Add([]byte(body), "limit=1", byte(0))
		f.Add([]byte(body), "", byte(255))
	}
	registry, p := wireData(f, gen.New(nil))
	f.Fuzz(func(t *testing.T, body []byte, query string, bits byte) {
		actions := []dialect.Action{"", dialect.ActionFilter, dialect.ActionCount, ""}
		r := &request{action: actions[bits&3], query: query, body: body, options: wire.Options{
			SwapNegation: bits&4 != 0, KeyLength127: bits&8 != 0, Lenient: bits&16 != 0,
			RefuseEmptyName: bits&32 != 0, MayUseSysTags: bits&64 != 0, LenientKeys: bits&128 != 0, Strict: bits&128 != 0, Type: "images",
		}}
		checkRequest(t, r, registry, p.model)
	})
}

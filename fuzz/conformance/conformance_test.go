package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLoad(t *testing.T) {
	vectors, err := Load()
	require.NoError(t, err)
	require.Greater(t, len(vectors), 1250)
	section := regexp.MustCompile(`^[1-57], `)
	for _, v := range vectors {
		require.Regexp(t, section, v.Rule, "%s: a rule begins with its section", v.ID)
		require.True(t, strings.HasPrefix(v.ID, v.Topic+"-"), v.ID)
		for option := range v.Needs {
			require.Contains(t, allOptions, option, v.ID)
		}
	}
}

func TestWriteData(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteData(&out))
	sets, err := DataSets()
	require.NoError(t, err)
	rows, last := 0, DataSet{}
	for _, set := range sets {
		rows += len(set.Rows)
		last = set
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	require.Len(t, lines, rows)
	var row Row
	require.NoError(t, json.Unmarshal([]byte(lines[rows-1]), &row))
	require.Equal(t, last.Rows[len(last.Rows)-1], row)
}

// Check has to see every way in which an answer can be wrong.
func TestCheckSeesFaults(t *testing.T) {
	three, one := 3, 1
	item := func(id string) string {
		return `{"resource_id":"` + id + `","resource_name":"","resource_detail":{"status":""},"tags":[]}`
	}
	page := func(total string, items ...string) string {
		return `{"total_count":` + total + `,"resources":[` + strings.Join(items, ",") + `]}`
	}
	right := Want{Status: 200, Total: &three, IDs: []string{"a", "b"}}
	long := Want{Status: 200, Length: &one, First: "a", Last: "a"}
	count := Want{Status: 200, Body: json.RawMessage(`{"total_count":3}`)}
	badIMS := Want{Status: 400, Code: "IMG.0115", Field: "tags[0].key"}
	badCTS := Want{Status: 400, Code: "CTS.0003"}
	for _, row := range []struct {
		want   Want
		status int
		body   string
		ok     bool
	}{
		{right, 200, page("3", item("a"), item("b")), true},
		{right, 201, page("3", item("a"), item("b")), false},
		{right, 200, page("2", item("a"), item("b")), false},
		{right, 200, page(`"3"`, item("a"), item("b")), false},
		{right, 200, page("3", item("b"), item("a")), false},
		{right, 200, page("3", item("a")), false},
		{right, 200, `{"total_count":3,"resources":null}`, false},
		{right, 200, `{"total_count":3}`, false},
		{right, 200, page("3", `{"resource_id":"a"}`, item("b")), false},
		{right, 200, strings.ReplaceAll(page("3", item("a"), item("b")), `{"status":""}`, `""`), false},
		{right, 200, strings.ReplaceAll(page("3", item("a"), item("b")), `[]`, `null`), false},
		{right, 200, `[]`, false},
		{right, 200, ``, false},
		{long, 200, page("3", item("a")), true},
		{long, 200, page("3", item("b")), false},
		{long, 200, page("3"), false},
		{count, 200, ` { "total_count" : 3 } `, true},
		{count, 200, `{"total_count":3,"resources":[]}`, false},
		{badIMS, 400, `{"error":{"code":"IMG.0115","message":"tags[0].key: is empty"}}`, true},
		{badIMS, 400, `{"error":{"code":"IMG.0115","message":"is empty"}}`, false},
		{badIMS, 400, `{"error":{"code":"IMG.0116","message":"tags[0].key: is empty"}}`, false},
		{badIMS, 400, `{"error_code":"IMG.0115","error_msg":"tags[0].key: is empty"}`, false},
		{badIMS, 403, `{"error":{"code":"IMG.0115","message":"tags[0].key: is empty"}}`, false},
		{badCTS, 400, `{"error_code":"CTS.0003","error_msg":"x"}`, true},
		{badCTS, 400, `{"error_code":"CTS.0003","error_msg":""}`, false},
		{badCTS, 400, `{"error":{"code":"CTS.0003","message":"x"}}`, false},
		{Want{Status: 204}, 204, "", true},
		{Want{Status: 204}, 204, "{}", false},
		{Want{Status: 204}, 200, "", false},
		{Want{Status: 404}, 404, "not found", true},
		{Want{Status: 404}, 200, "{}", false},
	} {
		v := Request{Path: "/v2/p/images/resource_instances/action", Want: row.want}
		fault := v.Check(&Response{Status: row.status, Body: []byte(row.body)})
		if (fault == "") != row.ok {
			t.Errorf("%d %s: %q", row.status, row.body, fault)
		}
	}
}

func run(t *testing.T, handler http.Handler, opts *Options) *Report {
	server := httptest.NewServer(handler)
	defer server.Close()
	report, err := Run(t.Context(), server.Client(), server.URL+"/", opts)
	require.NoError(t, err)
	return report
}

func table(t *testing.T, r *Report) string {
	var out bytes.Buffer
	require.NoError(t, r.WriteTable(&out))
	return out.String()
}

func TestRun(t *testing.T) {
	for _, on := range []map[Option]bool{
		nil,
		everything,
	} {
		report := run(t, newReference(t, on), &Options{On: on})
		require.True(t, report.OK(), table(t, report))
		require.Positive(t, report.Count(Skipped))
		require.NotContains(t, table(t, report), "FAILED")
	}
}

func TestRunReportsFailures(t *testing.T) {
	ref := newReference(t, map[Option]bool{SwapNegation: true})
	report := run(t, ref, nil) // which is not told of the option
	require.False(t, report.OK())
	require.Positive(t, report.Count(Failed))
	text := table(t, report)
	require.Contains(t, text, "FAILED table-005\n  rule: 2, not_tags: drops only what has all of them (IMS)\n")
	require.Contains(t, text, "got:  total_count 2, want 5")
}

func TestRunWithoutData(t *testing.T) {
	ref := newReference(t, nil)
	delete(ref.data, "conform-names/images")
	report := run(t, ref, nil)
	require.False(t, report.OK())
	require.Zero(t, report.Count(Failed))
	require.Equal(t, []Missing{{"conform-names", "images", 22, 0}}, report.Missing)
	text := table(t, report)
	require.Contains(t, text, "The data sets are not loaded")
	require.Contains(t, text, "project conform-names, images: the service holds 0 resources, want 22")
}

func TestRunAgainstSomethingElse(t *testing.T) {
	report := run(t, http.NotFoundHandler(), nil)
	require.False(t, report.OK())
	require.Contains(t, table(t, report), "does not say how many resources it holds")
}

func TestRunSendsHeader(t *testing.T) {
	ref := newReference(t, nil)
	guard := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Auth-Token") != "t" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		ref.ServeHTTP(w, r)
	})
	report := run(t, guard, &Options{Header: http.Header{"X-Auth-Token": {"t"}}})
	require.True(t, report.OK(), table(t, report))
}

func TestRunErrors(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	_, err := Run(t.Context(), nil, server.URL, nil)
	require.ErrorIs(t, err, ErrUnreachable)

	open := httptest.NewServer(newReference(t, nil))
	defer open.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Run(ctx, nil, open.URL, nil)
	require.ErrorIs(t, err, context.Canceled)
}

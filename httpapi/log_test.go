package httpapi_test

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

func loggingTo(w io.Writer) *httpapi.Options {
	return &httpapi.Options{Logger: slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))}
}

// TestLog: one line a request, with what it takes to find it again.
func TestLog(t *testing.T) {
	tests := []struct {
		target, body string
		want         []string
	}{
		{imsPath, `{"action":"filter"}`, []string{"level=DEBUG", "status=200", "path=" + imsPath, "method=POST", "took="}},
		{imsPath, `{"action":"filter","limit":0}`, []string{"level=INFO", "status=400", "code=IMG.0001", "field=limit"}},
		{"/nothing", `{}`, []string{"level=INFO", "status=404", "code=APIGW.0101"}},
		{"/v2/%0Alevel=ERROR/images/resource_instances/action", `{}`, []string{"level=INFO", `path="/v2/%0Alevel=ERROR/`}},
		{"/" + strings.Repeat("x", 10_000), `{}`, []string{"level=INFO", "status=404"}},
	}
	for _, tt := range tests {
		var logs bytes.Buffer
		post(newHandler(t, loggingTo(&logs)), tt.target, tt.body, "X-Request-Id", "r-7")
		require.Equal(t, 1, strings.Count(logs.String(), "\n"), logs.String())
		require.Contains(t, logs.String(), "id=r-7")
		require.Less(t, logs.Len(), 1000)
		for _, want := range tt.want {
			require.Contains(t, logs.String(), want)
		}
	}
}

// TestLogForgery: what tags hold does not reach the log.
func TestLogForgery(t *testing.T) {
	var logs bytes.Buffer
	h := newHandler(t, loggingTo(&logs))
	for _, body := range []string{
		`{"action":"FORGED\nlevel=ERROR"}`,
		`{"action":"filter","tags":[{"key":"FORGED\nlevel=ERROR","values":["FORGED","FORGED"]}]}`,
		`{"action":"filter","tags":[{"key":"k","values":[]}],"matches":[{"key":"FORGED","value":"\n"}]}`,
	} {
		require.Equal(t, 400, post(h, imsPath, body).status)
	}
	require.NotContains(t, logs.String(), "FORGED")
	require.Equal(t, 3, strings.Count(logs.String(), "\n"))
}

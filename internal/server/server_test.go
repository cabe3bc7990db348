package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve runs a server; the function ends it and returns what Serve returned.
func serve(t *testing.T, handler http.HandlerFunc, opts *Options) (url string, end func() error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, handler, opts) }()
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	return "http://" + l.Addr().String(), func() error {
		cancel()
		return <-done
	}
}

func ask(t *testing.T, method, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

func TestHealth(t *testing.T) {
	url, end := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, r.Method+" "+r.URL.Path)
	}, nil)
	for _, tc := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"GET", "/healthz", 200, "ok\n"},
		{"HEAD", "/healthz", 200, ""},
		{"POST", "/healthz", 418, "POST /healthz"},
		{"GET", "/healthz/x", 418, "GET /healthz/x"},
		{"GET", "//x/../y", 418, "GET //x/../y"},
	} {
		status, body := ask(t, tc.method, url+tc.path)
		require.Equal(t, tc.status, status, tc.path)
		require.Equal(t, tc.body, body, tc.path)
	}
	require.NoError(t, end())
}

func TestRunningRequestsFinish(t *testing.T) {
	started, proceed := make(chan struct{}), make(chan struct{})
	url, end := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		close(started)
		<-proceed
		_, _ = io.WriteString(w, "whole")
	}, nil)
	answered := make(chan string)
	go func() {
		_, body := ask(t, "GET", url)
		answered <- body
	}()
	<-started
	time.AfterFunc(20*time.Millisecond, func() { close(proceed) })
	require.NoError(t, end())
	require.Equal(t, "whole", <-answered)
	_, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.Error(t, err, "the port is free again")
}

// TestGraceIsBounded: what does not end is cut off and told, and is no failure.
func TestGraceIsBounded(t *testing.T) {
	started := make(chan struct{})
	var logs bytes.Buffer
	url, end := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		close(started)
		<-r.Context().Done()
	}, &Options{Grace: 10 * time.Millisecond, Logger: slog.New(slog.NewTextHandler(&logs, nil))})
	go func() {
		if answer, err := http.Get(url); err == nil {
			answer.Body.Close()
		}
	}()
	<-started
	require.NoError(t, end())
	require.Contains(t, logs.String(), "level=WARN")
	require.Contains(t, logs.String(), "cut off")
}

// TestHalfABody: a client that has sent half of what it said it would is cut
// off after the grace period, and is told nothing that is not true.
func TestHalfABody(t *testing.T) {
	started, read := make(chan struct{}), make(chan error, 1)
	url, end := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		close(started)
		_, err := io.ReadAll(r.Body)
		read <- err
		panic(http.ErrAbortHandler)
	}, &Options{Grace: 50 * time.Millisecond})
	client, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	defer client.Close()
	_, err = io.WriteString(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"half\":")
	require.NoError(t, err)
	<-started
	begin := time.Now()
	require.NoError(t, end())
	require.Less(t, time.Since(begin), 5*time.Second)
	require.Error(t, <-read)
	answer, _ := io.ReadAll(client)
	require.Empty(t, answer)
}

// TestGeneralOptions: the handler sees every request, "OPTIONS *" too.
func TestGeneralOptions(t *testing.T) {
	url, end := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, r.Method+" "+r.RequestURI)
	}, nil)
	client, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	defer client.Close()
	_, err = io.WriteString(client, "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	require.NoError(t, err)
	answer, err := io.ReadAll(client)
	require.NoError(t, err)
	require.Contains(t, string(answer), "418 I'm a teapot")
	require.Contains(t, string(answer), "OPTIONS *")
	require.NoError(t, end())
}

func TestListenerFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l.Close()
	require.ErrorIs(t, Serve(context.Background(), l, http.NotFoundHandler(), nil), net.ErrClosed)
}

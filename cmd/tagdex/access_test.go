package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	firstToken  = "8f14e45fceea167a5a36dedd4bea2543"
	secondToken = "c9f0f895fb98ab9159f51fd0297e236d"
)

var discard = slog.New(slog.DiscardHandler)

// keyFile writes a key file with one token.
func keyFile(t *testing.T, name, token string) {
	t.Helper()
	text := `{"credentials":[{"name":"one","role":"operator","projects":["default"],"token":"` + token + `"}]}`
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
}

// count asks a server with a token, and returns the status.
func (p *process) count(t *testing.T, project, token string) int {
	t.Helper()
	r, err := http.NewRequest("POST", p.url+"/v2/"+project+"/images/resource_instances/action", strings.NewReader(`{"action":"count"}`))
	require.NoError(t, err)
	if token != "" {
		r.Header.Set("X-Auth-Token", token)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// TestServeKeys: with keys everybody needs one, on loopback too; a hangup puts
// new ones in their place, and bad ones change nothing.
func TestServeKeys(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	keyFile(t, name, firstToken)
	p := serving(t, "--keys", name)
	require.Equal(t, 401, p.count(t, "default", ""))
	require.Equal(t, 401, p.count(t, "default", secondToken))
	require.Equal(t, 200, p.count(t, "default", firstToken))
	require.Equal(t, 403, p.count(t, "other", firstToken))
	answer, err := http.Get(p.url + "/healthz")
	require.NoError(t, err)
	answer.Body.Close()
	require.Equal(t, 200, answer.StatusCode)

	require.NoError(t, os.WriteFile(name, []byte(`{"credentials":[]}`), 0o600))
	require.NoError(t, p.Process.Signal(syscall.SIGHUP))
	require.Eventually(t, func() bool {
		return strings.Contains(p.complaint(), "the credentials stay as they were")
	}, 10*time.Second, 10*time.Millisecond, p.complaint())
	require.Equal(t, 200, p.count(t, "default", firstToken))

	keyFile(t, name, secondToken)
	require.NoError(t, p.Process.Signal(syscall.SIGHUP))
	require.Eventually(t, func() bool { return p.count(t, "default", secondToken) == 200 }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, 401, p.count(t, "default", firstToken))

	code, _ := p.end(t, syscall.SIGTERM)
	require.Equal(t, 0, code, p.complaint())
	require.NotContains(t, p.complaint(), firstToken)
	require.NotContains(t, p.complaint(), secondToken)
	require.Contains(t, p.complaint(), "the token is not known")
}

// TestServeWritable: without keys, writing must have been asked for, and is
// not for pages of other sites.
func TestServeWritable(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data.jsonl")
	require.NoError(t, os.WriteFile(data, []byte(`{"resource_id":"a"}`), 0o600))
	add := func(p *process, header ...string) int {
		r, err := http.NewRequest("POST", p.url+"/v2/default/images/a/tags", strings.NewReader(`{"tag":{"key":"k","value":"v"}}`))
		require.NoError(t, err)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		answer.Body.Close()
		return answer.StatusCode
	}
	p := serving(t, "--data", data)
	require.Equal(t, 403, add(p))
	p.end(t, syscall.SIGTERM)
	p = serving(t, "--data", data, "--writable")
	require.Equal(t, 204, add(p))
	require.Equal(t, 403, add(p, "Sec-Fetch-Site", "cross-site"))
	require.Equal(t, 403, add(p, "Origin", "http://evil.example"))
	p.end(t, syscall.SIGTERM)
}

// TestServeOpenWarns: an address that others reach is open for reading, and
// that is told.
func TestServeOpenWarns(t *testing.T) {
	for args, want := range map[string]string{
		"":                               "may read every project",
		"--writable --allow-open-writes": "may read and change every project",
	} {
		p := start(t, nil, append([]string{"serve", "--addr", "0.0.0.0:0"}, strings.Fields(args)...)...)
		_, err := p.stdout.ReadString('\n')
		require.NoError(t, err)
		code, _ := p.end(t, syscall.SIGTERM)
		require.Equal(t, 0, code)
		require.Contains(t, p.complaint(), "level=WARN")
		require.Contains(t, p.complaint(), want)
	}
	p := serving(t, "--writable")
	p.end(t, syscall.SIGTERM)
	require.NotContains(t, p.complaint(), "level=WARN")
}

// TestDoor: what everybody may do without keys.
func TestDoor(t *testing.T) {
	loopback := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}
	anywhere := &net.TCPAddr{IP: net.IPv4zero}
	foreign := http.Header{"Sec-Fetch-Site": {"cross-site"}}
	old := http.Header{"Origin": {"http://evil.example"}}
	same := http.Header{"Sec-Fetch-Site": {"same-origin"}}
	for name, c := range map[string]struct {
		addr            net.Addr
		flags           accessFlags
		method, host    string
		header          http.Header
		write, operator bool
	}{
		"loopback":                  {loopback, accessFlags{}, "POST", "127.0.0.1:8080", nil, false, true},
		"writable":                  {loopback, accessFlags{Writable: true}, "POST", "127.0.0.1:8080", nil, true, true},
		"writable, IPv6":            {loopback, accessFlags{Writable: true}, "POST", "[::1]:8080", nil, true, true},
		"writable, IPv6, no port":   {loopback, accessFlags{Writable: true}, "POST", "[::1]", nil, true, true},
		"writable, localhost":       {loopback, accessFlags{Writable: true}, "POST", "LocalHost:8080", nil, true, true},
		"writable, no port":         {loopback, accessFlags{Writable: true}, "POST", "127.0.0.1", nil, true, true},
		"writable, own page":        {loopback, accessFlags{Writable: true}, "POST", "127.0.0.1:8080", same, true, true},
		"writable, other page":      {loopback, accessFlags{Writable: true}, "POST", "127.0.0.1:8080", foreign, false, false},
		"writable, old browser":     {loopback, accessFlags{Writable: true}, "DELETE", "127.0.0.1:8080", old, false, false},
		"writable, rebound name":    {loopback, accessFlags{Writable: true}, "POST", "evil.example:8080", same, false, false},
		"writable, rebound, GET":    {loopback, accessFlags{Writable: true}, "GET", "evil.example", nil, false, false},
		"writable, no host":         {loopback, accessFlags{Writable: true}, "POST", "", nil, false, false},
		"anywhere":                  {anywhere, accessFlags{}, "POST", "tags.example", nil, false, false},
		"anywhere, system tags":     {anywhere, accessFlags{AllowSystemTags: true}, "POST", "tags.example", nil, false, true},
		"anywhere, open":            {anywhere, accessFlags{Writable: true, AllowOpenWrites: true}, "POST", "tags.example", nil, true, false},
		"anywhere, open, page":      {anywhere, accessFlags{Writable: true, AllowOpenWrites: true}, "POST", "tags.example", foreign, false, false},
		"anywhere, system, page":    {anywhere, accessFlags{AllowSystemTags: true}, "POST", "tags.example", foreign, false, true},
		"anywhere, open, read page": {anywhere, accessFlags{Writable: true, AllowOpenWrites: true}, "GET", "tags.example", foreign, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			authenticate, err := (&serveCmd{accessFlags: c.flags}).open(c.addr, discard)
			require.NoError(t, err)
			caller, err := authenticate(&http.Request{Method: c.method, Host: c.host, Header: c.header})
			require.NoError(t, err)
			require.Equal(t, c.write, caller.Write)
			require.Equal(t, c.operator, caller.Operator)
			require.Nil(t, caller.Projects)
		})
	}
	_, err := (&serveCmd{accessFlags: accessFlags{Writable: true}}).open(anywhere, discard)
	require.ErrorContains(t, err, "--keys FILE")
}

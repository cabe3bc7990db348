package httpapi_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/httpapi"
)

// spaces is a body of n bytes that is refused for its length or not at all.
func spaces(n int64) io.Reader { return io.LimitReader(endless{}, n) }

// sendAll sends a request to its end before it reads the answer, as simple
// clients do. With expect it waits for the server to ask for the body.
func sendAll(t *testing.T, server *httptest.Server, method, path string, size int64, chunked, expect bool) reply {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	head := method + " " + path + " HTTP/1.1\r\nHost: x\r\n"
	if expect {
		head += "Expect: 100-continue\r\n"
	}
	if chunked {
		head += "Transfer-Encoding: chunked\r\n\r\n"
	} else {
		head += fmt.Sprintf("Content-Length: %d\r\n\r\n", size)
	}
	_, err = io.WriteString(conn, head)
	require.NoError(t, err)
	answers := bufio.NewReader(conn)
	if expect {
		first, err := http.ReadResponse(answers, nil)
		require.NoError(t, err)
		if first.StatusCode != http.StatusContinue {
			return read(first)
		}
	}
	if chunked {
		_, err = fmt.Fprintf(conn, "%x\r\n", size)
		require.NoError(t, err)
	}
	_, err = io.Copy(conn, spaces(size))
	require.NoError(t, err, "the server takes what it has refused")
	if chunked {
		_, err = io.WriteString(conn, "\r\n0\r\n\r\n")
		require.NoError(t, err)
	}
	answer, err := http.ReadResponse(answers, nil)
	require.NoError(t, err)
	return read(answer)
}

// TestRefusedBodies: whoever sends a large body that is refused sees why.
func TestRefusedBodies(t *testing.T) {
	const mib = 1 << 20
	server := func(caller httpapi.Caller, err error) *httptest.Server {
		opts := as(caller, err)
		opts.MaxLoadBytes, opts.SpoolDir = 30*mib, t.TempDir()
		if caller.Operator {
			opts.SpoolDir = filepath.Join(opts.SpoolDir, "none")
		}
		server := httptest.NewServer(newHandler(t, opts))
		t.Cleanup(server.Close)
		return server
	}
	writer := server(httpapi.Caller{Write: true}, nil)
	full := server(httpapi.Caller{Write: true, Operator: true}, nil)
	reader := server(httpapi.Caller{}, nil)
	nobody := server(httpapi.Caller{}, dialect.Unauthenticated)
	for name, c := range map[string]struct {
		server       *httptest.Server
		method, path string
		size         int64
		status       int
	}{
		"too large":       {writer, "POST", imsPath, 10 * mib, 413},
		"far too large":   {writer, "POST", "/tagdex/v1/p1/images/query", 50 * mib, 413},
		"too large a put": {writer, "PUT", "/tagdex/v1/p1/images/resources/i1", 20 * mib, 413},
		"too long a load": {writer, "POST", "/tagdex/v1/p1/images/load", 50 * mib, 413},
		"no room":         {full, "POST", "/tagdex/v1/p1/images/load", 20 * mib, 507},
		"may not write":   {reader, "POST", "/tagdex/v1/p1/images/load", 20 * mib, 403},
		"not known":       {nobody, "POST", imsPath, 20 * mib, 401},
		"no path":         {reader, "POST", "/nothing", 20 * mib, 404},
		"no method":       {reader, "PATCH", imsPath, 20 * mib, 405},
	} {
		for _, chunked := range []bool{false, true} {
			for _, expect := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, chunked %t, expect %t", name, chunked, expect), func(t *testing.T) {
					t.Parallel()
					r := sendAll(t, c.server, c.method, c.path, c.size, chunked, expect)
					require.Equal(t, c.status, r.status, r.body)
					r.requireJSON(t)
				})
			}
		}
		t.Run(name+", net/http", func(t *testing.T) {
			t.Parallel()
			r, err := http.NewRequest(c.method, c.server.URL+c.path, spaces(c.size))
			require.NoError(t, err)
			answer, err := c.server.Client().Do(r)
			require.NoError(t, err)
			require.Equal(t, c.status, read(answer).status)
		})
	}
}

// TestRefusedBodyWithoutEnd: a client that goes on for ever is left after a
// while, and one that says nothing more holds nobody.
func TestRefusedBodyWithoutEnd(t *testing.T) {
	server := httptest.NewServer(newHandler(t, nil))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	_, err = io.WriteString(conn, "POST "+imsPath+" HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n")
	require.NoError(t, err)
	sent, err := io.Copy(conn, endless{})
	require.Error(t, err)
	require.False(t, errors.Is(err, io.EOF))
	require.Less(t, sent, int64(1<<30))
}

// TestRefusedBodyKeepsAlive: a short body that is refused does not end the
// connection.
func TestRefusedBodyKeepsAlive(t *testing.T) {
	server := httptest.NewServer(newHandler(t, nil))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	answers := bufio.NewReader(conn)
	for range 3 {
		_, err = io.WriteString(conn, "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n"+strings.Repeat(" ", 10000))
		require.NoError(t, err)
		answer, err := http.ReadResponse(answers, nil)
		require.NoError(t, err)
		require.False(t, answer.Close)
		require.Equal(t, 404, read(answer).status)
	}
}

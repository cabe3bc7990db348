package main

import (
	"io"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// conform runs the command against a server.
func conform(t *testing.T, args ...string) (status int, out, complaint string) {
	t.Helper()
	p := start(t, nil, append([]string{"conform"}, args...)...)
	text, err := io.ReadAll(p.stdout)
	require.NoError(t, err)
	_ = p.Wait()
	return p.ProcessState.ExitCode(), string(text), p.complaint()
}

// The server of the README holds other data. The command says so, and what to
// do, and what it says to do helps.
func TestConformSaysWhatItNeeds(t *testing.T) {
	t.Run("a server that is read only", func(t *testing.T) {
		p := serving(t)
		status, out, complaint := conform(t, p.url)
		require.Equal(t, 1, status)
		require.Empty(t, out)
		require.Contains(t, complaint, p.url+" does not hold the data that the vectors ask about: ")
		require.Contains(t, complaint, "    tagdex conform --load "+p.url+"\n")
		require.Contains(t, complaint, "    tagdex serve --data conform.jsonl\n")

		status, out, complaint = conform(t, "--load", p.url)
		require.Equal(t, 1, status)
		require.Empty(t, out)
		require.Contains(t, complaint, "was answered 403: ")
		require.Contains(t, complaint, "start the server with --writable")
		code, _ := p.end(t, syscall.SIGTERM)
		require.Zero(t, code)
	})
	t.Run("a server that may be written", func(t *testing.T) {
		p := serving(t, "--writable")
		for _, args := range [][]string{{"--load", p.url}, {p.url}, {"--load", p.url}} {
			status, out, complaint := conform(t, args...)
			require.Zero(t, status, out+complaint)
			require.Empty(t, complaint)
			require.Regexp(t, `(?m)^ +all +1[0-9]{3} +0 +[0-9]+ +0$`, out)
		}
	})
}

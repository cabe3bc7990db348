//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// interrupt interrupts a command and waits until it has ended.
func interrupt(t *testing.T, p *process) {
	t.Helper()
	require.NoError(t, p.Process.Signal(os.Interrupt))
	ended := make(chan error, 1)
	go func() {
		_, _ = io.Copy(io.Discard, p.stdout)
		ended <- p.Wait()
	}()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("it goes on")
	}
}

// Whatever a command waits for, one interrupt ends it.
func TestInterruptedWhileWaiting(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	silent, stdin, err := os.Pipe()
	require.NoError(t, err)
	defer stdin.Close()
	for name, args := range map[string][]string{
		"data":                      {"query", "--data", pipe, "all"},
		"data of a server":          {"serve", "--addr", "127.0.0.1:0", "--data", pipe},
		"data on standard input":    {"query", "--data", "-", "all"},
		"request":                   {"query", "--request", pipe},
		"request on standard input": {"query", "--request", "-"},
		"output":                    {"gen", "--n", "1", "--out", pipe},
		"bad lines":                 {"query", "--data", pipe, "--bad-lines", pipe, "all"},
		"data of the vectors":       {"conform", "--write-data", pipe},
	} {
		t.Run(name, func(t *testing.T) {
			// A command that has not begun to listen for signals is ended by one
			// at once, which a loaded machine may need more time for.
			for wait := 300 * time.Millisecond; ; wait *= 3 {
				p := start(t, silent, args...)
				time.Sleep(wait)
				interrupt(t, p)
				if p.ProcessState.ExitCode() < 0 && wait < 5*time.Second {
					continue
				}
				require.Equal(t, 130, p.ProcessState.ExitCode(), p.complaint())
				require.Equal(t, "tagdex: interrupted\n", p.complaint())
				return
			}
		})
	}
}

//go:build unix

package datafile

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func pipeFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(name, 0o600))
	return name
}

// soon is a context that ends while whatever was begun waits.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	return ctx
}

// Nobody opens the other end. TestMain sees that no goroutine is left.
func TestContextEndsTheWaitForAPipe(t *testing.T) {
	t.Run("read", func(t *testing.T) {
		_, err := Open(soon(t), pipeFile(t))
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("written", func(t *testing.T) {
		_, err := CreateContext(soon(t), pipeFile(t), nil)
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("rows", func(t *testing.T) {
		for _, err := range New(nil).Files(soon(t), pipeFile(t)) {
			require.ErrorIs(t, err, context.Canceled)
		}
	})
	t.Run("ended before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := Open(ctx, pipeFile(t))
		require.ErrorIs(t, err, context.Canceled)
	})
}

// The other end was opened, but nothing comes.
func TestContextEndsTheReadOfAPipe(t *testing.T) {
	name := pipeFile(t)
	ctx, cancel := context.WithCancel(context.Background())
	writer := make(chan *os.File, 1)
	go func() {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err == nil {
			_, _ = io.WriteString(f, many(1))
		}
		writer <- f
		time.Sleep(10 * time.Millisecond)
		cancel()
	}()
	var last error
	for _, last = range New(&Options{Format: Auto}).Files(ctx, name) {
	}
	require.ErrorIs(t, last, context.Canceled)
	(<-writer).Close()
}

func TestPipesAreRead(t *testing.T) {
	name := pipeFile(t)
	done := make(chan error, 1)
	go func() { done <- os.WriteFile(name, []byte(many(5)), 0) }()
	n := 0
	for _, err := range New(&Options{Format: Auto}).Files(context.Background(), name) {
		require.NoError(t, err)
		n++
	}
	require.Equal(t, 5, n)
	require.NoError(t, <-done)
}

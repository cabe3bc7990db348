package datafile

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestCreate(t *testing.T) {
	text := many(10_000)
	for name, magic := range map[string]string{"a.jsonl": "{", "a.jsonl.gz": "\x1f\x8b", "a.jsonl.zst": "\x28\xb5\x2f\xfd", "A.GZ": "\x1f\x8b"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
			out, err := Create(path, nil)
			require.NoError(t, err)
			_, err = io.WriteString(out, text)
			require.NoError(t, err)

			old, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, "old", string(old), "before Commit")
			require.NoError(t, out.Commit())
			out.Abort()
			require.Equal(t, []string{name}, files(t, dir))
			written, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, magic, string(written[:len(magic)]))
			n := 0
			for _, err := range New(nil).Files(context.Background(), path) {
				require.NoError(t, err)
				n++
			}
			require.Equal(t, 10_000, n)
		})
	}
}

func TestCreateAborted(t *testing.T) {
	dir := t.TempDir()
	out, err := Create(filepath.Join(dir, "a.gz"), nil)
	require.NoError(t, err)
	require.Len(t, files(t, dir), 1)
	_, err = io.WriteString(out, many(10))
	require.NoError(t, err)
	out.Abort()
	require.Empty(t, files(t, dir))
}

func TestCreateOnStandardOutput(t *testing.T) {
	var stdout bytes.Buffer
	out, err := Create(Stdin, &stdout)
	require.NoError(t, err)
	_, err = io.WriteString(out, "text")
	require.NoError(t, err)
	require.NoError(t, out.Commit())
	require.Equal(t, "text", stdout.String())
}

func TestCreateFails(t *testing.T) {
	_, err := Create(filepath.Join(t.TempDir(), "no", "such", "folder"), nil)
	require.ErrorIs(t, err, os.ErrNotExist)

	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("SKIPPED the rest: no /dev/full here")
	}
	out, err := Create("/dev/full", nil)
	require.NoError(t, err)
	_, err = io.WriteString(out, "x")
	require.NoError(t, err, "still in the buffer")
	require.ErrorIs(t, out.Commit(), syscall.ENOSPC)
}

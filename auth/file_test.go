package auth_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
)

func TestReadFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	require.NoError(t, os.WriteFile(name, []byte(whole), 0o600))
	for mode, good := range map[os.FileMode]bool{
		0o600: true, 0o400: true, 0o700: true, 0o711: true,
		0o640: false, 0o604: false, 0o620: false, 0o602: false, 0o644: false, 0o666: false, 0o440: false,
	} {
		require.NoError(t, os.Chmod(name, mode))
		keys, err := auth.ReadFile(name)
		if good {
			require.NoError(t, err, mode)
			require.Equal(t, 7, keys.Len())
			continue
		}
		require.ErrorIs(t, err, auth.ErrExposed, mode)
		require.ErrorContains(t, err, name+": ")
		require.ErrorContains(t, err, "chmod 600")
	}
}

// Some editors begin a file with a byte-order mark.
func TestReadFileWithAMark(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	require.NoError(t, os.WriteFile(name, []byte("\ufeff"+whole), 0o600))
	keys, err := auth.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, 7, keys.Len())
}

func TestReadFileFails(t *testing.T) {
	dir := t.TempDir()
	_, err := auth.ReadFile(filepath.Join(dir, "none"))
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = auth.ReadFile(dir)
	require.ErrorIs(t, err, auth.ErrNotRegular)
	_, err = auth.ReadFile("/dev/null")
	require.ErrorIs(t, err, auth.ErrNotRegular)

	large := filepath.Join(dir, "large")
	require.NoError(t, os.WriteFile(large, bytes.Repeat([]byte(" "), 4<<20+1), 0o600))
	_, err = auth.ReadFile(large)
	require.ErrorIs(t, err, auth.ErrTooLarge)

	// One that is as large as it may be is read to its end.
	text := append(bytes.Repeat([]byte(" "), 4<<20-len(whole)), whole...)
	require.NoError(t, os.WriteFile(large, text, 0o600))
	_, err = auth.ReadFile(large)
	require.NoError(t, err)

	bad := filepath.Join(dir, "bad")
	require.NoError(t, os.WriteFile(bad, []byte("{}"), 0o600))
	_, err = auth.ReadFile(bad)
	faults, ok := errors.AsType[auth.Faults](err)
	require.True(t, ok)
	require.Len(t, faults, 1)
	require.EqualError(t, err, bad+": line 1: credentials: is missing")

	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(bad, link))
	_, err = auth.ReadFile(link)
	require.ErrorAs(t, err, &faults)
}

package auth

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxFileBytes is the size above which a key file is refused unread.
const maxFileBytes = 4 << 20

// Errors of ReadFile about the file itself.
var (
	ErrExposed    = errors.New("others than its owner may read or write it")
	ErrNotRegular = errors.New("it is not a regular file")
	ErrTooLarge   = errors.New("it has more than 4 MiB")
)

// ReadFile reads a key file. It refuses one that is not a regular file of 4
// MiB at most, or whose permissions let anybody but the owner read or write
// it. An error wraps the file's name and all Faults, ErrExposed, ErrNotRegular,
// ErrTooLarge, or what the system said.
func ReadFile(name string) (*Keys, error) {
	keys, err := readFile(name)
	var path *os.PathError
	switch {
	case err == nil || errors.As(err, &path): // which names the file
		return keys, err
	}
	return nil, fmt.Errorf("%s: %w", name, err)
}

func readFile(name string) (*Keys, error) {
	// Opening what is no file could wait for ever.
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// What was opened is what counts, whatever the name means by now.
	if err := checkMode(f); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxFileBytes:
		return nil, ErrTooLarge
	}
	return Parse(bytes.TrimPrefix(text, []byte("\ufeff"))) // some editors begin a file with a mark
}

// othersMayUse are the permissions of group and others to read or to write.
const othersMayUse = 0o066

func checkMode(f *os.File) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return ErrNotRegular
	case info.Mode().Perm()&othersMayUse != 0:
		return fmt.Errorf("%w (mode %04o): chmod 600 it", ErrExposed, info.Mode().Perm())
	}
	return nil
}

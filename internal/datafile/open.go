package datafile

import (
	"context"
	"os"
	"time"
)

// Open opens a file for reading. Of a pipe with a name nobody may write for
// ever, and the system waits for that: the context ends the wait.
func Open(ctx context.Context, name string) (*os.File, error) {
	return openFile(ctx, name, func() (*os.File, error) { return os.Open(name) }, os.O_WRONLY)
}

// openToWrite opens what is there already, and is not a regular file.
func openToWrite(ctx context.Context, name string) (*os.File, error) {
	return openFile(ctx, name, func() (*os.File, error) { return os.OpenFile(name, os.O_WRONLY, 0) }, os.O_RDONLY)
}

type opened struct {
	file *os.File
	err  error
}

// openFile opens a file in a goroutine of its own where that may take long.
// When the context ends first, it opens the other end of the pipe, which is
// what the first one waits for.
func openFile(ctx context.Context, name string, open func() (*os.File, error), otherEnd int) (*os.File, error) {
	if info, err := os.Stat(name); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return open()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	done := make(chan opened, 1)
	go func() {
		file, err := open()
		done <- opened{file, err}
	}()
	select {
	case o := <-done:
		return o.file, o.err
	case <-ctx.Done():
	}
	release(name, otherEnd, done)
	return nil, ctx.Err()
}

// release ends an open that waits. Who may not open the other end must leave
// the goroutine to itself.
func release(name string, otherEnd int, done <-chan opened) {
	for range 100 {
		other, err := os.OpenFile(name, otherEnd|nonBlocking, 0)
		if err == nil {
			defer other.Close()
		}
		select {
		case o := <-done:
			if o.file != nil {
				o.file.Close()
			}
			return
		case <-time.After(time.Millisecond): // it has not come as far as waiting
		}
	}
}

package datafile

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Output is a data file that is being written. Nobody sees it under its name
// before Commit: a file that could not be written to its end is not there.
// One goroutine at a time.
type Output struct {
	buffered *bufio.Writer
	archive  io.WriteCloser // nil: not compressed
	file     *os.File       // nil: a stream of the caller's
	name     string         // to be given to the file; "" if it has its name
}

// Create begins the file with the name, compressed if that ends in .gz or
// .zst. What is there already is replaced by Commit; only something that is no
// regular file, such as a pipe or a device, is written to as it is. The name
// "-" is stdout, which stays open. End with Commit or Abort.
func Create(name string, stdout io.Writer) (*Output, error) {
	return CreateContext(context.Background(), name, stdout)
}

// CreateContext is Create, but the context ends the wait for somebody who reads
// a pipe.
func CreateContext(ctx context.Context, name string, stdout io.Writer) (*Output, error) {
	out := &Output{}
	var to io.Writer = stdout
	if name != Stdin {
		if err := out.open(ctx, name); err != nil {
			return nil, err
		}
		to = out.file
	}
	out.buffered = bufio.NewWriterSize(to, inputBuffer)
	return out, out.compress(filepath.Ext(name))
}

// open opens the file itself, or one beside it that is to take its name.
func (o *Output) open(ctx context.Context, name string) (err error) {
	if info, statErr := os.Stat(name); statErr == nil && !info.Mode().IsRegular() {
		o.file, err = openToWrite(ctx, name)
		return err
	}
	o.name = name
	o.file, err = os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.part")
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		e.Path = name // the name that the caller knows
	}
	return err
}

func (o *Output) compress(ending string) (err error) {
	switch strings.ToLower(ending) {
	case ".gz":
		o.archive = gzip.NewWriter(o.buffered)
	case ".zst":
		o.archive, err = zstd.NewWriter(o.buffered, zstd.WithEncoderConcurrency(1))
	}
	return err
}

// Write writes text.
func (o *Output) Write(p []byte) (int, error) {
	if o.archive != nil {
		return o.archive.Write(p)
	}
	return o.buffered.Write(p)
}

// Commit ends the file and gives it its name. After an error there is no
// file.
func (o *Output) Commit() error {
	err := o.finish()
	if o.file == nil {
		return err
	}
	if err == nil && o.name != "" {
		err = o.file.Chmod(0o644)
	}
	err = errors.Join(err, o.file.Close())
	if o.name == "" {
		return err
	}
	if err == nil {
		err = os.Rename(o.file.Name(), o.name)
	}
	if err != nil {
		_ = os.Remove(o.file.Name())
	}
	return err
}

// finish brings everything written as far as the file.
func (o *Output) finish() error {
	if o.archive != nil {
		if err := o.archive.Close(); err != nil {
			return err
		}
	}
	return o.buffered.Flush()
}

// Abort leaves no file. After Commit it does nothing that matters.
func (o *Output) Abort() {
	if o.file == nil {
		return
	}
	o.file.Close()
	if o.name != "" {
		_ = os.Remove(o.file.Name())
	}
}

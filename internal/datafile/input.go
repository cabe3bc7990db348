package datafile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	inputBuffer = 64 << 10
	// maxWindow caps what a zstd frame may ask to be held in memory. It is
	// what the zstd command itself accepts without a flag.
	maxWindow = 128 << 20
)

// errArchive is wrapped by the error for an input in a form of compression
// that is not read.
var errArchive = errors.New("compressed in a form that is not read here")

// magics tells forms of compression by their first bytes. The name of a file
// is not looked at: it says what somebody meant, the bytes what there is.
var magics = []struct {
	magic string
	name  string
	open  func(io.Reader) (io.Reader, error) // nil: known, but not read
}{
	{"\x1f\x8b", "gzip", openGzip},
	{"\x28\xb5\x2f\xfd", "zstd", openZstd},
	{"\xfd7zXZ\x00", "xz", nil},
	{"BZh", "bzip2", nil},
	{"PK\x03\x04", "zip", nil},
}

const longestMagic = 6

// byteOrderMark may stand before the first line; some editors write it.
var byteOrderMark = []byte("\xef\xbb\xbf")

func openGzip(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }

func openZstd(r io.Reader) (io.Reader, error) {
	d, err := zstd.NewReader(r,
		zstd.WithDecoderConcurrency(1), // no goroutines of its own
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(maxWindow))
	if err != nil {
		return nil, err
	}
	return d, nil
}

// inflate returns the plain text of r, without a byte-order mark, as a
// stream.
func inflate(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, inputBuffer)
	head, err := in.Peek(longestMagic)
	if err != nil && err != io.EOF {
		return nil, err
	}
	text := in
	for _, m := range magics {
		if !bytes.HasPrefix(head, []byte(m.magic)) {
			continue
		}
		if m.open == nil {
			return nil, fmt.Errorf("%w: %s; decompress it first", errArchive, m.name)
		}
		inner, err := m.open(in)
		if err != nil {
			return nil, damaged(m.name, err)
		}
		text = bufio.NewReaderSize(&inflated{r: inner, name: m.name}, inputBuffer)
		break
	}
	skipMark(text)
	return text, nil
}

// skipMark passes by the byte-order mark, if the text begins with one.
func skipMark(text *bufio.Reader) {
	if mark, _ := text.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		_, _ = text.Discard(len(byteOrderMark)) // they are buffered
	}
}

// inflated says in its errors that it is the archive that is broken, and
// where.
type inflated struct {
	r    io.Reader
	name string
	out  int64
}

func (i *inflated) Read(p []byte) (int, error) {
	n, err := i.r.Read(p)
	i.out += int64(n)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("after %d bytes of text: %w", i.out, damaged(i.name, err))
	}
	return n, err
}

func damaged(name string, err error) error {
	if errors.Is(err, zstd.ErrWindowSizeExceeded) {
		return fmt.Errorf("the %s data ask for more than %d MiB of memory: %w", name, maxWindow>>20, err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("the %s data end too early: %w", name, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("the %s data are damaged: %w", name, err)
}

// counted counts the bytes that went through, for a goroutine that watches.
type counted struct {
	r io.Reader
	n atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

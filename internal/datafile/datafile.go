// Package datafile reads and writes files of tagged resources: JSON Lines
// (SEMANTICS section 6), the answers of the calls that tagdex speaks, and what
// the command lines of some clouds export; plain, gzip or zstd. The form of a
// file can be given or recognised by what stands in it.
//
// Everything read here is taken as hostile. Memory is bounded by
// Options.MaxLine and a few fixed buffers, whatever the size of the file or
// its rate of compression.
package datafile

import (
	"context"
	"io"
	"iter"
	"os"

	"github.com/tagdex/tagdex/engine"
)

// Where rows go that do not say where they belong.
const (
	DefaultProject = "default"
	DefaultType    = "images"
)

// Stdin is the file name that stands for standard input.
const Stdin = "-"

// DefaultMaxLine is the default of Options.MaxLine.
const DefaultMaxLine = 16 << 20

// keptReasons is how many reasons Skipped keeps.
const keptReasons = 5

// Options tune a Reader. The zero value, and a nil pointer, are the defaults.
type Options struct {
	// Format of every file; "" means JSONLines. Auto recognises the form of
	// each file by what it begins with.
	Format Format
	// Project and Type are for rows that name none; "" means DefaultProject
	// and DefaultType.
	Project, Type string
	// SkipBad counts bad lines instead of ending at the first. Damage that
	// hides where the next line begins (a broken archive, a syntax error
	// between two images) still ends the reading, and so does a file that is
	// in another form altogether.
	SkipBad bool
	// Bad, if not nil, is told of each bad line that SkipBad leaves out, by
	// the goroutine that consumes the rows.
	Bad func(*LineError)
	// Plain takes JSON Lines as they are: an archive is not unpacked, it is a
	// bad line.
	Plain bool
	// Check, if not nil, looks at each row that could be read, from several
	// goroutines at once. Its error makes the line a bad one.
	Check func(*engine.Row) error
	// MaxLine is how many bytes one line, or one image of a list, may have;
	// 0 means DefaultMaxLine.
	MaxLine int
	// Progress, if not nil, is called now and then by the goroutine that
	// consumes the rows, and once at the end of each input.
	Progress func(Progress)
	// Stdin is what the file name "-" reads; nil means os.Stdin.
	Stdin io.Reader
}

// Progress says how far a Reader has come, over all its inputs.
type Progress struct {
	Read  int64 // bytes taken from the files, before decompression
	Total int64 // bytes there are; 0 if that is not known
	Rows  int   // rows handed out
}

// Skipped tells what SkipBad left out.
type Skipped struct {
	Lines int     // how many
	First []error // the first few, each a *LineError
}

// Reader reads data files as streams of rows and counts what it skips. Its
// streams may be consumed one after the other, not at the same time.
type Reader struct {
	opts    Options
	skipped Skipped
	report  Report
	done    Progress // Read and Total of the inputs before the current one
}

// New makes a Reader.
func New(opts *Options) *Reader {
	r := &Reader{}
	if opts != nil {
		r.opts = *opts
	}
	if r.opts.Format == "" {
		r.opts.Format = JSONLines
	}
	if r.opts.Project == "" {
		r.opts.Project = DefaultProject
	}
	if r.opts.Type == "" {
		r.opts.Type = DefaultType
	}
	if r.opts.MaxLine <= 0 {
		r.opts.MaxLine = DefaultMaxLine
	}
	if r.opts.Stdin == nil {
		r.opts.Stdin = os.Stdin
	}
	return r
}

// Skipped returns what was left out up to now.
func (r *Reader) Skipped() Skipped { return r.skipped }

// Files streams the rows of the named files in the order given. A file is
// opened when its turn comes, and read twice as fast as one core could: two
// goroutines decode ahead of the consumer, in order, and end with the loop.
//
// An error ends the stream. It is a *LineError where a line can be named; the
// context's error where that ended it; otherwise what opening the file said.
func (r *Reader) Files(ctx context.Context, names ...string) iter.Seq2[engine.Row, error] {
	return func(yield func(engine.Row, error) bool) {
		r.done.Total += totalSize(names)
		for _, name := range names {
			if !r.file(ctx, name, yield) {
				return
			}
		}
	}
}

// Stream streams the rows of src, which may be compressed. The name is for
// errors. A src that is an io.Closer is closed when the loop ends, which must
// end a Read that is blocked, and nobody reads it any more after. Of another
// src, when the loop ends early, one goroutine may stay until its Read returns.
func (r *Reader) Stream(ctx context.Context, name string, src io.Reader) iter.Seq2[engine.Row, error] {
	return func(yield func(engine.Row, error) bool) {
		closer, _ := src.(io.Closer)
		r.input(ctx, name, src, closer, yield)
	}
}

// file streams one named file and reports whether to go on.
func (r *Reader) file(ctx context.Context, name string, yield func(engine.Row, error) bool) bool {
	if name == Stdin {
		return r.input(ctx, "standard input", r.opts.Stdin, nil, yield)
	}
	f, err := Open(ctx, name)
	if err != nil {
		yield(engine.Row{}, err)
		return false
	}
	return r.input(ctx, name, f, f, yield)
}

// totalSize adds up the sizes of regular files; 0 if one of the names is
// something else, since a share of an unknown whole means nothing.
func totalSize(names []string) int64 {
	var total int64
	for _, name := range names {
		info, err := os.Stat(name)
		if name == Stdin || err != nil || !info.Mode().IsRegular() {
			return 0
		}
		total += info.Size()
	}
	return total
}

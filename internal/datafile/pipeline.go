package datafile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"sync"

	"github.com/tagdex/tagdex/engine"
)

const (
	// blockText is about how much text is decoded at a time by one worker.
	blockText = 256 << 10
	// blockItems is how many rows a block has at most, however short they are.
	blockItems = 8 << 10
	// maxWorkers decode beside the reading goroutine and the consumer.
	maxWorkers = 2
)

// item is the text of one row inside its block.
type item struct {
	start, end int
	line       int   // on which it begins
	err        error // why there is no text to decode
}

// block is a run of items that travels from the splitter through a worker to
// the consumer.
type block struct {
	text  []byte
	items []item
	line  int   // where end happened
	end   error // what ended the input after the items; nil: more may come

	form      *form // of the items; nil where nothing could be read
	format    Format
	empty     bool   // the input holds no text
	looks     Format // another form that the input looks like
	announced int64  // as in FileReport
	more      bool

	rows  []decoded // by the worker: one for every item, or up to the first bad one
	notes notes
	done  chan struct{}
}

// append adds the text of a row that begins on a line.
func (b *block) append(text []byte, line int) {
	start := len(b.text)
	b.text = append(b.text, text...)
	b.items = append(b.items, item{start: start, end: len(b.text), line: line})
}

// decoded is what became of an item.
type decoded struct {
	row  engine.Row
	line int
	id   string // of a row that is bad, where it could be read
	err  error
}

func (b *block) reset() {
	clear(b.rows) // the rows belong to the consumer now
	b.text, b.items, b.rows = b.text[:0], b.items[:0], b.rows[:0]
	b.end, b.form, b.notes, b.done = nil, nil, notes{}, make(chan struct{})
}

func (b *block) full() bool { return len(b.text) >= blockText || len(b.items) >= blockItems }

// splitter cuts an input into blocks. Its last block carries what ended the
// input, io.EOF included.
type splitter interface {
	fill(b *block)
}

// pipeline is one input on its way: one goroutine splits, workers decode, the
// consumer gets the blocks in their order.
type pipeline struct {
	stop  chan struct{} // closed when the consumer leaves
	order chan *block   // as they were read
	jobs  chan *block   // for the workers
	free  chan *block   // to be used again
}

// start runs a pipeline. The goroutines it starts end when the input does or
// stop is closed; wg waits for the workers, and for the splitter if told so.
func start(split splitter, decoders []*decoder) (*pipeline, *sync.WaitGroup, *sync.WaitGroup) {
	n := len(decoders) + 1
	p := &pipeline{
		stop:  make(chan struct{}),
		order: make(chan *block, n),
		jobs:  make(chan *block, n),
		free:  make(chan *block, 2*n),
	}
	var reading, decoding sync.WaitGroup
	reading.Go(func() { p.read(split) })
	for _, d := range decoders {
		decoding.Go(func() { p.decode(d) })
	}
	return p, &reading, &decoding
}

// read feeds the workers until the input ends or the consumer leaves.
func (p *pipeline) read(split splitter) {
	defer close(p.order)
	for {
		b := p.take()
		split.fill(b)
		end := b.end // b is the workers' once it is sent
		for _, c := range []chan *block{p.jobs, p.order} {
			select {
			case c <- b:
			case <-p.stop:
				return
			}
		}
		if end != nil {
			return
		}
	}
}

func (p *pipeline) decode(d *decoder) {
	for {
		select {
		case b := <-p.jobs:
			d.block(b)
			close(b.done)
		case <-p.stop:
			return
		}
	}
}

// take returns an empty block.
func (p *pipeline) take() *block {
	var b *block
	select {
	case b = <-p.free:
	default:
		b = &block{}
	}
	b.reset()
	return b
}

// give returns a block. One that a huge line has blown up is left to the
// collector.
func (p *pipeline) give(b *block) {
	if cap(b.text) > 8*blockText {
		return
	}
	select {
	case p.free <- b:
	default:
	}
}

// blocks yields the decoded blocks in order, and says at the end whether the
// context ended it.
func (p *pipeline) blocks(ctx context.Context) iter.Seq2[*block, error] {
	return func(yield func(*block, error) bool) {
		for {
			var b *block
			var ok bool
			if ctx.Err() != nil { // first, since select does not choose in order
				yield(nil, ctx.Err())
				return
			}
			select {
			case b, ok = <-p.order:
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			}
			if !ok {
				return
			}
			<-b.done // a worker has it already; it cannot block on input
			if !yield(b, nil) {
				return
			}
			p.give(b)
		}
	}
}

// input streams one input and reports whether to go on with the next. It
// closes closer, which ends a Read of src that is blocked; without a closer
// nobody waits for one.
func (r *Reader) input(ctx context.Context, name string, src io.Reader, closer io.Closer, yield func(engine.Row, error) bool) bool {
	in := &counted{r: src}
	file := r.begin(name)
	p, reading, decoding := start(&opening{raw: in, opts: &r.opts}, newDecoders(&r.opts))
	defer func() {
		close(p.stop)
		decoding.Wait()
		if closer != nil {
			closer.Close()
			reading.Wait()
		}
		r.done.Read += in.n.Load()
		r.progress(0)
	}()
	for b, err := range p.blocks(ctx) {
		if err != nil {
			yield(engine.Row{}, err)
			return false
		}
		r.note(file, b)
		if !r.hand(file, b, yield) {
			return false
		}
		r.progress(in.n.Load())
	}
	return true
}

// hand gives the rows of a block to the consumer and reports whether to go on.
func (r *Reader) hand(f *FileReport, b *block, yield func(engine.Row, error) bool) bool {
	for i := range b.rows {
		d := &b.rows[i]
		switch {
		case d.err == nil:
			r.count(f, &d.row)
			if !yield(d.row, nil) {
				return false
			}
		case r.opts.SkipBad:
			r.skip(&LineError{File: f.Name, Line: d.line, ID: d.id, Err: d.err})
		default:
			yield(engine.Row{}, &LineError{File: f.Name, Line: d.line, ID: d.id, Err: b.hinted(f, d.err)})
			return false
		}
	}
	if b.end != nil && b.end != io.EOF {
		yield(engine.Row{}, &LineError{File: f.Name, Line: b.line, Err: b.hinted(f, b.end)})
		return false
	}
	return true
}

// hinted says with the first fault, if nothing good came before it, what the
// input looks like instead.
func (b *block) hinted(f *FileReport, err error) error {
	if b.looks == "" || f.Resources > 0 || errors.Is(err, errAfter) {
		return err
	}
	hint := fmt.Sprintf("; the text looks like %s (%s), not like %s", b.looks, b.looks.Title(), b.format)
	if e, ok := errors.AsType[*FieldError](err); ok {
		return &FieldError{Path: e.Path, Reason: e.Reason + hint}
	}
	return fmt.Errorf("%w%s", err, hint)
}

// count counts a row that is handed out.
func (r *Reader) count(f *FileReport, row *engine.Row) {
	r.done.Rows++
	f.Resources++
	f.Tags += len(row.Resource.Tags)
	r.report.Resources++
	r.report.Tags += len(row.Resource.Tags)
}

func (r *Reader) skip(err *LineError) {
	r.skipped.Lines++
	if len(r.skipped.First) < keptReasons {
		r.skipped.First = append(r.skipped.First, err)
	}
	if r.opts.Bad != nil {
		r.opts.Bad(err)
	}
}

// progress tells how far it has come; read is what the current input has given.
func (r *Reader) progress(read int64) {
	if r.opts.Progress == nil {
		return
	}
	now := r.done
	now.Read += read
	r.opts.Progress(now)
}

func newDecoders(opts *Options) []*decoder {
	ds := make([]*decoder, min(maxWorkers, runtime.GOMAXPROCS(0)))
	for i := range ds {
		ds[i] = newDecoder(opts)
	}
	return ds
}

// newlines counts line ends.
func newlines(text []byte) int { return bytes.Count(text, []byte{'\n'}) }

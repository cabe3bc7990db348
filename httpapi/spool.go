package httpapi

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/tagdex/tagdex/dialect"
)

// spool holds a body until it has come in whole: in memory up to spoolMemory,
// then in a file that has no name and goes with its last user.
type spool struct {
	dir  string
	mem  []byte
	file *os.File // nil while all is in memory
	size int64
}

const spoolMemory = 8 << 20

// Write implements io.Writer.
func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil && len(s.mem)+len(p) > spoolMemory {
		if err := s.toFile(); err != nil {
			return 0, err
		}
	}
	s.size += int64(len(p))
	if s.file != nil {
		return s.file.Write(p)
	}
	s.mem = append(s.mem, p...)
	return len(p), nil
}

func (s *spool) toFile() error {
	file, err := os.CreateTemp(s.dir, "tagdex-load-*")
	if err != nil {
		return err
	}
	s.file = file
	// Where an open file keeps its name, close removes it.
	_ = os.Remove(file.Name())
	_, err = file.Write(s.mem)
	s.mem = nil
	return err
}

// reader reads what was written from the beginning.
func (s *spool) reader() io.Reader {
	if s.file == nil {
		return bytes.NewReader(s.mem)
	}
	return io.NewSectionReader(s.file, 0, s.size)
}

func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name())
	}
}

// maxWindow is what an unpacker may hold in memory: what RFC 9659 allows a
// sender to ask for.
const maxWindow = 8 << 20

// encodings are the values of Content-Encoding that are read.
var encodings = map[string]func(io.Reader) (io.Reader, func(), error){
	"": func(r io.Reader) (io.Reader, func(), error) { return r, func() {}, nil },
	"gzip": func(r io.Reader) (io.Reader, func(), error) {
		unpacked, err := gzip.NewReader(r)
		return unpacked, func() {}, err
	},
	"zstd": func(r io.Reader) (io.Reader, func(), error) {
		unpacked, err := zstd.NewReader(r,
			zstd.WithDecoderConcurrency(1), // no goroutines of its own
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderMaxMemory(2*maxWindow))
		if err != nil {
			return nil, nil, err
		}
		return unpacked, unpacked.Close, nil
	},
}

// receive reads the body of a request and unpacks it; neither what comes in nor
// what comes out may be over the limit.
func (s *spool) receive(w http.ResponseWriter, r *http.Request, limit int64) error {
	open, ok := encodings[contentEncoding(r.Header)]
	if !ok {
		return nativeErrors.New(dialect.BadEncoding, "Content-Encoding", "must be gzip, zstd or identity")
	}
	if r.ContentLength > limit {
		return tooLarge("has", limit)
	}
	if r.Body == nil { // a request that no server made
		return nil
	}
	raw := &remembering{r: http.MaxBytesReader(w, r.Body, limit)}
	text, done, err := open(raw)
	if err == nil {
		defer done()
		_, err = io.Copy(s, io.LimitReader(text, limit+1))
	}
	switch {
	case raw.err != nil:
		return cutOff(raw.err, limit)
	case s.failed(err):
		return &nativeFault{fault(http.StatusInsufficientStorage, codeFull, "body", "there is no room here to take it in"), err}
	case err != nil:
		return fault(http.StatusBadRequest, codeBadEncoding, "body", "is damaged, or not packed as Content-Encoding says")
	case s.size > limit:
		return tooLarge("unpacks to", limit)
	}
	return nil
}

// failed tells an error of the file from one of the data.
func (s *spool) failed(err error) bool {
	_, ok := errors.AsType[*os.PathError](err)
	return ok
}

// remembering keeps the error of its reader, which an unpacker may hide.
type remembering struct {
	r   io.Reader
	err error
}

func (r *remembering) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

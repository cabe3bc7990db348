package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"time"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

// A bulk request goes three ways: its body comes in whole and unpacked (spool),
// every line of it is read and checked, and only then is it applied. A slow
// caller, or a bad line, never holds a lock.

// maxDeleteBytes is the size of the body of a bulk deletion: its ids are held
// in memory.
const maxDeleteBytes = 64 << 20

// checkTags refuses system tags of a tenant.
func checkTags(r *resource.Resource, operator bool) error {
	if operator {
		return nil
	}
	for i, t := range r.Tags {
		if resource.IsSystem(t.Key) {
			field := &datafile.FieldError{Path: fmt.Sprintf("tags[%d].key", i), Reason: errSystemTag.Error()}
			return fmt.Errorf("%w: %w", field, errSystemTag)
		}
	}
	return nil
}

func (n *native) load(x *exchange, r *http.Request, s *scratch) error {
	return n.bulk(x, r, n.opts.MaxLoadBytes, func(ctx context.Context, body *spool) error {
		if err := allGood(n.rows(ctx, x, r, body.reader())); err != nil {
			return err
		}
		done, err := n.upsert(ctx, x, r, n.rows(ctx, x, r, body.reader()))
		if err != nil {
			return err
		}
		return s.write(report(done))
	})
}

func (n *native) delete(x *exchange, r *http.Request, s *scratch) error {
	return n.bulk(x, r, min(n.opts.MaxLoadBytes, maxDeleteBytes), func(ctx context.Context, body *spool) error {
		var batch engine.Batch
		for row, err := range n.rows(ctx, x, r, body.reader()) {
			if err != nil {
				return rowFault(err)
			}
			batch.Delete(row.Resource.ID)
		}
		c, ok := n.reg.Collection(r.PathValue("project_id"), r.PathValue("resource_type"))
		if !ok {
			return s.write(applied{})
		}
		done, err := c.Apply(ctx, &batch)
		if err != nil {
			return rowFault(err)
		}
		return s.write(report(done))
	})
}

// rows reads the lines of a body. That there is something to close, even if it
// does nothing, has the stream wait for its reader: the body's memory and file
// are used again, or gone, after the request.
//
// Members that are not known are told when the stream has ended.
func (n *native) rows(ctx context.Context, x *exchange, r *http.Request, body io.Reader) iter.Seq2[engine.Row, error] {
	reader := datafile.New(n.rowOptions(x, r))
	return func(yield func(engine.Row, error) bool) {
		reader.Stream(ctx, "body", io.NopCloser(body))(yield)
		x.tellDropped(reader.Report())
	}
}

// allGood reads rows to their end, or to the first bad one.
func allGood(rows iter.Seq2[engine.Row, error]) error {
	for _, err := range rows {
		if err != nil {
			return rowFault(err)
		}
	}
	return nil
}

// bulk receives the body of a bulk request and runs do on it. It takes as long
// as Options.LoadTimeout allows, whatever the server's own timeouts are.
func (n *native) bulk(x *exchange, r *http.Request, limit int64, do func(context.Context, *spool) error) error {
	if err := parameters(nil).none(r); err != nil {
		return err
	}
	if !n.loads.enter(r.Context()) {
		return dialect.TooBusy
	}
	defer n.loads.leave()
	ctx, cancel := context.WithTimeout(r.Context(), n.opts.LoadTimeout)
	defer cancel()
	deadline := time.Now().Add(n.opts.LoadTimeout)
	control := http.NewResponseController(x.ResponseWriter)
	// Not every ResponseWriter has deadlines; the context ends the rest.
	_ = control.SetReadDeadline(deadline)
	_ = control.SetWriteDeadline(deadline.Add(answerTimeout))
	body := &spool{dir: n.opts.SpoolDir}
	defer body.close()
	if err := body.receive(x.ResponseWriter, r, limit); err != nil {
		return err
	}
	return do(ctx, body)
}

// answerTimeout is how long the answer to a bulk request may take to be read.
const answerTimeout = 30 * time.Second

// tooLarge is the fault of a body over a limit that is not that of all.
func tooLarge(what string, limit int64) error {
	return nativeErrors.New(dialect.TooLarge, dialect.PathBody, fmt.Sprintf("%s more than %d bytes", what, limit))
}

// cutOff turns an error of receiving a body into a fault.
func cutOff(err error, limit int64) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooLarge("has", limit)
	}
	return cut(err)
}

package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// ErrRefused is wrapped by the error of Upload when the service does not take
// the data.
var ErrRefused = errors.New("the service does not take the data")

// Lacking asks the service at baseURL for the size of each data set and returns
// those that it does not hold, and how many there are that are not empty. A nil
// client is http.DefaultClient.
func Lacking(ctx context.Context, client *http.Client, baseURL string, opts *Options) (missing []Missing, of int, err error) {
	sets, err := DataSets()
	if err != nil {
		return nil, 0, err
	}
	for i := range sets {
		of += min(len(sets[i].Rows), 1)
	}
	missing, err = newRunner(client, baseURL, opts).probe(ctx)
	return missing, of, err
}

// Upload loads all data sets into the service at baseURL by tagdex's native
// API, which the caller must be allowed to write by, system tags included. Each
// data set is one request: resources that are there with the same id are
// replaced, others stay. The error wraps ErrUnreachable or ErrRefused. A nil
// client is http.DefaultClient.
func Upload(ctx context.Context, client *http.Client, baseURL string, opts *Options) error {
	sets, err := DataSets()
	if err != nil {
		return err
	}
	r := newRunner(client, baseURL, opts)
	for i := range sets {
		if err := r.upload(ctx, &sets[i]); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) upload(ctx context.Context, set *DataSet) error {
	var body bytes.Buffer
	if err := set.write(&body); err != nil {
		return err
	}
	path := "/tagdex/v1/" + set.Project + "/" + set.Type + "/load"
	got, err := r.send(ctx, &Request{Method: http.MethodPost, Path: path}, body.Bytes())
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	case got.Status != http.StatusOK:
		return fmt.Errorf("%w: POST %s was answered %d: %s", ErrRefused, path, got.Status, shorten(got.Body))
	}
	return nil
}

// write writes a data set as JSON Lines.
func (set *DataSet) write(body *bytes.Buffer) error {
	encoder := json.NewEncoder(body)
	encoder.SetEscapeHTML(false)
	for i := range set.Rows {
		if err := encoder.Encode(&set.Rows[i]); err != nil {
			return err
		}
	}
	return nil
}

package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Options tune Run. The zero value, and a nil pointer, are the defaults.
type Options struct {
	// On says which options the service is configured with. Vectors that need
	// others are skipped. Whether the caller may use sys_tags (SystemTags) and
	// change tags (Writable) is found out by asking, unless it is said here.
	On map[Option]bool
	// Header is added to every request: what a service asks for to let a
	// caller in.
	Header http.Header
	// Timeout is for each request; 0 means 10 seconds.
	Timeout time.Duration
}

// ErrUnreachable is wrapped by the error of Run when the service does not
// answer at all.
var ErrUnreachable = errors.New("the service does not answer")

// maxAnswer is how many bytes of an answer are read.
const maxAnswer = 16 << 20

// Run sends every vector to the service at baseURL, one after the other, and
// reports what came back. A nil client is http.DefaultClient. Nobody else
// should change the data sets meanwhile.
//
// First it asks for the size of each data set: the vectors about data that
// the service does not hold are not sent, and the report says what is
// missing. The error is for a service that does not answer, for vectors that
// cannot be read, and for a context that is done; answers that are wrong are
// in the report.
func Run(ctx context.Context, client *http.Client, baseURL string, opts *Options) (*Report, error) {
	vectors, err := Load()
	if err != nil {
		return nil, err
	}
	r := newRunner(client, baseURL, opts)
	missing, err := r.probe(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.permissions(ctx); err != nil {
		return nil, err
	}
	report := &Report{Target: r.base, Missing: missing}
	for i := range vectors {
		result, err := r.run(ctx, &vectors[i], missing)
		if err != nil {
			return nil, err
		}
		report.Results = append(report.Results, result)
	}
	return report, nil
}

// runner sends vectors to one service.
type runner struct {
	client *http.Client
	base   string
	opts   Options
}

func newRunner(client *http.Client, baseURL string, opts *Options) *runner {
	r := &runner{client: client, base: strings.TrimRight(baseURL, "/")}
	if r.client == nil {
		r.client = http.DefaultClient
	}
	if opts != nil {
		r.opts = *opts
	}
	if r.opts.Timeout <= 0 {
		r.opts.Timeout = 10 * time.Second
	}
	return r
}

// run runs one vector. An error ends the run.
func (r *runner) run(ctx context.Context, v *Vector, missing []Missing) (Result, error) {
	if option := v.Needs.unmet(r.opts.On); option != "" {
		reason := fmt.Sprintf("needs %s %s", option, onOff(v.Needs[option]))
		return Result{Vector: v, Outcome: Skipped, Reason: reason}, nil
	}
	for _, m := range missing {
		if m.Project == v.project() {
			return Result{Vector: v, Outcome: NoData, Reason: m.String()}, nil
		}
	}
	result := Result{Vector: v, Outcome: Passed}
	for i, request := range v.Requests() {
		fault, err := r.try(ctx, request)
		if err != nil {
			return Result{}, err
		}
		// What follows is sent even so: it may put right what came before.
		if fault != "" && result.Outcome == Passed {
			result = Result{Vector: v, Outcome: Failed, Reason: fault, Request: i}
		}
	}
	return result, nil
}

// try sends one request and returns what is wrong with the answer, or "". An
// error ends the run.
func (r *runner) try(ctx context.Context, request *Request) (string, error) {
	body, err := request.Bytes()
	if err != nil {
		return "", err
	}
	got, err := r.send(ctx, request, body)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "no answer: " + err.Error(), nil
	}
	return request.Check(got), nil
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// send sends one request and reads the answer.
func (r *runner) send(ctx context.Context, what *Request, body []byte) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, r.opts.Timeout)
	defer cancel()
	url := r.base + what.Path
	if what.Query != "" {
		url += "?" + what.Query
	}
	request, err := http.NewRequestWithContext(ctx, what.Method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range r.opts.Header {
		request.Header[name] = values
	}
	for name, value := range what.Header {
		request.Header.Set(name, value)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := r.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	return &Response{Status: response.StatusCode, Body: text, Ignored: response.Header.Get("Tagdex-Ignored")}, nil
}

package dialect_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// api is a way to ask a profile: a fragment of members becomes a document.
type api struct {
	profile *dialect.Profile
	action  dialect.Action
}

func (a api) input(members string) dialect.Input {
	var all []string
	if a.profile.ActionInBody {
		all = append(all, fmt.Sprintf(`"action":%q`, a.action))
	}
	if members != "" {
		all = append(all, members)
	}
	return dialect.Input{
		Body:   []byte("{" + strings.Join(all, ",") + "}"),
		Action: a.action,
	}
}

func ims() api { return api{profile: dialect.IMS(), action: dialect.ActionFilter} }
func cts() api { return api{profile: dialect.CTS(), action: dialect.ActionFilter} }

// fault is what a test expects of an error.
type fault struct {
	is   dialect.Case
	path string
}

// requireFault checks the first error of in against want, and that Decode and
// DecodeAll agree on it.
func requireFault(t *testing.T, p *dialect.Profile, in dialect.Input, want fault) *dialect.Error {
	t.Helper()
	req, err := p.Decode(in)
	require.Error(t, err)
	require.Nil(t, req)
	require.ErrorIs(t, err, want.is)
	var e *dialect.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, want.path, e.Path, "%v", err)
	require.Equal(t, p.Errors.Table[want.is].Status, e.Status)
	require.Equal(t, p.Errors.Table[want.is].Code, e.Code)

	all := allFaults(t, p, in)
	require.Equal(t, e.Error(), all[0].Error(), "DecodeAll begins with what Decode reports")
	return e
}

// allFaults returns what DecodeAll reports.
func allFaults(t *testing.T, p *dialect.Profile, in dialect.Input) []*dialect.Error {
	t.Helper()
	req, err := p.DecodeAll(in)
	require.Error(t, err)
	require.Nil(t, req)
	var joined interface{ Unwrap() []error }
	require.True(t, errors.As(err, &joined))
	var all []*dialect.Error
	for _, one := range joined.Unwrap() {
		e, ok := one.(*dialect.Error)
		require.True(t, ok, "%T", one)
		all = append(all, e)
	}
	return all
}

// requireRequest checks that in is accepted and compiles.
func requireRequest(t *testing.T, p *dialect.Profile, in dialect.Input) *dialect.Request {
	t.Helper()
	req, err := p.Decode(in)
	require.NoError(t, err)
	_, err = req.Expr()
	require.NoError(t, err)
	again, err := p.DecodeAll(in)
	require.NoError(t, err)
	require.Equal(t, req, again)
	return req
}

// keys makes n entries of a list of tags with distinct keys and no values.
func keys(n int) string {
	entries := make([]string, n)
	for i := range entries {
		entries[i] = fmt.Sprintf(`{"key":"k%d","values":[]}`, i)
	}
	return "[" + strings.Join(entries, ",") + "]"
}

// texts makes a list of n distinct strings.
func texts(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%q", fmt.Sprint("v", i))
	}
	return "[" + strings.Join(list, ",") + "]"
}

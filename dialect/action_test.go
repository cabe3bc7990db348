package dialect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// TestActionInBody is SEMANTICS section 4: required for IMS, case-sensitive.
func TestActionInBody(t *testing.T) {
	tests := []struct {
		body string
		want any
	}{
		{`{"action":"filter"}`, dialect.ActionFilter},
		{`{"action":"count"}`, dialect.ActionCount},
		{`{"action":"\u0063ount"}`, dialect.ActionCount},
		{`{}`, dialect.BadAction},
		{`{"Action":"filter"}`, dialect.BadAction},
		{`{"action":"Filter"}`, dialect.BadAction},
		{`{"action":"COUNT"}`, dialect.BadAction},
		{`{"action":""}`, dialect.BadAction},
		{`{"action":" filter"}`, dialect.BadAction},
		{`{"action":"delete"}`, dialect.BadAction},
		{`{"action":null}`, dialect.BadType},
		{`{"action":1}`, dialect.BadType},
		{`{"action":["filter"]}`, dialect.BadType},
		{`{"action":{}}`, dialect.BadType},
	}
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			p := dialect.IMS()
			// What the path says is no substitute.
			in := dialect.Input{Body: []byte(tt.body), Action: dialect.ActionFilter}
			if c, ok := tt.want.(dialect.Case); ok {
				requireFault(t, p, in, fault{c, "action"})
				return
			}
			require.Equal(t, tt.want, requireRequest(t, p, in).Action)
		})
	}
}

// TestActionInPath is SEMANTICS section 4: CTS has paths and ignores action.
func TestActionInPath(t *testing.T) {
	p := dialect.CTS()
	for _, action := range []dialect.Action{dialect.ActionFilter, dialect.ActionCount} {
		for _, member := range []string{`"filter"`, `"count"`, `"x"`, `""`, `null`, `3`, `[{}]`} {
			in := dialect.Input{Body: []byte(`{"action":` + member + `}`), Action: action}
			require.Equal(t, action, requireRequest(t, p, in).Action)
		}
	}
	for _, action := range []dialect.Action{"", "Filter"} { // a mistake of the Go caller
		requireFault(t, p, dialect.Input{Body: []byte(`{}`), Action: action}, fault{dialect.BadAction, "action"})
	}
}

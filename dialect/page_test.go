package dialect_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// TestPageDefaults is SEMANTICS section 4, limit: default.
func TestPageDefaults(t *testing.T) {
	a := ims()
	req := requireRequest(t, a.profile, a.input(``))
	require.Equal(t, 10, req.Limit)
	require.Equal(t, 0, req.Offset)
	a = cts()
	req = requireRequest(t, a.profile, a.input(``))
	require.Equal(t, 1000, req.Limit)
	require.Equal(t, 0, req.Offset)
}

// TestPageNumbers is SEMANTICS section 4: strings or integers, decimal digits.
func TestPageNumbers(t *testing.T) {
	const past = "9223372036854775808"
	tests := []struct {
		json          string
		limit, offset any // the number, or the case of the error
	}{
		{`"1"`, 1, 1},
		{`1`, 1, 1},
		{`"1000"`, 1000, 1000},
		{`1000`, 1000, 1000},
		{`"007"`, 7, 7},
		{`"` + strings.Repeat("0", 100) + `5"`, 5, 5},
		{`"0"`, dialect.BadPage, 0},
		{`0`, dialect.BadPage, 0},
		{`"1001"`, dialect.BadPage, 1001},
		{`1001`, dialect.BadPage, 1001},
		{`9223372036854775807`, dialect.BadPage, math.MaxInt64},
		{`"9223372036854775807"`, dialect.BadPage, math.MaxInt64},
		{past, dialect.BadPage, dialect.BadPage},
		{`"` + past + `"`, dialect.BadPage, dialect.BadPage},
		{`18446744073709551617`, dialect.BadPage, dialect.BadPage},
		{`""`, dialect.BadPage, dialect.BadPage},
		{`"abc"`, dialect.BadPage, dialect.BadPage},
		{`"1.5"`, dialect.BadPage, dialect.BadPage},
		{`1.5`, dialect.BadPage, dialect.BadPage},
		{`1.0`, dialect.BadPage, dialect.BadPage},
		{`1e3`, dialect.BadPage, dialect.BadPage},
		{`1E2`, dialect.BadPage, dialect.BadPage},
		{`"1e3"`, dialect.BadPage, dialect.BadPage},
		{`-1`, dialect.BadPage, dialect.BadPage},
		{`"-1"`, dialect.BadPage, dialect.BadPage},
		{`-0`, dialect.BadPage, dialect.BadPage},
		{`"-0"`, dialect.BadPage, dialect.BadPage},
		{`"+5"`, dialect.BadPage, dialect.BadPage},
		{`" 5 "`, dialect.BadPage, dialect.BadPage},
		{`"5\n"`, dialect.BadPage, dialect.BadPage},
		{`"0x10"`, dialect.BadPage, dialect.BadPage},
		{`"1_000"`, dialect.BadPage, dialect.BadPage},
		{`"５"`, dialect.BadPage, dialect.BadPage}, // a full-width digit
		{`"٣"`, dialect.BadPage, dialect.BadPage}, // an Arabic-Indic digit
		{`null`, dialect.BadType, dialect.BadType},
		{`true`, dialect.BadType, dialect.BadType},
		{`[1]`, dialect.BadType, dialect.BadType},
		{`[]`, dialect.BadType, dialect.BadType},
		{`{}`, dialect.BadType, dialect.BadType},
	}
	for _, tt := range tests {
		for _, a := range []api{ims(), cts()} {
			t.Run(a.profile.Name+"/"+tt.json, func(t *testing.T) {
				check(t, a, a.input(`"limit":`+tt.json), "limit", tt.limit)
				check(t, a, a.input(`"offset":`+tt.json), "offset", tt.offset)
			})
		}
	}
}

func check(t *testing.T, a api, in dialect.Input, name string, want any) {
	t.Helper()
	if c, ok := want.(dialect.Case); ok {
		requireFault(t, a.profile, in, fault{c, name})
		return
	}
	req := requireRequest(t, a.profile, in)
	require.EqualValues(t, want, map[string]int{"limit": req.Limit, "offset": req.Offset}[name])
}

// TestPageQueryString is SEMANTICS section 4: CTS reads the query string
// first, then the body; IMS has no such parameters.
func TestPageQueryString(t *testing.T) {
	tests := []struct {
		query, members string
		limit, offset  any
	}{
		{"limit=5&offset=7", ``, 5, 7},
		{"", `"limit":6,"offset":"8"`, 6, 8},
		{"limit=5&offset=7", `"limit":6,"offset":8`, 5, 7},
		{"limit=5", `"limit":6,"offset":8`, 5, 8},
		{"offset=7", `"limit":"6"`, 6, 7},
		{"limit=5", `"limit":[]`, 5, 0}, // the body's is not looked at
		{"limit=%35", ``, 5, 0},
		{"Limit=x&x=limit", ``, 1000, 0},
		{"limit=1000", ``, 1000, 0},
		{"limit=", ``, dialect.BadPage, nil},
		{"limit", ``, dialect.BadPage, nil},
		{"limit=", `"limit":5`, dialect.BadPage, nil},
		{"limit=0", ``, dialect.BadPage, nil},
		{"limit=1001", ``, dialect.BadPage, nil},
		{"limit=-1", ``, dialect.BadPage, nil},
		{"limit=+5", ``, dialect.BadPage, nil}, // a space, in a query string
		{"limit=%2B5", ``, dialect.BadPage, nil},
		{"limit=1.5", ``, dialect.BadPage, nil},
		{"limit=5&limit=5", ``, dialect.BadPage, nil},
		{"limit=5&limit=", ``, dialect.BadPage, nil},
		{"offset=-1", ``, nil, dialect.BadPage},
		{"offset=abc", ``, nil, dialect.BadPage},
		{"offset=9223372036854775808", ``, nil, dialect.BadPage},
		{"offset=1&offset=2", ``, nil, dialect.BadPage},
	}
	for _, tt := range tests {
		t.Run(tt.query+tt.members, func(t *testing.T) {
			a := cts()
			in := a.input(tt.members)
			in.Query = tt.query
			if tt.limit != nil {
				check(t, a, in, "limit", tt.limit)
			}
			if tt.offset != nil {
				check(t, a, in, "offset", tt.offset)
			}

			in.Action = dialect.ActionCount
			req := requireRequest(t, a.profile, in)
			require.Zero(t, req.Limit)

			b := ims()
			in = b.input(``)
			in.Query = tt.query
			require.Equal(t, 10, requireRequest(t, b.profile, in).Limit)
		})
	}
}

func TestPageQueryStringMalformed(t *testing.T) {
	for _, query := range []string{"limit=%zz", "%zz", "a;b", "offset=%2"} {
		a := cts()
		in := a.input(``)
		in.Query = query
		requireFault(t, a.profile, in, fault{dialect.BadPage, "query"})
		in.Action = dialect.ActionCount
		requireRequest(t, a.profile, in)
	}
}

// TestPageOfCount is SEMANTICS section 3: a count does not look at either.
func TestPageOfCount(t *testing.T) {
	for _, p := range []*dialect.Profile{dialect.IMS(), dialect.CTS()} {
		a := api{p, dialect.ActionCount}
		for _, v := range []string{`""`, `"abc"`, `1.5`, `1e3`, `-1`, `0`, `1001`, `99999999999999999999`, `null`, `true`, `[1,{}]`, `{"a":[]}`} {
			req := requireRequest(t, p, a.input(`"limit":`+v+`,"offset":`+v))
			require.Equal(t, dialect.ActionCount, req.Action)
			require.Zero(t, req.Limit)
			require.Zero(t, req.Offset)
		}
	}
}

// TestPageBounds: minimum and maximum are the profile's.
func TestPageBounds(t *testing.T) {
	a := ims()
	a.profile.MinLimit, a.profile.MaxLimit, a.profile.DefaultLimit = 3, 5, 4
	require.Equal(t, 4, requireRequest(t, a.profile, a.input(``)).Limit)
	for n := range 8 {
		members, err := json.Marshal(map[string]string{"limit": strconv.Itoa(n)})
		require.NoError(t, err)
		in := a.input(strings.Trim(string(members), "{}"))
		if n < 3 || n > 5 {
			requireFault(t, a.profile, in, fault{dialect.BadPage, "limit"})
			continue
		}
		require.Equal(t, n, requireRequest(t, a.profile, in).Limit)
	}
}

package dialect_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// TestErrorTable is SEMANTICS section 5, row by row: what a request must look
// like to be answered so.
func TestErrorTable(t *testing.T) {
	long := strings.Repeat("x", 256)
	tag := func(key, values string) string { return fmt.Sprintf(`"tags":[{"key":%q,"values":%s}]`, key, values) }
	tests := []struct {
		name, members, imsCode, path string
	}{
		{"wrong type", `"tags":3`, "IMG.0001", "tags"},
		{"limit", `"limit":"0"`, "IMG.0001", "limit"},
		{"offset", `"offset":-1`, "IMG.0001", "offset"},
		{"duplicate key", `"tags":[{"key":"a","values":[]},{"key":"a","values":[]}]`, "IMG.0001", "tags[1].key"},
		{"duplicate value", tag("a", `["b","b"]`), "IMG.0001", "tags[0].values[1]"},
		{"unknown match key", `"matches":[{"key":"x","value":"y"}]`, "IMG.0001", "matches[0].key"},
		{"duplicate match key", `"matches":[{"key":"resource_name","value":"y"},{"key":"resource_name","value":"z"}]`, "IMG.0001", "matches[1].key"},
		{"match too long", `"matches":[{"key":"resource_name","value":"` + long + `"}]`, "IMG.0001", "matches[0].value"},
		{"key empty", tag("", `[]`), "IMG.0115", "tags[0].key"},
		{"key too long", tag(long, `[]`), "IMG.0115", "tags[0].key"},
		{"value too long", tag("a", `["`+long+`"]`), "IMG.0115", "tags[0].values[0]"},
		{"values missing", `"tags":[{"key":"a"}]`, "IMG.0115", "tags[0].values"},
		{"too many keys", `"tags":` + keys(21), "IMG.0116", "tags"},
		{"too many values", tag("a", texts(21)), "IMG.0116", "tags[0].values"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for a, code := range map[api]string{ims(): tt.imsCode, cts(): "CTS.0003"} {
				_, err := a.profile.Decode(a.input(tt.members))
				var e *dialect.Error
				require.ErrorAs(t, err, &e)
				require.Equal(t, 400, e.Status)
				require.Equal(t, code, e.Code)
				require.Equal(t, tt.path, e.Path)
			}
		})
	}
}

// TestErrorTableRows pins the rows that one document alone cannot show.
func TestErrorTableRows(t *testing.T) {
	type rows map[dialect.Case]dialect.ErrorCode
	for p, want := range map[*dialect.Profile]rows{
		dialect.IMS(): {
			dialect.EmptyBody: {400, "IMG.0007"}, dialect.BadDocument: {400, "IMG.0001"}, dialect.BadAction: {400, "IMG.0001"},
			dialect.Forbidden: {403, "IMG.0026"}, dialect.OutOfBounds: {403, "IMG.0026"}, dialect.TooLarge: {413, "IMG.0413"},
			dialect.BadEncoding: {415, "IMG.0415"}, dialect.TooBusy: {503, "IMG.0503"}, dialect.Timeout: {503, "IMG.0503"}, dialect.Internal: {500, "IMG.0500"},
		},
		dialect.CTS(): {
			dialect.EmptyBody: {400, "CTS.0003"}, dialect.BadDocument: {400, "CTS.0003"},
			dialect.Forbidden: {403, "CTS.0002"}, dialect.OutOfBounds: {403, "CTS.0012"}, dialect.TooLarge: {413, "CTS.0003"},
			dialect.BadEncoding: {415, "CTS.0003"}, dialect.TooBusy: {503, "CTS.0004"}, dialect.Timeout: {503, "CTS.0004"}, dialect.Internal: {500, "CTS.0004"},
		},
	} {
		for c, row := range want {
			require.Equal(t, row, p.Errors.Table[c], "%s: %v", p.Name, c)
		}
	}
	g := dialect.Gateway()
	require.Equal(t, dialect.ErrorCode{401, "APIGW.0301"}, g.Table[dialect.Unauthenticated])
	require.Equal(t, dialect.ErrorCode{404, "APIGW.0101"}, g.Table[dialect.NoRoute])
	require.Equal(t, dialect.ErrorCode{405, "APIGW.0101"}, g.Table[dialect.BadMethod])
}

// TestErrorTableMissingRow: a case that a table does not have is the server's
// fault, whatever a host did to the table.
func TestErrorTableMissingRow(t *testing.T) {
	var none dialect.Errors
	require.Equal(t, 500, none.New(dialect.BadTag, "tags", "x").Status)
	require.Equal(t, 500, none.New(dialect.Case(200), "tags", "x").Status)
	require.NotEmpty(t, dialect.Case(200).Error())
}

func TestErrorForms(t *testing.T) {
	e := dialect.IMS().Errors.New(dialect.BadTag, "tags[0].key", `is "<a>"`)
	tests := []struct {
		errors dialect.Errors
		want   string
	}{
		{dialect.IMS().Errors, `{"error":{"code":"IMG.0115","message":"tags[0].key: is \"<a>\""}}`},
		{dialect.CTS().Errors, `{"error_code":"IMG.0115","error_msg":"tags[0].key: is \"<a>\""}`},
		{*dialect.Gateway(), `{"error_code":"IMG.0115","error_msg":"tags[0].key: is \"<a>\"","request_id":"r1"}`},
		{dialect.Errors{}, `{}`},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, string(tt.errors.AppendError(nil, e, "r1")))
	}
}

// TestErrorIs: an error is of its case and of no other, also when joined.
func TestErrorIs(t *testing.T) {
	a := ims()
	_, err := a.profile.DecodeAll(a.input(`"limit":0,"tags":3`))
	require.ErrorIs(t, err, dialect.BadPage)
	require.ErrorIs(t, err, dialect.BadType)
	require.NotErrorIs(t, err, dialect.BadTag)
	var e *dialect.Error
	require.True(t, errors.As(fmt.Errorf("wrapped: %w", err), &e))
	require.Equal(t, "IMG.0001: limit: is 0, below the least allowed, 1", e.Error())
}

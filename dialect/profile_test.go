package dialect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/query"
)

// TestProfileTable is the table of SEMANTICS section 4.
func TestProfileTable(t *testing.T) {
	i, c := dialect.IMS(), dialect.CTS()
	rows := []struct {
		name             string
		ims, cts         any
		wantIMS, wantCTS any
	}{
		{"keys per list", i.MaxKeys, c.MaxKeys, 10, 20},
		{"values per key", i.MaxValues, c.MaxValues, 10, 20},
		{"key length", i.MaxKeyLength, c.MaxKeyLength, 128, 128},
		{"value length", i.MaxValueLength, c.MaxValueLength, 255, 255},
		{"match value length", i.MaxMatchLength, c.MaxMatchLength, 255, 255},
		{"match characters", i.MatchForbidden, c.MatchForbidden, "", "_%"},
		{"match keys", i.MatchKeys, c.MatchKeys, []query.Field{"resource_name", "resource_id"}, []query.Field{"resource_name"}},
		{"default limit", i.DefaultLimit, c.DefaultLimit, 10, 1000},
		{"least limit", i.MinLimit, c.MinLimit, 1, 1},
		{"most limit", i.MaxLimit, c.MaxLimit, 1000, 1000},
		{"wildcards", i.Reading.Wildcards, c.Reading.Wildcards, false, true},
		{"swapped negation", i.Reading.SwapNegation, c.Reading.SwapNegation, false, false},
		{"trim values", i.TrimValues, c.TrimValues, false, true},
		{"empty list as if absent", i.EmptyListAbsent, c.EmptyListAbsent, false, true},
		{"system tags in answers", i.SystemTagsShown, c.SystemTagsShown, "", "cts-tracker"},
		{"characters of keys", i.KeyChars != nil, c.KeyChars != nil, false, true},
		{"no body as {}", i.BodyOptional, c.BodyOptional, false, true},
		{"action in the body", i.ActionInBody, c.ActionInBody, true, false},
		{"limit and offset in the query string", i.PageInQuery, c.PageInQuery, false, true},
		{"sys_tags", i.SystemTagFilter, c.SystemTagFilter, false, true},
		{"lenient values", i.LenientValues, c.LenientValues, false, false},
		{"refuse the empty name", i.RefuseEmptyName, c.RefuseEmptyName, false, false},
		{"depth", i.MaxDepth, c.MaxDepth, 16, 16},
		{"detail", i.DetailMembers, c.DetailMembers, []string{"status"}, []string(nil)},
		{"name", i.Name, c.Name, "IMS", "CTS"},
	}
	for _, r := range rows {
		require.Equal(t, r.wantIMS, r.ims, "IMS: %s", r.name)
		require.Equal(t, r.wantCTS, r.cts, "CTS: %s", r.name)
	}
}

// TestProfileRoutes is SEMANTICS section 5, the paths.
func TestProfileRoutes(t *testing.T) {
	require.Equal(t, []dialect.Route{
		{Method: "POST", Path: "/v2/{project_id}/images/resource_instances/action", ResourceType: "images"},
	}, dialect.IMS().Routes)
	require.Equal(t, []dialect.Route{
		{Method: "POST", Path: "/v3/{project_id}/{resource_type}/resource-instances/filter", Action: dialect.ActionFilter},
		{Method: "POST", Path: "/v3/{project_id}/{resource_type}/resource-instances/count", Action: dialect.ActionCount},
	}, dialect.CTS().Routes)
}

// TestProfileCopies: what a host does to its copy stays there.
func TestProfileCopies(t *testing.T) {
	for _, literal := range []func() *dialect.Profile{dialect.IMS, dialect.CTS} {
		want := literal()
		p := literal()
		p.Routes[0].Path = "/x"
		p.MatchKeys[0] = "x"
		p.Errors.Table[dialect.BadTag].Code = "x"
		p.DetailMembers = append(p.DetailMembers[:0], "x")
		p.MaxKeys = 1
		require.Equal(t, want, literal())
	}
}

// TestProfileReading: the options of the reading reach the expression.
func TestProfileReading(t *testing.T) {
	a := ims()
	in := a.input(`"not_tags":[{"key":"a","values":[]},{"key":"b","values":[]}]`)
	expr := func() query.Expr {
		e, err := requireRequest(t, a.profile, in).Expr()
		require.NoError(t, err)
		return e
	}
	has := []query.Expr{query.Has("a"), query.Has("b")}
	require.True(t, query.Equal(query.Not(query.And(has...)), expr()))
	a.profile.Reading.SwapNegation = true
	require.True(t, query.Equal(query.Not(query.Or(has...)), expr()))
}

// TestDecodeKeepsNothing: the caller may use the body's memory again.
func TestDecodeKeepsNothing(t *testing.T) {
	a := ims()
	in := a.input(`"tags":[{"key":"key","values":["value"]}],"matches":[{"key":"resource_name","value":"name"}]`)
	before := string(in.Body)
	req := requireRequest(t, a.profile, in)
	require.Equal(t, before, string(in.Body), "the body is not changed")
	for i := range in.Body {
		in.Body[i] = 'x'
	}
	require.Equal(t, query.Filter{
		Tags:    []query.TagMatch{{Key: "key", Values: []string{"value"}}},
		Matches: []query.Match{{Field: query.FieldName, Value: "name"}},
	}, req.Filter)
}

// TestDecodePages decodes the requests that the pages show.
func TestDecodePages(t *testing.T) {
	const tags = `"matches": [{"key": "resource_name", "value": "test100"}],
		"tags": [{"key": "key3", "values": ["valueXX"]}], "tags_any": [{"key": "key0", "values": ["valueXX"]}],
		"not_tags": [{"key": "key9", "values": ["value9"]}], "not_tags_any": [{"key": "key7", "values": ["value7"]}]`
	filter := query.Filter{
		Tags:       []query.TagMatch{{Key: "key3", Values: []string{"valueXX"}}},
		TagsAny:    []query.TagMatch{{Key: "key0", Values: []string{"valueXX"}}},
		NotTags:    []query.TagMatch{{Key: "key9", Values: []string{"value9"}}},
		NotTagsAny: []query.TagMatch{{Key: "key7", Values: []string{"value7"}}},
		Matches:    []query.Match{{Field: query.FieldName, Value: "test100"}},
	}
	p := dialect.IMS()
	req := requireRequest(t, p, dialect.Input{Body: []byte(`{"action": "count", ` + tags + `}`)})
	require.Equal(t, &dialect.Request{Action: dialect.ActionCount, Filter: filter}, req)
	req = requireRequest(t, p, dialect.Input{Body: []byte(`{"action": "filter", "limit": "1", "offset": "0", ` + tags + `}`)})
	require.Equal(t, &dialect.Request{Action: dialect.ActionFilter, Filter: filter, Limit: 1}, req)

	list := `[ { "key" : "key1", "values" : [ "*value1", "value2" ] } ]`
	body := `{ "offset" : "100", "limit" : "100", "action" : "filter", "without_any_tag" : true,
		"tags" : ` + list + `, "tags_any" : ` + list + `, "not_tags" : ` + list + `, "not_tags_any" : ` + list + `,
		"sys_tags" : ` + list + `, "matches" : [ { "key" : "resource_name", "value" : "resource1" } ] }`
	p = dialect.CTS()
	req = requireRequest(t, p, dialect.Input{Body: []byte(body), Action: dialect.ActionFilter, Operator: true})
	require.Equal(t, &dialect.Request{
		Action: dialect.ActionFilter, Limit: 100, Offset: 100,
		Filter: query.Filter{
			WithoutAnyTag: true,
			SysTags:       []query.TagMatch{{Key: "key1", Values: []string{"*value1", "value2"}}},
			Matches:       []query.Match{{Field: query.FieldName, Value: "resource1"}},
		},
		Reading: query.Reading{Wildcards: true},
	}, req)
}

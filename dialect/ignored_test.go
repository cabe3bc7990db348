package dialect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// TestIgnored is SEMANTICS section 4, unknown members and parameters: what is
// told, by name and nearest name, and refused if the profile is strict.
func TestIgnored(t *testing.T) {
	for _, tt := range []struct {
		name  string
		api   api
		query string
		// members of the document, and what is told of them
		members, want string
		near          string // of the first
	}{
		{name: "nothing", api: ims(), members: `"limit":1,"without_any_tag":false`},
		{name: "a typo", api: ims(), members: `"tag_any":[]`, want: "tag_any", near: "tags_any"},
		{name: "a typo by two letters", api: ims(), members: `"tgas":1`, want: "tgas", near: "tags"},
		{name: "case", api: ims(), members: `"Offset":1`, want: "Offset", near: "offset"},
		{name: "a beginning", api: ims(), members: `"match":1`, want: "match", near: "matches"},
		{name: "more behind it", api: cts(), members: `"sys_tags_all":1`, want: "sys_tags_all", near: "sys_tags"},
		{name: "nothing near", api: ims(), members: `"project":1`, want: "project"},
		{name: "short", api: ims(), members: `"x":1,"":2`, want: `x, ""`},
		{name: "in order", api: ims(), members: `"b":1,"tags":[{"key":"k","values":[],"a":1}],"c":{"d":1}`, want: "b, tags[0].a, c"},
		{name: "an entry", api: ims(), members: `"tags":[{"key":"k","values":[]},{"key":"l","values":[],"vlaues":["x"]}]`, want: "tags[1].vlaues", near: "values"},
		{name: "a match", api: ims(), members: `"matches":[{"key":"resource_id","value":"x","values":[]}]`, want: "matches[0].values", near: "value"},
		{name: "known elsewhere", api: ims(), members: `"key":1,"values":2`, want: "key, values"},
		{name: "in a list that is ignored", api: ims(), members: `"without_any_tag":true,"tags":[{"kye":1}]`, want: "tags[0].kye", near: "key"},
		{name: "sys_tags in IMS", api: ims(), members: `"sys_tags":[{"x":1}]`, want: "sys_tags"},
		{name: "an entry of sys_tags in CTS", api: cts(), members: `"sys_tags":[{"key":"_sys_x","values":[],"x":1}]`, want: "sys_tags[0].x"},
		{name: "action in CTS", api: cts(), members: `"action":{"x":1},"limit":1`},
		{name: "odd names", api: ims(), members: `"a, b":1,"\u0000":1,"é":1,"` + strings.Repeat("x", 50) + `":1`, want: `"a, b", "\x00", "\u00e9", "` + strings.Repeat("x", 40) + `"...`},
		{name: "escaped", api: ims(), members: `"t\u0061gz":1`, want: "tagz", near: "tags"},
		{name: "parameters of IMS", api: ims(), query: "limit=1&x=%zz&%zz=1&limit=2&&a+b", want: `limit, x, "%zz", "a b"`},
		{name: "parameters of CTS", api: cts(), query: "limit=1&offset=0&limt=3", members: `"y":1`, want: "y, limt"},
		{name: "a name once", api: ims(), query: "x=1", members: `"x":1`, want: "x"},
		{name: "ten", api: ims(), members: `"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1`, want: "a, b, c, d, e, f, g, h, i, j"},
		{name: "more than ten", api: ims(), query: "z", members: `"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1`, want: "a, b, c, d, e, f, g, h, i, j, ..."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := tt.api.input(tt.members)
			in.Query, in.Operator = tt.query, true
			req := requireRequest(t, tt.api.profile, in)
			require.Equal(t, tt.want, dialect.IgnoredNames(req.Ignored))
			tt.api.profile.Strict = true
			if tt.want == "" {
				requireRequest(t, tt.api.profile, in)
				return
			}
			require.Equal(t, tt.near, req.Ignored[0].Near)
			e := requireFault(t, tt.api.profile, in, fault{dialect.Unknown, req.Ignored[0].Path})
			require.Equal(t, 400, e.Status)
			require.Contains(t, []string{"IMG.0001", "CTS.0003"}, e.Code)
			if tt.near != "" {
				require.True(t, strings.HasSuffix(e.Reason, "; near: "+tt.near), e.Reason)
			} else {
				require.NotContains(t, e.Reason, "near")
			}
		})
	}
}

// TestStrictReason: the whole text, once.
func TestStrictReason(t *testing.T) {
	a := ims()
	a.profile.Strict = true
	_, err := a.profile.Decode(a.input(`"tag_any":[]`))
	require.EqualError(t, err, `IMG.0001: tag_any: unknown member "tag_any"; near: tags_any`)
	in := a.input(``)
	in.Query = "limt=1"
	_, err = a.profile.Decode(in)
	require.EqualError(t, err, `IMG.0001: limt: unknown parameter "limt"`)
}

// TestListIgnored: of the image list, parameters and a body.
func TestListIgnored(t *testing.T) {
	for raw, want := range map[string]struct{ names, near string }{
		"":                        {"", ""},
		"__x=1&tag=a&limit=1":     {"", ""},
		"ower=x&offset=3":         {"ower, offset", "owner"},
		"Status=active":           {"Status", "status"},
		"sortkey=name&sortkey=id": {"sortkey", "sort_key"},
		"creat=x":                 {"creat", "created_at"},
		"é=1":                     {`"\u00e9"`, ""},
		strings.Repeat("a=1&", 20) + "b&c&d&e&f&g&h&i&j&k": {"a, b, c, d, e, f, g, h, i, j, ...", ""},
	} {
		p := dialect.IMSList()
		req, err := p.Decode(dialect.Input{Query: raw})
		require.NoError(t, err)
		require.Equal(t, want.names, dialect.IgnoredNames(req.Ignored), raw)
		p.Strict = true
		_, err = p.Decode(dialect.Input{Query: raw})
		if want.names == "" {
			require.NoError(t, err)
			continue
		}
		require.Equal(t, want.near, req.Ignored[0].Near, raw)
		require.ErrorIs(t, err, dialect.Unknown, raw)
		_, err = p.Decode(dialect.Input{Query: raw + "&limit=1&limit=2"})
		require.ErrorIs(t, err, dialect.Duplicate, "pairs come first")
		_, err = p.Decode(dialect.Input{Query: raw + "&min_disk=x"})
		require.ErrorIs(t, err, dialect.Unknown, "values come after")
	}
	p := dialect.IMSList()
	req, err := p.Decode(dialect.Input{Query: "x=1", Unread: true})
	require.NoError(t, err)
	require.Equal(t, "body, x", dialect.IgnoredNames(req.Ignored))
	p.Strict = true
	_, err = p.Decode(dialect.Input{Query: "x=1", Unread: true})
	require.EqualError(t, err, "IMG.0001: body: is given, and this call reads none")
}

// TestTagCallIgnored: of the calls about tags.
func TestTagCallIgnored(t *testing.T) {
	const add = `{"tag":{"key":"a","value":"b","values":[]},"tags":[]}`
	const batch = `{"action":"delete","tags":[{"key":"a","vale":"b"}],"tag":1}`
	for _, tt := range []struct {
		call dialect.TagCall
		in   dialect.Input
		want string
	}{
		{dialect.TagAdd, dialect.Input{Body: []byte(add), Query: "x"}, "tag.values, tags, x"},
		{dialect.TagBatch, dialect.Input{Body: []byte(batch)}, "tags[0].vale, tag"},
		{dialect.TagRemove, dialect.Input{Key: "k", Query: "value=v", Unread: true}, "body, value"},
		{dialect.TagRemove, dialect.Input{Key: "k"}, ""},
	} {
		p := dialect.IMS()
		edit, err := p.DecodeTagEdit(tt.call, tt.in)
		require.NoError(t, err)
		require.Equal(t, tt.want, dialect.IgnoredNames(edit.Ignored))
		p.Strict = true
		_, err = p.DecodeTagEdit(tt.call, tt.in)
		require.Equal(t, tt.want != "", err != nil)
		if err != nil {
			require.ErrorIs(t, err, dialect.Unknown)
		}
	}
	p := dialect.IMS()
	ignored, err := p.DecodeTagRead(dialect.Input{Query: "limit=1", Unread: true})
	require.NoError(t, err)
	require.Equal(t, "body, limit", dialect.IgnoredNames(ignored))
	p.Strict = true
	_, err = p.DecodeTagRead(dialect.Input{Query: "limit=1"})
	require.ErrorIs(t, err, dialect.Unknown)
	_, err = p.DecodeTagRead(dialect.Input{})
	require.NoError(t, err)
}

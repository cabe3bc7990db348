package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// registered is what every list asks unless told otherwise.
const registered = "(prop.__isregistered=true or not prop.__isregistered)"

// TestListDecode: what parameters compile to (SEMANTICS section 5, IMS GET
// /v2/cloudimages).
func TestListDecode(t *testing.T) {
	for raw, want := range map[string]string{
		"":                     "",
		"tag=a=b&tag=k":        `a=b and k=""`,
		"tag=_sys_x=1":         "none",
		"name=x&id=y":          "id=y and name=x",
		"min_disk=040":         "prop.min_disk=40",
		"protected=true&__x=y": "prop.protected=true and prop.__x=y",
		"__whole_image=false":  "(prop.__whole_image=false or not prop.__whole_image)",
		"architecture=arm":     "(prop.architecture=arm or not prop.architecture and prop.__support_arm=true)",
		"architecture=x86":     "(prop.architecture=x86 or not prop.architecture and not prop.__support_arm=true)",
		"created_at=gt:1970-01-01T00:00:01Z&created_at=lt:1970-01-01T00:00:09Z": "prop.created_at > 1970-01-01T00:00:01Z and prop.created_at < 1970-01-01T00:00:09Z",
		"enterprise_project_id=0":                 "(prop.enterprise_project_id=0 or not prop.enterprise_project_id)",
		"created_at=gt:1970-01-01T00:00:01Z":      "prop.created_at > 1970-01-01T00:00:01Z",
		"created_at=1970-01-01+00:00:01":          "(prop.created_at >= 1970-01-01T00:00:01Z and prop.created_at <= 1970-01-01T00:00:01Z)",
		"created_at=neq:1970-01-01+00:00:01":      "(prop.created_at < 1970-01-01T00:00:01Z or prop.created_at > 1970-01-01T00:00:01Z)",
		"offset=3&x=%41":                          "",
		"enterprise_project_id=all_granted_eps":   "",
		"visibility=shared&member_status=pending": "prop.member_status=pending and prop.visibility=shared",
	} {
		req, err := dialect.IMSList().Decode(dialect.Input{Query: raw})
		require.NoError(t, err, raw)
		full := registered
		if want != "" {
			full += " and " + want
		}
		if want == "" {
			full = strings.Trim(full, "()")
		}
		require.Equal(t, full, req.Expr.String(), raw)
		require.Equal(t, 500, req.Limit, raw)
		require.Equal(t, []query.SortKey{{Property: "created_at", Kind: query.KindTime, Descending: true}}, req.Sort, raw)
	}
}

// TestListUnregistered: tenants may ask for what is registered alone.
func TestListUnregistered(t *testing.T) {
	for _, value := range []string{"false", "no", ""} {
		in := dialect.Input{Query: "__isregistered=" + value}
		req, err := dialect.IMSList().Decode(in)
		require.NoError(t, err)
		require.Equal(t, "none", req.Expr.String())
		in.Operator = true
		req, err = dialect.IMSList().Decode(in)
		require.NoError(t, err)
		require.True(t, query.Equal(query.PropEq("__isregistered", value), req.Expr))
	}
	for operator, want := range map[bool]string{false: strings.Trim(registered, "()"), true: "all"} {
		shown, _, err := dialect.IMSList().DecodeItem(dialect.Input{Operator: operator})
		require.NoError(t, err)
		require.Equal(t, want, shown.String())
	}
}

// TestListLostPlus: the plus of an offset that was not escaped is a space, and
// the error says so, there alone.
func TestListLostPlus(t *testing.T) {
	for value, told := range map[string]bool{
		"gt:2025-06-01T08:00:00+08:00x":  false,
		"gt:2025-06-01T08:00:00+08:00":   true,
		"2025-06-01T08:00:00+0800":       true,
		"2025-06-01+08:00:00+08:00":      true,
		"lt:2025-06-01T08:00:00.5+08:00": true,
		"lt:2025-06-01T08:00:00+":        false,
		"lt:2025-06-01+08:00:61":         false,
		"lt:yesterday+at+08:00":          false,
		"++":                             false, "": false,
	} {
		_, err := dialect.IMSList().Decode(dialect.Input{Query: "updated_at=" + value})
		require.ErrorIs(t, err, dialect.BadParameter, value)
		require.Equal(t, told, strings.Contains(err.Error(), "; a plus in a query string is a space, write it %2B"), "%s: %v", value, err)
	}
}

// TestListNullLinks: a link that is null counts as not given; other members
// that are null stay.
func TestListNullLinks(t *testing.T) {
	p := dialect.IMSList()
	require.Equal(t, `{"id":"x","name":"","tags":[],"checksum":null,"schema":"s","self":"/v2/images/x","file":"/v2/images/x/file"}`,
		string(p.AppendImage(nil, &resource.Resource{ID: "x", Detail: `{"self":null,"file" : null ,"checksum":null,"schema":"s"}`})))
}

func TestListPaging(t *testing.T) {
	req, err := dialect.IMSList().Decode(dialect.Input{Query: "sort_key=size%20&sort_dir=asc&limit=1001&marker=%20m"})
	require.NoError(t, err)
	require.Equal(t, 1000, req.Limit)
	require.Equal(t, " m", req.Marker)
	require.Equal(t, []query.SortKey{{Property: "size", Kind: query.KindNumber}, {Property: "created_at", Kind: query.KindTime}}, req.Sort)
}

// TestListFaults: the first fault in the documented order, by its case.
func TestListFaults(t *testing.T) {
	for raw, want := range map[string]struct {
		is   dialect.Case
		path string
	}{
		"limit=0&min_disk=x":                 {dialect.BadParameter, "min_disk"},
		"__imagetype=x&__isregistered=":      {dialect.BadImageType, "__imagetype"},
		"owner=1&owner=2&limit=x":            {dialect.Duplicate, "owner"},
		"tag=&sort_key=x":                    {dialect.BadTag, "tag"},
		"marker=":                            {dialect.BadMarker, "marker"},
		"limit=0":                            {dialect.BadPage, "limit"},
		"a%ff=1&limit=0":                     {dialect.BadParameter, `"a\xff"`},
		"a%f=1":                              {dialect.BadParameter, `"a%f"`},
		"x=" + strings.Repeat("y", 64<<10-1): {dialect.BadParameter, "query"},
	} {
		_, err := dialect.IMSList().Decode(dialect.Input{Query: raw})
		require.ErrorIs(t, err, want.is, "%.40s", raw)
		var e *dialect.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, want.path, e.Path, "%.40s", raw)
		require.Less(t, len(e.Error()), 300)
		require.Equal(t, 400, e.Status)
	}
	_, err := dialect.IMSList().Decode(dialect.Input{Query: "x=" + strings.Repeat("y", 64<<10-2)})
	require.NoError(t, err)
}

// TestListIsData: a host's own profile, without a change of the interpreter.
func TestListIsData(t *testing.T) {
	p := &dialect.ListProfile{
		Parameters:   []dialect.Parameter{{Name: "color", Values: []string{"red"}, BadValue: dialect.BadParameter}, {Name: "n", Kind: query.KindNumber, Default: "7"}},
		TagParameter: "label",
		SortKeys:     map[string]query.SortKey{"n": {Property: "n", Kind: query.KindNumber}},
		DefaultSort:  "n", DefaultLimit: 3, MaxLimit: 5, MaxQueryBytes: 100,
	}
	req, err := p.Decode(dialect.Input{Query: "color=red&label=a&limit=9&tag=b"})
	require.NoError(t, err)
	require.Equal(t, `prop.color=red and prop.n=7 and a=""`, req.Expr.String())
	require.Equal(t, 5, req.Limit)
	_, err = p.Decode(dialect.Input{Query: "color=blue"})
	require.ErrorIs(t, err, dialect.BadParameter)
	require.Equal(t, `{"images":[{"id":"x","name":"","tags":[],"n":1e3}]}`,
		string(p.AppendImages(nil, []resource.Resource{{ID: "x", Detail: `{"n":1e3,"id":5}`}})))
}

// TestListProperties: what is filtered and sorted by, each once, of the kind
// that the sort wants.
func TestListProperties(t *testing.T) {
	p := dialect.IMSList()
	kinds := map[string]query.Kind{}
	for _, property := range p.Properties() {
		require.NotContains(t, kinds, property.Name)
		kinds[property.Name] = property.Kind
	}
	require.Equal(t, query.KindTime, kinds["created_at"])
	require.Equal(t, query.KindNumber, kinds["size"])
	require.Equal(t, query.KindBoolean, kinds["protected"])
	require.Contains(t, kinds, "__isregistered")
	require.Contains(t, kinds, "__support_arm") // which architecture looks at
	require.NotContains(t, kinds, "id")
	for _, key := range p.SortKeys {
		if key.By == query.ByProperty {
			require.Equal(t, key.Kind, kinds[key.Property], key.Property)
		}
	}
}

// TestListOrders: those of the id and the name that there is a key for.
func TestListOrders(t *testing.T) {
	require.Equal(t, []query.SortBy{query.ByID, query.ByName}, dialect.IMSList().Orders())
	p := &dialect.ListProfile{SortKeys: map[string]query.SortKey{"name": {By: query.ByName}, "n": {Property: "n"}}}
	require.Equal(t, []query.SortBy{query.ByName}, p.Orders())
}

func ExampleListProfile_Decode() {
	req, err := dialect.IMSList().Decode(dialect.Input{Query: "tag=arch=arm64&min_disk=40&sort_key=name&sort_dir=asc&limit=10"})
	fmt.Println(err)
	fmt.Println(req.Expr)
	fmt.Println(req.Limit, len(req.Sort))
	// Output:
	// <nil>
	// (prop.__isregistered=true or not prop.__isregistered) and prop.min_disk=40 and arch=arm64
	// 10 2
}

func TestListSortKeyTellsThoseThatThereAre(t *testing.T) {
	_, err := dialect.IMSList().Decode(dialect.Input{Query: "sort_key=Name"})
	require.ErrorContains(t, err, `sort_key: is "Name", which nothing is sorted by; want one of container_format, create_at, created_at, disk_format, id, `)
}

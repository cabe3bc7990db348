package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
)

const nativeImages = "/tagdex/v1/p1/images"

var (
	mayWrite = httpapi.Caller{Write: true}
	mayAll   = httpapi.Caller{Write: true, Operator: true}
)

// nativeHandler is a handler over a fresh catalogue, and the catalogue.
func nativeHandler(t testing.TB, c httpapi.Caller) (http.Handler, *engine.Registry) {
	t.Helper()
	reg := catalogue(t)
	return httpapi.New(reg, as(c, nil)), reg
}

// requireNative checks an error in the form of the native API.
func (r reply) requireNative(t testing.TB, status int, code, path string) map[string]any {
	t.Helper()
	require.Equal(t, status, r.status, r.body)
	fields := r.object(t)
	require.Len(t, fields, 1, r.body)
	inner, ok := fields["error"].(map[string]any)
	require.True(t, ok, r.body)
	require.Equal(t, code, inner["code"], r.body)
	require.Equal(t, path, inner["path"], r.body)
	require.NotEmpty(t, inner["message"], r.body)
	r.requireJSON(t)
	return inner
}

func get(h http.Handler, target string) reply { return do(h, http.MethodGet, target, "") }

func (r reply) require200(t testing.TB, body string) {
	t.Helper()
	require.Equal(t, 200, r.status, r.body)
	r.requireJSON(t)
	require.JSONEq(t, body, r.body)
}

func TestNativeQuery(t *testing.T) {
	h, _ := nativeHandler(t, httpapi.Caller{})
	const first = `{"total_count":1,"version":1,"resources":[{"resource_id":"i1","resource_name":"Ubuntu <22.04>",
		"resource_detail":{"status":"active","owner":"o"},"tags":[{"key":"arch","value":"arm64"},{"key":"os","value":"ubuntu"}]}]}`
	get(h, nativeImages+"/query?query="+url.QueryEscape("arch=arm64")).require200(t, first)
	post(h, nativeImages+"/query", `{"query":"arch=arm64"}`).require200(t, first)
	post(h, nativeImages+"/query", `{"query":{"tag":{"key":"arch","value":"arm64"}},"limit":5,"offset":0}`).require200(t, first)
	_, ids := get(h, nativeImages+"/query").ids(t)
	require.Equal(t, []string{"i1", "i2", "i3", "i4"}, ids)
	total, ids := post(h, nativeImages+"/query", `{"limit":1,"offset":2}`).ids(t)
	require.Equal(t, 4, total)
	require.Equal(t, []string{"i3"}, ids)
	post(h, nativeImages+"/query", `{"offset":99}`).require200(t, `{"total_count":4,"version":1,"resources":[]}`)
	get(h, "/tagdex/v1/p1/nothing/query").require200(t, `{"total_count":0,"version":0,"resources":[]}`)
	get(h, "/tagdex/v1/nobody/images/query").require200(t, `{"total_count":0,"version":0,"resources":[]}`)
	get(h, nativeImages+"/count?query=tagged").require200(t, `{"total_count":2,"version":1}`)
	post(h, nativeImages+"/count", `{"query":{"not":{"tagged":true}}}`).require200(t, `{"total_count":2,"version":1}`)

	r := get(h, nativeImages+"/explain?query="+url.QueryEscape("arch and not os=ubuntu"))
	require.Equal(t, 200, r.status, r.body)
	plan := r.object(t)
	require.Equal(t, "arch and not os=ubuntu", plan["query"])
	require.EqualValues(t, 1, plan["total"])
	long := `{"query":{"has":"` + strings.Repeat("k", 9000) + `"}}`
	post(h, nativeImages+"/explain", long).requireNative(t, 413, "too_large", "query")
}

func TestNativeFaults(t *testing.T) {
	h, _ := nativeHandler(t, httpapi.Caller{})
	for _, c := range []struct{ query, code, path string }{
		{"query=" + url.QueryEscape("a && b"), "bad_expression", "query"},
		{"query=", "bad_expression", "query"},
		{"limit=0", "bad_parameter", "limit"},
		{"limit=1001", "bad_parameter", "limit"},
		{"limit=1e1", "bad_parameter", "limit"},
		{"limit=-1", "bad_parameter", "limit"},
		{"limit=", "bad_parameter", "limit"},
		{"offset=99999999999999999999", "bad_parameter", "offset"},
		{"limit=1&limit=1", "bad_parameter", "limit"},
		{"page=1", "bad_parameter", "page"},
		{"%zz", "bad_parameter", ""},
		{"query=%ff", "bad_parameter", "query"},
		{"a=b;c=d", "bad_parameter", ""},
		{"%00%0a=1", "bad_parameter", `\x00\n`},
	} {
		get(h, nativeImages+"/query?"+c.query).requireNative(t, 400, c.code, c.path)
	}
	for _, c := range []struct{ body, code, path string }{
		{``, "empty_body", "body"},
		{" \n", "empty_body", "body"},
		{`[]`, "bad_document", "body"},
		{`{`, "bad_document", "body"},
		{`{} {}`, "bad_document", "body"},
		{`{"limit":1,"limit":1}`, "bad_document", "body"},
		{"{\"query\":\"\xff\"}", "bad_document", "body"},
		{`{"query":null}`, "bad_parameter", "query"},
		{`{"query":["a"]}`, "bad_parameter", "query"},
		{`{"query":"a and"}`, "bad_expression", "query"},
		{`{"query":{"and":[{"has":"a"},{"tag":{"key":"k"}}]}}`, "bad_expression", "query.and[1].tag"},
		{`{"query":{"text":"a or"}}`, "bad_expression", "query.text"},
		{`{"limit":"1"}`, "bad_parameter", "limit"},
		{`{"limit":1.0}`, "bad_parameter", "limit"},
		{`{"Limit":1}`, "bad_parameter", "Limit"},
		{`{"limit":0}`, "bad_parameter", "limit"},
	} {
		post(h, nativeImages+"/query", c.body).requireNative(t, 400, c.code, c.path)
	}
	// A POST has nothing in its query string.
	post(h, nativeImages+"/query?limit=1", `{}`).requireNative(t, 400, "bad_parameter", "limit")
	post(h, nativeImages+"/query", `{"query":"`+strings.Repeat("a", 600<<10)+`"}`).requireNative(t, 413, "too_large", "body")

	fault := get(h, nativeImages+"/count?query="+url.QueryEscape("a\nand && b")).requireNative(t, 400, "bad_expression", "query")
	require.EqualValues(t, 2, fault["line"])
	require.EqualValues(t, 5, fault["column"])
	require.Equal(t, "and && b\n    ^", fault["caret"])
	fault = post(h, nativeImages+"/count", `{"query":{"not":{"text":"x ="}}}`).requireNative(t, 400, "bad_expression", "query.not.text")
	require.EqualValues(t, 4, fault["column"])
}

func TestNativeTerms(t *testing.T) {
	h, _ := nativeHandler(t, httpapi.Caller{})
	get(h, nativeImages+"/keys").require200(t, `{"version":1,"more":false,"keys":[{"key":"arch","count":2},{"key":"os","count":1}]}`)
	get(h, nativeImages+"/keys?limit=1").require200(t, `{"version":1,"more":true,"keys":[{"key":"arch","count":2}]}`)
	get(h, nativeImages+"/keys?prefix=o&offset=1").require200(t, `{"version":1,"more":false,"keys":[]}`)
	get(h, nativeImages+"/values?key=arch").require200(t,
		`{"version":1,"key":"arch","more":false,"values":[{"value":"arm64","count":1},{"value":"x86","count":1}]}`)
	get(h, nativeImages+"/values?key=arch&prefix=x&limit=1").require200(t, `{"version":1,"key":"arch","more":false,"values":[{"value":"x86","count":1}]}`)
	get(h, nativeImages+"/values").requireNative(t, 400, "bad_parameter", "key")
	get(h, nativeImages+"/values?key=_sys_p").require200(t, `{"version":1,"key":"_sys_p","more":false,"values":[]}`)

	facets := `{"total_count":1,"version":1,"keys":[{"key":"arch","count":1}],"facets":[
		{"key":"arch","within":{"selected":1,"having":1,"values":[{"value":"x86","count":1}]},
		 "without":{"selected":4,"having":2,"values":[{"value":"arm64","count":1},{"value":"x86","count":1}]}},
		{"key":"_sys_p","within":{"selected":1,"having":0,"values":[]},"without":{"selected":1,"having":0,"values":[]}}]}`
	get(h, nativeImages+"/facets?query=arch%3Dx86&key=arch&key=_sys_p&key_limit=5&sideways=true").require200(t, facets)
	post(h, nativeImages+"/facets", `{"query":"arch=x86","key":["arch","_sys_p"],"key_limit":5,"sideways":true}`).require200(t, facets)
	get(h, nativeImages+"/facets").require200(t, `{"total_count":4,"version":1,"keys":[],"facets":[]}`)
	for body, path := range map[string]string{
		`{"key":"arch"}`: "key", `{"key":["a",1]}`: "key[1]", `{"sideways":1}`: "sideways", `{"key_limit":1001}`: "key_limit",
		`{"key":["` + strings.Repeat(`a","`, 20) + `a"]}`: "key",
	} {
		post(h, nativeImages+"/facets", body).requireNative(t, 400, "bad_parameter", path)
	}
	get(h, nativeImages+"/facets?sideways=1").requireNative(t, 400, "bad_parameter", "sideways")
}

// TestNativeSystemTags: only the operator sees system tags, asks for them and
// writes them; a tenant's write does not touch them.
func TestNativeSystemTags(t *testing.T) {
	tenant, reg := nativeHandler(t, mayWrite)
	op := httpapi.New(reg, as(mayAll, nil))
	for _, q := range []string{"_sys_p", "_sys_p=1", "_sys_p~1", "not not _sys_p in (0,1)"} {
		get(tenant, nativeImages+"/count?query="+url.QueryEscape(q)).require200(t, `{"total_count":0,"version":1}`)
	}
	get(tenant, nativeImages+"/count?query="+url.QueryEscape("not _sys_p")).require200(t, `{"total_count":4,"version":1}`)
	get(op, nativeImages+"/count?query=_sys_p").require200(t, `{"total_count":2,"version":1}`)
	require.NotContains(t, get(tenant, nativeImages+"/query").body, "_sys_")
	require.NotContains(t, get(tenant, nativeImages+"/resources/i2").body, "_sys_")
	require.NotContains(t, get(tenant, nativeImages+"/facets?key_limit=9").body, "_sys_")
	require.NotContains(t, get(tenant, nativeImages+"/explain?query=_sys_p").body, "_sys_")
	for _, path := range []string{"/query", "/resources/i2", "/keys", "/facets?key_limit=9", "/values?key=_sys_p"} {
		require.Contains(t, get(op, nativeImages+path).body, "_sys_", path)
	}

	do(tenant, "PUT", nativeImages+"/resources/i2", `{"resource_id":"i2","tags":[{"key":"_sys_p","value":"9"}]}`).
		requireNative(t, 403, "system_tag", "tags[0].key")
	fault := post(tenant, nativeImages+"/load", `{"resource_id":"i8"}`+"\n"+`{"resource_id":"i9","tags":[{"key":"a","value":""},{"key":"_sys_p","value":"9"}]}`).
		requireNative(t, 403, "system_tag", "tags[1].key")
	require.EqualValues(t, 2, fault["line"])
	do(tenant, "PUT", nativeImages+"/resources/i2", `{"resource_id":"i2","tags":[{"key":"new","value":"1"}]}`).
		require200(t, `{"inserted":0,"replaced":1,"deleted":0,"version":2}`)
	post(tenant, nativeImages+"/load", `{"resource_id":"i3"}`).require200(t, `{"inserted":0,"replaced":1,"deleted":0,"version":3}`)
	get(op, nativeImages+"/resources/i2").require200(t, `{"resource_id":"i2","resource_name":"","tags":[{"key":"new","value":"1"},{"key":"_sys_p","value":"1"}]}`)
	get(op, nativeImages+"/count?query="+url.QueryEscape("_sys_p=0 and id=i3")).require200(t, `{"total_count":1,"version":3}`)
	do(op, "PUT", nativeImages+"/resources/i2", `{"resource_id":"i2","tags":[{"key":"_sys_q","value":"1"}]}`).
		require200(t, `{"inserted":0,"replaced":1,"deleted":0,"version":4}`)
	get(op, nativeImages+"/count?query=_sys_p").require200(t, `{"total_count":1,"version":4}`)
}

// TestNativeRights: who may not write writes nothing, and a project of others
// looks the same whether it exists or not.
func TestNativeRights(t *testing.T) {
	reader, reg := nativeHandler(t, httpapi.Caller{Operator: true})
	before := reg.Open("p1", "images").Snapshot()
	writes := []struct{ method, path, body string }{
		{"DELETE", "", ""},
		{"POST", "/load", `{"resource_id":"x"}`},
		{"POST", "/delete", `{"resource_id":"i1"}`},
		{"PUT", "/resources/x", `{"resource_id":"x"}`},
		{"DELETE", "/resources/i1", ""},
	}
	for _, w := range writes {
		do(reader, w.method, nativeImages+w.path, w.body).requireNative(t, 403, "not_allowed", "")
	}
	require.Same(t, before, reg.Open("p1", "images").Snapshot())

	other, _ := nativeHandler(t, httpapi.Caller{Projects: []string{"p2"}, Write: true})
	reads := []struct{ method, path, body string }{
		{"GET", "/query", ""},
		{"POST", "/query", "{}"},
		{"GET", "/count", ""},
		{"GET", "/explain", ""},
		{"GET", "/facets", ""},
		{"GET", "/keys", ""},
		{"GET", "/values?key=a", ""},
		{"GET", "/resources/i1", ""},
	}
	for _, c := range append(reads, writes...) {
		there := do(other, c.method, nativeImages+c.path, c.body)
		there.requireNative(t, 403, "wrong_project", "")
		require.Equal(t, there.body, do(other, c.method, "/tagdex/v1/nobody/images"+c.path, c.body).body)
	}
	get(other, "/tagdex/v1/p1").requireNative(t, 403, "wrong_project", "")
	get(other, "/tagdex/v1/p2").require200(t, `{"collections":[{"resource_type":"images","resources":1,"version":1}]}`)
}

func TestNativeResources(t *testing.T) {
	h, reg := nativeHandler(t, mayWrite)
	get(h, nativeImages+"/resources/i4").require200(t, `{"resource_id":"i4","resource_name":"plain","tags":[]}`)
	get(h, nativeImages+"/resources/nobody").requireNative(t, 404, "not_found", "")
	get(h, "/tagdex/v1/p1/none/resources/i4").requireNative(t, 404, "not_found", "")
	get(h, nativeImages+"/resources/i4?x=1").requireNative(t, 400, "bad_parameter", "x")
	const body = `{
		"resource_id": "a/b c",
		"resource_name": "n",
		"resource_detail": {"status": "active"},
		"tags": [{"key": "k", "value": "v"}]
	}`
	do(h, "PUT", nativeImages+"/resources/a%2Fb%20c", body).require200(t, `{"inserted":1,"replaced":0,"deleted":0,"version":2}`)
	r := get(h, nativeImages+"/resources/a%2Fb%20c")
	r.require200(t, body)
	do(h, "PUT", nativeImages+"/resources/a%2Fb%20c", r.body).require200(t, `{"inserted":0,"replaced":1,"deleted":0,"version":3}`)
	for _, c := range []struct{ body, code, path string }{
		{``, "empty_body", "body"},
		{`{`, "bad_document", "body"},
		{`{"resource_id":"x"}{"resource_id":"x"}`, "bad_document", "body"},
		{`[]`, "bad_resource", "resource"},
		{`{}`, "bad_resource", "resource_id"},
		{`{"resource_id":"y"}`, "bad_resource", "resource_id"},
		{`{"resource_id":"x","resource_name":1}`, "bad_resource", "resource_name"},
		{`{"resource_id":"x","tags":[{"key":""}]}`, "bad_resource", "tags[0].key"},
		{`{"resource_id":"x","tags":[{"key":"a"},{"key":"a"}]}`, "bad_resource", "tags[1].key"},
		{`{"resource_id":"x","project_id":"p2"}`, "bad_resource", "project_id"},
		{`{"resource_id":"x","resource_type":"disks"}`, "bad_resource", "resource_type"},
	} {
		do(h, "PUT", nativeImages+"/resources/x", c.body).requireNative(t, 400, c.code, c.path)
	}
	do(h, "DELETE", nativeImages+"/resources/i1", "").require200(t, `{"inserted":0,"replaced":0,"deleted":1,"version":4}`)
	do(h, "DELETE", nativeImages+"/resources/i1", "").requireNative(t, 404, "not_found", "")
	do(h, "DELETE", "/tagdex/v1/p1/none/resources/i1", "").requireNative(t, 404, "not_found", "")
	_, made := reg.Collection("p1", "none")
	require.False(t, made)

	do(h, "DELETE", nativeImages, "").requireNative(t, 403, "not_allowed", "")
	_, there := reg.Collection("p1", "images")
	require.True(t, there)
	h = httpapi.New(reg, as(httpapi.Caller{Write: true, Drop: true}, nil))
	do(h, "DELETE", nativeImages, "").require200(t, `{"dropped":true}`)
	do(h, "DELETE", nativeImages, "").requireNative(t, 404, "not_found", "")
	get(h, nativeImages+"/count").require200(t, `{"total_count":0,"version":0}`)
	get(h, "/tagdex/v1/p1").require200(t, `{"collections":[{"resource_type":"cts-tracker","resources":2,"version":1}]}`)
}

// TestNativeMost: what is as much as it may be is answered, and one more, or one
// less than the least, is not.
func TestNativeMost(t *testing.T) {
	h, _ := nativeHandler(t, mayWrite)
	keys := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf("%q", fmt.Sprint("k", i))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	for _, c := range []struct {
		path, good, low, high string
	}{
		{"/query?limit=%s", "1000", "0", "1001"},
		{"/query?limit=%s", "1", "0", "1001"},
		{"/query?offset=%s", "2147483647", "-1", "2147483648"},
		{"/query?offset=%s", "0", "-1", "2147483648"},
		{"/facets?limit=%s", "1000", "0", "1001"},
		{"/facets?key_limit=%s", "1000", "-1", "1001"},
		{"/facets?key_limit=%s", "0", "-1", "1001"},
		{"/keys?limit=%s", "1000", "0", "1001"},
		{"/values?key=arch&limit=%s", "1000", "0", "1001"},
		{"/facets", `{"key":` + keys(20) + `}`, "", `{"key":` + keys(21) + `}`},
		{"/query", `{"limit":1000,"offset":2147483647}`, `{"limit":0}`, `{"limit":1001}`},
	} {
		ask := func(value string) reply {
			if strings.HasPrefix(c.good, "{") {
				return post(h, nativeImages+c.path, value)
			}
			return get(h, nativeImages+fmt.Sprintf(c.path, value))
		}
		require.Equal(t, 200, ask(c.good).status, "%s %s", c.path, c.good)
		require.Equal(t, 400, ask(c.low).status, "%s %s", c.path, c.low)
		require.Equal(t, 400, ask(c.high).status, "%s %s", c.path, c.high)
	}
}

// TestNativeDropRights: to write is not enough to drop a collection.
func TestNativeDropRights(t *testing.T) {
	for _, c := range []struct {
		caller httpapi.Caller
		status int
	}{
		{httpapi.Caller{}, 403},
		{httpapi.Caller{Operator: true}, 403},
		{httpapi.Caller{Drop: true}, 403},
		{httpapi.Caller{Write: true}, 403},
		{httpapi.Caller{Write: true, Drop: true}, 200},
		{httpapi.Caller{Write: true, Operator: true}, 200},
		{httpapi.Caller{Write: true, Drop: true, Projects: []string{"p1"}}, 200},
		{httpapi.Caller{Write: true, Drop: true, Projects: []string{"p2"}}, 403},
	} {
		h, reg := nativeHandler(t, c.caller)
		require.Equal(t, c.status, do(h, "DELETE", nativeImages, "").status, "%+v", c.caller)
		_, there := reg.Collection("p1", "images")
		require.Equal(t, c.status != 200, there, "%+v", c.caller)
	}
}

// TestNativeNames: names that are not UTF-8 could not be told in an answer.
func TestNativeNames(t *testing.T) {
	h, reg := nativeHandler(t, mayWrite)
	get(h, "/tagdex/v1/%ff/images/count").requireNative(t, 400, "bad_parameter", "project_id")
	post(h, "/tagdex/v1/p1/%ff/load", "").requireNative(t, 400, "bad_parameter", "resource_type")
	get(h, nativeImages+"/resources/%ff").requireNative(t, 400, "bad_parameter", "resource_id")
	reg.Open("p3", "\xff") // a host may
	get(h, "/tagdex/v1/p3").require200(t, `{"collections":[{"resource_type":"\ufffd","resources":0,"version":0}]}`)
}

func TestNativeRoutes(t *testing.T) {
	h, _ := nativeHandler(t, mayWrite)
	r := get(h, "/tagdex/v1/openapi.json")
	require.Equal(t, 200, r.status)
	require.True(t, json.Valid([]byte(r.body)))
	do(h, "PATCH", nativeImages+"/query", "{}").requireGateway(t, 405, "APIGW.0101")
	require.Equal(t, "GET, HEAD, POST", do(h, "PUT", nativeImages+"/query", "").header.Get("Allow"))
	get(h, "/tagdex/v1/p1/images/nothing").requireGateway(t, 404, "APIGW.0101")
	without := httpapi.New(catalogue(t), &httpapi.Options{NoNative: true})
	get(without, nativeImages+"/count").requireGateway(t, 404, "APIGW.0101")
}

package httpapi_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// hintsHandler answers from one collection with system tags.
func hintsHandler(t testing.TB, c httpapi.Caller) func(path, query string) reply {
	t.Helper()
	reg := engine.NewRegistry(&engine.Options{})
	_, err := reg.Open("p1", "images").Upsert(t.Context(),
		resource.Resource{ID: "i1", Name: "web", Detail: `{"status":"active"}`, Tags: []resource.Tag{{Key: "env", Value: "prod"}, {Key: "region", Value: "eu"}}},
		resource.Resource{ID: "i2", Name: "db", Tags: []resource.Tag{{Key: "env", Value: "test"}, {Key: "_sys_owner", Value: "o"}}},
	)
	require.NoError(t, err)
	h := httpapi.New(reg, as(c, nil))
	return func(path, query string) reply { return get(h, nativeImages+path+"?"+query) }
}

func asked(text string) string { return "query=" + url.QueryEscape(text) }

// TestNativeHints: an answer says what the question names and nobody has.
func TestNativeHints(t *testing.T) {
	ask := hintsHandler(t, httpapi.Caller{})
	regin := `[{"kind":"key","key":"regin","near":["region"],"message":"no resource has the key \"regin\"; near: region"}]`
	ask("/count", asked("regin=eu")).require200(t, `{"total_count":0,"version":1,"hints":`+regin+`}`)
	ask("/query", asked("regin")).require200(t, `{"total_count":0,"version":1,"resources":[],"hints":`+regin+`}`)
	ask("/facets", "key=regin").require200(t, `{"total_count":2,"version":1,"keys":[],
		"facets":[{"key":"regin","within":{"selected":2,"having":0,"values":[]}}],"hints":`+regin+`}`)
	ask("/values", "key=regin").require200(t, `{"version":1,"key":"regin","more":false,"values":[],"hints":`+regin+`}`)

	// Where something matches, too.
	ask("/count", asked("not env=prd")).require200(t, `{"total_count":2,"version":1,"hints":[
		{"kind":"value","key":"env","value":"prd","near":["prod"],"message":"no resource has the value \"prd\" of the key \"env\"; near: prod"}]}`)
	ask("/count", asked("status=active")).require200(t, `{"total_count":0,"version":1,"hints":[
		{"kind":"key","key":"status","message":"no resource has the key \"status\"; there is a property: prop.status=active"}]}`)
	ask("/count", asked("prop.stauts=active or id=i9")).require200(t, `{"total_count":0,"version":1,"hints":[
		{"kind":"property","key":"stauts","near":["status"],"message":"no resource has the property \"stauts\"; near: prop.status"},
		{"kind":"id","value":"i9","near":["i1","i2"],"message":"no resource has the id \"i9\"; near: i1, i2"}]}`)

	// Nothing is said where all is there, nor of what is not loaded at all.
	for _, text := range []string{"env=prod and region=eu and prop.status=active and name ~ web", "env=test and region=eu", "name ~ nonesuch"} {
		require.NotContains(t, ask("/query", asked(text)).body, "hints", text)
	}
	require.NotContains(t, get(httpapi.New(engine.NewRegistry(nil), nil), "/tagdex/v1/p1/images/count?query=a").body, "hints")

	// A long name is cut.
	r := ask("/count", asked(strings.Repeat("é", 1000)+"=x"))
	require.Equal(t, 200, r.status)
	require.Less(t, len(r.body), 1000)
	require.Contains(t, r.body, strings.Repeat("é", 128)+"...")

	// What is no UTF-8 is told all the same.
	r = ask("/count", asked(`"a\xff"=x`))
	require.Contains(t, r.body, `"key":"a�"`)
}

// TestNativeHintsToTenants: tenants are told of no system tag, operators are.
func TestNativeHintsToTenants(t *testing.T) {
	tenant, operator := hintsHandler(t, httpapi.Caller{}), hintsHandler(t, mayAll)
	for _, text := range []string{"_sys_ower", "sys_owner", "_sys_owner=x", "_SYS_OWNER", "prop._sys_owner"} {
		for _, path := range []string{"/count", "/query", "/explain"} {
			require.NotContains(t, tenant(path, asked(text)).body, "near", text)
			require.NotContains(t, tenant(path, asked(text)).body, "there is a tag", text)
		}
		require.Contains(t, operator("/count", asked(text)).body, "_sys_owner", text)
	}
	require.Contains(t, tenant("/explain", asked("regin")).body, `"near":["region"]`)
	tenant("/count", asked("_sys_ower")).require200(t, `{"total_count":0,"version":1}`)
	tenant("/values", "key=_sys_ower").require200(t, `{"version":1,"key":"_sys_ower","more":false,"values":[]}`)
}

// BenchmarkNativeCount is what a count costs whose names are all there.
func BenchmarkNativeCount(b *testing.B) {
	ask := hintsHandler(b, httpapi.Caller{})
	b.ReportAllocs()
	for b.Loop() {
		ask("/count", "query=env%3Dprod")
	}
}

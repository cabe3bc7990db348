package httpapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

const (
	i1Tags   = "/v2/p1/images/i1/tags"
	i4Tags   = "/v2/p1/images/i4/tags"
	allTags  = "/v2/p1/images/tags"
	i1Before = `{"tags":[{"key":"arch","value":"arm64"},{"key":"os","value":"ubuntu"}]}`
)

var (
	writer   = as(httpapi.Caller{Write: true}, nil)
	operator = as(httpapi.Caller{Write: true, Operator: true}, nil)
)

// tag is the body that adds one.
func tag(key, value string) string {
	return fmt.Sprintf(`{"tag":{"key":%q,"value":%q}}`, key, value)
}

// batch is the body of several, from "k=v" each.
func batch(action string, tags ...string) string {
	entries := make([]string, len(tags))
	for i, t := range tags {
		key, value, _ := strings.Cut(t, "=")
		entries[i] = fmt.Sprintf(`{"key":%q,"value":%q}`, key, value)
	}
	return fmt.Sprintf(`{"action":%q,"tags":[%s]}`, action, strings.Join(entries, ","))
}

// requireDone checks an answer that says nothing.
func (r reply) requireDone(t testing.TB) {
	t.Helper()
	require.Equal(t, http.StatusNoContent, r.status, r.body)
	require.Empty(t, r.body)
	require.Empty(t, r.header.Get("Content-Type"))
	require.NotEmpty(t, r.header.Get("X-Request-Id"))
}

func requireList(t testing.TB, h http.Handler, path, want string) {
	t.Helper()
	r := do(h, "GET", path, "")
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, want, r.body)
	r.requireJSON(t)
}

func TestTagCalls(t *testing.T) {
	h := newHandler(t, writer)
	requireList(t, h, i1Tags, i1Before)
	post(h, i1Tags, tag("env", "prod")).requireDone(t)
	post(h, i1Tags, tag("arch", "")).requireDone(t)
	requireList(t, h, i1Tags, `{"tags":[{"key":"arch","value":""},{"key":"os","value":"ubuntu"},{"key":"env","value":"prod"}]}`)
	do(h, "DELETE", i1Tags+"/os", "").requireDone(t)
	do(h, "DELETE", i1Tags+"/os", "").requireIMS(t, 404, "IMG.0404", "key")
	post(h, i1Tags+"/action", batch("create", "b=2", "env=test", "a=1")).requireDone(t)
	requireList(t, h, i1Tags, `{"tags":[{"key":"arch","value":""},{"key":"env","value":"test"},{"key":"b","value":"2"},{"key":"a","value":"1"}]}`)
	requireList(t, h, allTags, `{"tags":[{"key":"a","values":["1"]},{"key":"arch","values":["","x86"]},{"key":"b","values":["2"]},{"key":"env","values":["test"]}]}`)
	_, found := post(h, imsPath, `{"action":"filter","tags":[{"key":"env","values":["test"]}]}`).ids(t)
	require.Equal(t, []string{"i1"}, found)
	post(h, i1Tags+"/action", batch("delete", "b=", "nothing=", "a=other", "env=")).requireDone(t)
	requireList(t, h, i1Tags, `{"tags":[{"key":"arch","value":""}]}`)
	requireList(t, h, "/v2/p1/images/i3/tags", `{"tags":[]}`)
	requireList(t, h, "/v2/nobody/images/tags", `{"tags":[]}`)
}

// TestTagLimit: ten, but overwriting is no addition, and system tags do not
// count.
func TestTagLimit(t *testing.T) {
	h := newHandler(t, operator)
	post(h, i4Tags, tag("_sys_a", "1")).requireDone(t)
	nine := make([]string, 9)
	for i := range nine {
		nine[i] = fmt.Sprint("k", i, "=v")
	}
	post(h, i4Tags+"/action", batch("create", nine...)).requireDone(t)
	post(h, i4Tags+"/action", batch("create", "x=1", "y=1")).requireIMS(t, 400, "IMG.0116", "tags")
	post(h, i4Tags, tag("x", "1")).requireDone(t)
	post(h, i4Tags, tag("y", "1")).requireIMS(t, 400, "IMG.0116", "tag")
	post(h, i4Tags, tag("k0", "other")).requireDone(t)
	post(h, i4Tags+"/action", batch("create", append(nine, "x=2")...)).requireDone(t)
	post(h, i4Tags+"/action", batch("create", append(nine, "x=2", "y=1")...)).requireIMS(t, 400, "IMG.0116", "tags")
	post(h, i4Tags+"/action", batch("create", append(nine, "y=1")...)).requireIMS(t, 400, "IMG.0116", "tags")
	post(h, i4Tags, tag("_sys_b", "1")).requireDone(t)

	large := dialect.IMS()
	large.TagAPI.Rules = dialect.LargeTagRules()
	wide := newHandler(t, &httpapi.Options{Profiles: []*dialect.Profile{large}, Authenticate: writer.Authenticate})
	post(wide, i4Tags+"/action", batch("create", append(nine, "x=2", "y y=a/b")...)).requireDone(t)
}

// TestTagRights: who may not write is refused before anything is looked at,
// and before it is known whether there is something.
func TestTagRights(t *testing.T) {
	reader := newHandler(t, as(httpapi.Caller{}, nil))
	for _, path := range []string{i1Tags, "/v2/p1/images/none/tags", "/v2/nobody/images/none/tags"} {
		post(reader, path, `{`).requireIMS(t, 403, "IMG.0026", "")
		post(reader, path+"/action", ``).requireIMS(t, 403, "IMG.0026", "")
		do(reader, "DELETE", path+"/os", "").requireIMS(t, 403, "IMG.0026", "")
	}
	requireList(t, reader, i1Tags, i1Before)

	stranger := newHandler(t, as(httpapi.Caller{Write: true, Operator: true, Projects: []string{"mine"}}, nil))
	for _, path := range []string{i1Tags, allTags, "/v2/nobody/images/none/tags"} {
		do(stranger, "GET", path, "").requireIMS(t, 403, "IMG.0026", "")
	}
	post(stranger, i1Tags, tag("a", "1")).requireIMS(t, 403, "IMG.0026", "")

	tenant := newHandler(t, writer)
	const i2 = "/v2/p1/images/i2/tags"
	for _, key := range []string{"_sys_p", "_sys_none"} {
		post(tenant, i2, tag(key, "2")).requireIMS(t, 403, "IMG.0026", "tag.key")
		do(tenant, "DELETE", i2+"/"+key, "").requireIMS(t, 403, "IMG.0026", "key")
		post(tenant, i2+"/action", batch("create", "a=1", key+"=1")).requireIMS(t, 403, "IMG.0026", "tags[1].key")
		post(tenant, i2+"/action", batch("delete", "arch=", key+"=")).requireIMS(t, 403, "IMG.0026", "tags[1].key")
	}
	requireList(t, tenant, i2, `{"tags":[{"key":"arch","value":"x86"}]}`)

	h := newHandler(t, operator)
	do(h, "DELETE", i2+"/_sys_p", "").requireDone(t)
	do(h, "DELETE", i2+"/_sys_p", "").requireIMS(t, 404, "IMG.0404", "key")
	requireList(t, h, allTags, `{"tags":[{"key":"arch","values":["arm64","x86"]},{"key":"os","values":["ubuntu"]}]}`)
}

// TestTagsOfNothing: an image that is not there, or is another project's.
func TestTagsOfNothing(t *testing.T) {
	reg := catalogue(t)
	h := httpapi.New(reg, writer)
	for _, image := range []string{"/v2/p1/images/none", "/v2/p1/images/" + otherImage, "/v2/nobody/images/i1", "/v2/p1/images/I1", "/v2/p1/images/%FF", "/v2/p1/images/t1"} {
		do(h, "GET", image+"/tags", "").requireIMS(t, 404, "IMG.0144", "image_id")
		post(h, image+"/tags", tag("a", "1")).requireIMS(t, 404, "IMG.0144", "image_id")
		post(h, image+"/tags", tag("", "1")).requireIMS(t, 400, "IMG.0115", "tag.key")
		do(h, "DELETE", image+"/tags/a", "").requireIMS(t, 404, "IMG.0144", "image_id")
		post(h, image+"/tags/action", batch("delete", "a=1")).requireIMS(t, 404, "IMG.0144", "image_id")
	}
	_, made := reg.Collection("nobody", "images")
	require.False(t, made, "a project came into being")
}

// TestRefusedWritesPublishNothing: not even a version with the same content.
func TestRefusedWritesPublishNothing(t *testing.T) {
	reg := catalogue(t)
	h := httpapi.New(reg, writer)
	c, _ := reg.Collection("p1", "images")
	before := c.Snapshot()
	for _, r := range []reply{
		post(h, i1Tags, tag("a b", "1")),
		post(h, i1Tags+"/action", batch("create", "a=1", "a=2")),
		post(h, i1Tags+"/action", batch("create", "a=1", "_sys_x=2")),
		post(h, i1Tags+"/action", batch("create", "1=", "2=", "3=", "4=", "5=", "6=", "7=", "8=", "9=")),
		do(h, "DELETE", i1Tags+"/none", ""),
		post(h, i1Tags, strings.Repeat(" ", httpapi.DefaultMaxBodyBytes+1)),
	} {
		require.GreaterOrEqual(t, r.status, 400)
	}
	require.Same(t, before, c.Snapshot())
	post(h, i1Tags+"/action", batch("create", "a=1", "b=2", "os=x")).requireDone(t)
	require.Equal(t, before.Version()+1, c.Snapshot().Version(), "one request, one version")
}

// TestKeysInPaths: a key is one segment, unescaped once; its characters are
// not checked, for there may be old ones.
func TestKeysInPaths(t *testing.T) {
	reg := catalogue(t)
	keys := map[string]string{
		"a%2Fb": "a/b", "%2F%2F": "//", "a%20b": "a b", "%20": " ", "%E9%8D%B5": "鍵", "a%252Fb": "a%2Fb", "a+b": "a+b",
		"..%2F": "../", "%2e%2e": "..", "%2E": ".", "action": "action", "tags": "tags", "a=b;c": "a=b;c", "%3F%23": "?#", "%00": "\x00", "%0a": "\n",
	}
	r := resource.Resource{ID: "odd/id ..", Name: "n"}
	for _, key := range keys {
		if !strings.Contains(fmt.Sprint(r.Tags), "{"+key+" ") {
			r.Tags = append(r.Tags, resource.Tag{Key: key, Value: "v"})
		}
	}
	c, _ := reg.Collection("p1", "images")
	server := httptest.NewServer(httpapi.New(reg, writer))
	defer server.Close()
	remove := func(escaped string) int {
		req, err := http.NewRequestWithContext(t.Context(), "DELETE", server.URL+"/v2/p1/images/odd%2Fid%20../tags/"+escaped, nil)
		require.NoError(t, err)
		resp, err := server.Client().Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp.StatusCode
	}
	for escaped, key := range keys {
		_, err := c.Upsert(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, 204, remove(escaped), escaped)
		require.Equal(t, 404, remove(escaped), "it was %q", key)
		left, _ := c.Get(r.ID)
		require.Len(t, left.Tags, len(r.Tags)-1)
		require.NotContains(t, left.Tags, resource.Tag{Key: key, Value: "v"})
	}
	for _, escaped := range []string{"A%2Fb", "%FF", "a%2fb/", "a/b", "none", ""} {
		require.Equal(t, 404, remove(escaped), escaped)
	}
	left, _ := c.Get(r.ID)
	require.Len(t, left.Tags, len(r.Tags)-1)
}

// TestTagMethods: what else may be asked of these paths, and that a key may be
// called action.
func TestTagMethods(t *testing.T) {
	h := newHandler(t, writer)
	for path, allow := range map[string]string{
		i1Tags:             "GET, HEAD, POST",
		i1Tags + "/os":     "DELETE",
		i1Tags + "/action": "DELETE, POST",
		allTags:            "GET, HEAD",
		imsPath:            "POST",
	} {
		for _, method := range []string{"PUT", "PATCH", "OPTIONS"} {
			r := do(h, method, path, `{}`)
			r.requireGateway(t, 405, "APIGW.0101")
			require.Equal(t, allow, r.header.Get("Allow"), path)
		}
	}
	post(h, i1Tags, tag("action", "1")).requireDone(t)
	do(h, "DELETE", i1Tags+"/action", "").requireDone(t)
	for _, path := range []string{i1Tags + "/", i1Tags + "/a/b", "/v2/p1/images//tags", allTags + "/", "/v2/p1/volumes/i1/tags", "/v3/p1/images/i1/tags"} {
		do(h, "GET", path, "").requireGateway(t, 404, "APIGW.0101")
		do(h, "DELETE", path, "").requireGateway(t, 404, "APIGW.0101")
	}
	none := dialect.IMS()
	none.TagAPI = dialect.TagAPI{}
	without := newHandler(t, &httpapi.Options{Profiles: []*dialect.Profile{none}, Authenticate: writer.Authenticate})
	do(without, "GET", i1Tags, "").requireGateway(t, 404, "APIGW.0101")
}

// TestConcurrentTagRequests: requests at once for one image lose nothing.
func TestConcurrentTagRequests(t *testing.T) {
	reg := catalogue(t)
	h := httpapi.New(reg, &httpapi.Options{Authenticate: writer.Authenticate})
	var group sync.WaitGroup
	for w := range 8 {
		group.Go(func() {
			own := fmt.Sprint("own", w)
			for round := range 20 {
				for _, r := range []reply{
					post(h, i4Tags, tag(own, fmt.Sprint(round))),
					post(h, i4Tags+"/action", batch("create", own+"=x")),
					do(h, "DELETE", i4Tags+"/"+own, ""),
					post(h, i4Tags, tag(own, "last")),
				} {
					if r.status != http.StatusNoContent {
						t.Errorf("writer %d: %d %s", w, r.status, r.body)
					}
				}
			}
		})
	}
	group.Wait()
	c, _ := reg.Collection("p1", "images")
	r, _ := c.Get("i4")
	require.Len(t, r.Tags, 8)
	for w := range 8 {
		require.Contains(t, r.Tags, resource.Tag{Key: fmt.Sprint("own", w), Value: "last"})
	}
}

// TestManyTagsOfAProject: an answer of many portions is whole, in order, and
// of one version, though the data change beside it.
func TestManyTagsOfAProject(t *testing.T) {
	const values = 60_000
	reg := engine.NewRegistry(nil)
	c := reg.Open("p", "images")
	rs := make([]resource.Resource, values)
	want := &strings.Builder{}
	for i := range rs {
		rs[i] = resource.Resource{ID: fmt.Sprint(i), Tags: []resource.Tag{
			{Key: "serial", Value: fmt.Sprintf("%08d", i)}, {Key: fmt.Sprintf("key%05d", i/100), Value: "v"}, {Key: "_sys_x", Value: "hidden"},
		}}
	}
	_, err := c.Upsert(t.Context(), rs...)
	require.NoError(t, err)
	want.WriteString(`{"tags":[`)
	for i := range values / 100 {
		fmt.Fprintf(want, `{"key":"key%05d","values":["v"]},`, i)
	}
	want.WriteString(`{"key":"serial","values":[`)
	for i := range values {
		fmt.Fprintf(want, `"%08d",`, i)
	}
	server := httptest.NewServer(httpapi.New(reg, writer))
	defer server.Close()
	resp, err := server.Client().Get(server.URL + "/v2/p/images/tags")
	require.NoError(t, err)
	_, err = c.Delete(t.Context(), "1", "2", "59999")
	require.NoError(t, err)
	r := read(resp)
	require.Equal(t, 200, r.status)
	require.Equal(t, jsonType, r.header.Get("Content-Type"))
	require.Equal(t, strings.TrimSuffix(want.String(), ",")+"]}]}", r.body)
}

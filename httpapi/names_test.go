package httpapi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// awkward are texts that a path could take for structure, or for a path of
// its own.
var awkward = []string{
	"/", "//", "///", "/a", "a/", "a/b", "a//b", "/../", ".", "..", "...", "./a", "a/..", "../..",
	"%", "%2F", "%2f", "%252F", "%2e", "%zz", " ", " a ", "\t", "\x00", "\r\n", "?", "?a=b", "#", "a;b", "a+b", "&", "=", ":", "@",
	`\`, `"`, "*", "{}", "{project_id}", "é", "名", "\u202e", "tags", "action", "load", "resources", "v1", strings.Repeat("/", 100),
}

// escapeAll escapes everything but letters and digits, dots too.
func escapeAll(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// TestAwkwardNames: every text is reached by its path, on every path, by a
// real client, and nothing is redirected.
func TestAwkwardNames(t *testing.T) {
	reg := engine.NewRegistry(nil)
	server := httptest.NewServer(httpapi.New(reg, as(httpapi.Caller{Write: true, Operator: true}, nil)))
	defer server.Close()
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return errors.New("redirected") }
	ask := func(status int, method, body, path string, names ...string) string {
		for i, name := range names {
			names[i] = escapeAll(name)
		}
		parts := strings.Split(path, "*")
		require.Len(t, parts, len(names)+1, path)
		for i, name := range names {
			parts[i] += name
		}
		target := strings.Join(parts, "")
		r, err := http.NewRequest(method, server.URL+target, strings.NewReader(body))
		require.NoError(t, err)
		answer, err := client.Do(r)
		require.NoError(t, err)
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.Equal(t, status, answer.StatusCode, "%s %s %s", method, target, text)
		return string(text)
	}
	for _, name := range awkward {
		quoted, err := json.Marshal(name)
		require.NoError(t, err)
		one := `"total_count":1`
		row := `{"resource_id":` + string(quoted) + `,"tags":[{"key":` + string(quoted) + `,"value":"v"}]}`

		// The native API: project, type and id.
		const collection = "/tagdex/v1/*/*"
		ask(200, "PUT", row, collection+"/resources/*", name, name, name)
		stored, ok := reg.Collection(name, name)
		require.True(t, ok, "%q", name)
		found, ok := stored.Get(name)
		require.True(t, ok, "%q", name)
		require.Equal(t, []resource.Tag{{Key: name, Value: "v"}}, found.Tags)
		require.Contains(t, ask(200, "GET", "", collection+"/resources/*", name, name, name), `"value":"v"`)
		require.Contains(t, ask(200, "GET", "", "/tagdex/v1/*", name), `"resources":1`)
		for _, asked := range []string{"query", "count"} {
			require.Contains(t, ask(200, "GET", "", collection+"/"+asked, name, name), one)
			require.Contains(t, ask(200, "POST", "{}", collection+"/"+asked, name, name), one)
		}
		for _, asked := range []string{"explain", "keys"} {
			ask(200, "GET", "", collection+"/"+asked, name, name)
		}
		for _, asked := range []string{"facets", "values"} {
			require.Contains(t, ask(200, "GET", "", collection+"/"+asked+"?key=*", name, name, name), `"v"`)
		}
		ask(200, "DELETE", "", collection+"/resources/*", name, name, name)
		require.Contains(t, ask(200, "POST", row, collection+"/load", name, name), `"inserted":1`)
		require.Contains(t, ask(200, "POST", row, collection+"/delete", name, name), `"deleted":1`)

		// The trace service: project and type.
		ask(200, "POST", row, collection+"/load", name, name)
		require.Contains(t, ask(200, "POST", "{}", "/v3/*/*/resource-instances/filter", name, name), one)
		require.Contains(t, ask(200, "POST", "{}", "/v3/*/*/resource-instances/count", name, name), one)

		// The image service: project, id and key.
		ask(200, "POST", row, "/tagdex/v1/*/images/load", name)
		require.Contains(t, ask(200, "POST", `{"action":"count"}`, "/v2/*/images/resource_instances/action", name), one)
		require.Contains(t, ask(200, "GET", "", "/v2/*/images/tags", name), `"values":["v"]`)
		require.Contains(t, ask(200, "GET", "", "/v2/*/images/*/tags", name, name), `"value":"v"`)
		ask(204, "DELETE", "", "/v2/*/images/*/tags/*", name, name, name)
		ask(404, "DELETE", "", "/v2/*/images/*/tags/*", name, name, name)
		ask(204, "POST", `{"tag":{"key":"k","value":"v"}}`, "/v2/*/images/*/tags", name, name)
		ask(204, "POST", `{"action":"delete","tags":[{"key":"k"}]}`, "/v2/*/images/*/tags/action", name, name)

		// An image is where its list says that it is.
		ask(200, "POST", row, "/tagdex/v1/default/images/load")
		var list struct{ Images []struct{ ID, Self string } }
		require.NoError(t, json.Unmarshal([]byte(ask(200, "GET", "", "/v2/cloudimages?id=*", name)), &list))
		require.Len(t, list.Images, 1, "%q", name)
		var image struct{ ID string }
		require.NoError(t, json.Unmarshal([]byte(ask(200, "GET", "", list.Images[0].Self)), &image))
		require.Equal(t, name, image.ID)
		ask(200, "GET", "", "/v2/images/*", name)

		ask(200, "DELETE", "", collection, name, name)
		ask(404, "DELETE", "", collection, name, name)
	}
}

package dialect_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/resource"
)

func TestAppendCount(t *testing.T) {
	require.Equal(t, `{"total_count":36}`, string(dialect.IMS().AppendCount(nil, 36)))
	require.Equal(t, `{"total_count":0}`, string(dialect.CTS().AppendCount(nil, 0)))
}

// TestAppendPage is SEMANTICS section 5: the two forms of the same page.
func TestAppendPage(t *testing.T) {
	page := []resource.Resource{
		{
			ID: "i1", Name: "n1", Detail: `{"status":"active","owner":"o"}`,
			Tags: []resource.Tag{{Key: "_sys_enterprise_project_id", Value: "0"}, {Key: "k", Value: "v"}, {Key: "e"}},
		},
		{ID: "i2", Tags: []resource.Tag{{Key: "_sys_x", Value: "1"}}},
		{ID: "i3", Name: "n3"},
	}
	require.Equal(t, `{"total_count":36,"resources":[`+
		`{"resource_id":"i1","resource_name":"n1","resource_detail":{"status":"active"},"tags":[{"key":"k","value":"v"},{"key":"e","value":""}]},`+
		`{"resource_id":"i2","resource_name":"","resource_detail":{"status":""},"tags":[]},`+
		`{"resource_id":"i3","resource_name":"n3","resource_detail":{"status":""},"tags":[]}]}`,
		string(dialect.IMS().AppendPage(nil, dialect.Audience{}, 36, slices.Values(page))))
	require.Equal(t, `{"total_count":36,"resources":[`+
		`{"resource_id":"i1","resource_name":"n1","resource_detail":"","tags":[{"key":"_sys_enterprise_project_id","value":"0"},{"key":"k","value":"v"},{"key":"e","value":""}]},`+
		`{"resource_id":"i2","resource_name":"","resource_detail":"","tags":[{"key":"_sys_x","value":"1"}]},`+
		`{"resource_id":"i3","resource_name":"n3","resource_detail":"","tags":[]}]}`,
		string(dialect.CTS().AppendPage(nil, dialect.Audience{ResourceType: "cts-tracker"}, 36, slices.Values(page))))
}

// TestAppendPageEmpty is SEMANTICS section 3: never null, always [].
func TestAppendPageEmpty(t *testing.T) {
	for _, p := range []*dialect.Profile{dialect.IMS(), dialect.CTS()} {
		require.Equal(t, `{"total_count":7,"resources":[]}`, string(p.AppendPage(nil, dialect.Audience{}, 7, slices.Values[[]resource.Resource](nil))))
	}
	require.Equal(t, `x{"total_count":7,"resources":[]}`, string(dialect.IMS().AppendPage([]byte("x"), dialect.Audience{}, 7, slices.Values([]resource.Resource{}))))
}

// TestAppendPageText: whatever a text holds, it comes back as it was.
func TestAppendPageText(t *testing.T) {
	texts := []string{
		"", `"`, `\`, "\x00\x01\x1f\x7f", "\n\r\t", "<script>&'</script>", "\u2028\u2029", "é", "e\u0301", "名😀",
		`","value":"x"}],"resource_id":"forged`, "\ufeff", strings.Repeat("x", 10_000),
	}
	p := dialect.CTS()
	for _, text := range texts {
		r := resource.Resource{ID: text, Name: text, Tags: []resource.Tag{{Key: text, Value: text}}}
		var got answer
		require.NoError(t, json.Unmarshal(p.AppendPage(nil, dialect.Audience{}, 1, slices.Values([]resource.Resource{r})), &got))
		require.Equal(t, text, got.Resources[0].ID)
		require.Equal(t, text, got.Resources[0].Name)
		require.Equal(t, []pair{{text, text}}, got.Resources[0].Tags)
	}
	r := []resource.Resource{{ID: "<&>", Name: "a\xffb"}}
	require.Contains(t, string(p.AppendPage(nil, dialect.Audience{}, 1, slices.Values(r))), `"resource_id":"<&>","resource_name":"a`+"\ufffd"+`b"`)
}

type pair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type answer struct {
	Resources []struct {
		ID   string `json:"resource_id"`
		Name string `json:"resource_name"`
		Tags []pair `json:"tags"`
	} `json:"resources"`
}

// TestAppendPageDetail: resource_detail holds the status alone, as a string
// (IMS page, table of ResourceDetail), "" where the stored detail has none.
func TestAppendPageDetail(t *testing.T) {
	tests := []struct{ detail, status string }{
		{``, ""},
		{`{}`, ""},
		{`{"status":"active"}`, "active"},
		{` { "owner" : {"status":"no"} , "status" : "queued" } `, "queued"},
		{`{"a":[{"status":"no"},[["]}"]]],"status":"saving"}`, "saving"},
		{`{"st\u0061tus":"\u0061ctive"}`, "active"},
		{`{"status":"a\"b\\c\n<"}`, "a\"b\\c\n<"},
		{`{"status":"first","status":"second"}`, "first"},
		{`{"status":null}`, ""},
		{`{"status":3}`, ""},
		{`{"status":{"status":"no"}}`, ""},
		{`{"Status":"no"}`, ""},
		{`["status","no"]`, ""},
		{`"status"`, ""},
		{`{"x":`, ""},
		{`{"x" "status":"no"}`, ""},
		{`{"status":"unfinished`, ""},
		{"{\"status\":\"\xff\"}", "\ufffd"},
	}
	p := dialect.IMS()
	for _, tt := range tests {
		t.Run(tt.detail, func(t *testing.T) {
			for range 2 { // the readers are used again
				var got struct {
					Resources []struct {
						Detail map[string]string `json:"resource_detail"`
					} `json:"resources"`
				}
				text := p.AppendPage(nil, dialect.Audience{}, 1, slices.Values([]resource.Resource{{ID: "i", Detail: tt.detail}}))
				require.NoError(t, json.Unmarshal(text, &got), "%s", text)
				require.Equal(t, map[string]string{"status": tt.status}, got.Resources[0].Detail)
			}
		})
	}
	p.DetailMembers = []string{"owner", "status"}
	got := p.AppendPage(nil, dialect.Audience{}, 1, slices.Values([]resource.Resource{{ID: "i", Detail: `{"status":"s","owner":"o"}`}}))
	require.Contains(t, string(got), `"resource_detail":{"owner":"o","status":"s"}`)
}

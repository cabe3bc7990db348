package conformance

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

// many is n entries, each with m values.
func many(n, m int) *[]model.Tags {
	entries := []model.Tags{}
	for i := range n {
		e := model.Tags{Key: "k" + strconv.Itoa(i), Values: []string{}}
		for j := range m {
			e.Values = append(e.Values, strconv.Itoa(j))
		}
		entries = append(entries, e)
	}
	return &entries
}

// TestFaults: each documented fault, as the client's typed error (SEMANTICS
// section 5).
func TestFaults(t *testing.T) {
	c := client(t, service(t, httpapi.Options{}), reader, mine, nil)
	type body = model.ListImageByTagsRequestBody
	for name, tc := range map[string]struct {
		body    body
		code    string
		message string
	}{
		"no action":         {body{}, "IMG.0001", "action"},
		"limit of words":    {body{Action: actions.FILTER, Limit: ptr("abc")}, "IMG.0001", "limit"},
		"limit of nothing":  {body{Action: actions.FILTER, Limit: ptr("0")}, "IMG.0001", "limit"},
		"limit too large":   {body{Action: actions.FILTER, Limit: ptr("1001")}, "IMG.0001", "limit"},
		"negative offset":   {body{Action: actions.FILTER, Offset: ptr("-1")}, "IMG.0001", "offset"},
		"key twice":         {body{Action: actions.FILTER, Tags: list(tag("a", "1"), tag("a", "2"))}, "IMG.0001", "tags[1].key"},
		"value twice":       {body{Action: actions.FILTER, NotTagsAny: list(tag("a", "1", "1"))}, "IMG.0001", "not_tags_any[0].values[1]"},
		"unknown match":     {body{Action: actions.FILTER, Matches: &[]model.TagKeyValue{{Key: "name", Value: "x"}}}, "IMG.0001", "matches[0].key"},
		"match twice":       {body{Action: actions.FILTER, Matches: &[]model.TagKeyValue{{Key: "resource_id", Value: "x"}, {Key: "resource_id", Value: "y"}}}, "IMG.0001", "matches[1].key"},
		"empty id":          {body{Action: actions.FILTER, Matches: &[]model.TagKeyValue{{Key: "resource_id"}}}, "IMG.0001", "matches[0].value"},
		"match too long":    {body{Action: actions.FILTER, Matches: &[]model.TagKeyValue{{Key: "resource_id", Value: strings.Repeat("é", 256)}}}, "IMG.0001", "matches[0].value"},
		"no match":          {body{Action: actions.FILTER, Matches: &[]model.TagKeyValue{}}, "IMG.0001", "matches"},
		"empty list":        {body{Action: actions.FILTER, Tags: list()}, "IMG.0115", "tags"},
		"empty list of any": {body{Action: actions.FILTER, TagsAny: list()}, "IMG.0115", "tags_any"},
		"empty key":         {body{Action: actions.COUNT, NotTags: list(tag(""))}, "IMG.0115", "not_tags[0].key"},
		"key too long":      {body{Action: actions.FILTER, Tags: list(tag(strings.Repeat("é", 129)))}, "IMG.0115", "tags[0].key"},
		"value too long":    {body{Action: actions.FILTER, Tags: list(tag("a", strings.Repeat("é", 256)))}, "IMG.0115", "tags[0].values[0]"},
		"too many keys":     {body{Action: actions.FILTER, Tags: many(11, 1)}, "IMG.0116", "tags"},
		"too many values":   {body{Action: actions.FILTER, Tags: many(1, 11)}, "IMG.0116", "tags[0].values"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := query(c, tc.body)
			requireFault(t, err, 400, tc.code, tc.message)
		})
	}
	largest := model.ListImageByTagsRequestBody{Action: actions.FILTER, Tags: many(10, 10), TagsAny: many(10, 10), NotTags: many(10, 10), NotTagsAny: many(10, 10)}
	_, err := query(c, largest)
	require.NoError(t, err)

	_, err = c.ListImageByTags(&model.ListImageByTagsRequest{})
	requireFault(t, err, 400, "IMG.0007", "body")
}

// TestLimits: what is refused for its size, its number or its time.
func TestLimits(t *testing.T) {
	c := client(t, service(t, httpapi.Options{MaxBodyBytes: 100}), reader, mine, nil)
	_, err := query(c, model.ListImageByTagsRequestBody{Action: actions.FILTER, Tags: list(tag(strings.Repeat("k", 100)))})
	requireFault(t, err, 413, "IMG.0413", "more than 100 bytes")

	late := client(t, service(t, httpapi.Options{QueryTimeout: time.Nanosecond}), reader, mine, nil)
	_, err = query(late, model.ListImageByTagsRequestBody{Action: actions.FILTER})
	requireFault(t, err, 503, "IMG.0503", "took too long")
}

// TestNoSuchPath: a call of the SDK that the server has not.
func TestNoSuchPath(t *testing.T) {
	c := client(t, service(t, httpapi.Options{}), reader, mine, nil)
	_, err := c.ShowImageQuota(&model.ShowImageQuotaRequest{})
	requireFault(t, err, 404, "APIGW.0101", "no such API")
}

// TestRequestID: the client's id comes back to it, in its error too.
func TestRequestID(t *testing.T) {
	c := client(t, service(t, httpapi.Options{}), reader, mine, func(r *http.Request) { r.Header.Set("X-Request-Id", "mine-1") })
	_, err := query(c, model.ListImageByTagsRequestBody{})
	require.Equal(t, "mine-1", requireFault(t, err, 400, "IMG.0001", "action").RequestId)
}

func read(t *testing.T, resp *http.Response, err error) (int, string) {
	t.Helper()
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

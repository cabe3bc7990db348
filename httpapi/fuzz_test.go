package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/tagdex/tagdex/httpapi"
)

// FuzzServe holds for any body and query string on every path: an answer
// below 500, in the documented form of that path.
func FuzzServe(f *testing.F) {
	for _, body := range []string{
		``, `{`, `{}`, `{"action":"filter","limit":1000}`, `{"action":"count","offset":{}}`, `{"without_any_tag":true,"action":"count"}`,
		`{"action":"filter","tags":[{"key":"arch","values":["*m"]}],"not_tags":[{"key":"os","values":[]}],"matches":[{"key":"resource_name","value":"U"}]}`,
		tag("a", "1"), batch("create", "a=1", "_sys_b=2"), batch("delete", "a=", "b"),
		`{"sys_tags":[{"key":"_sys_p","values":null}]}`, `{"action":"filter","offset":"9223372036854775807"}`,
	} {
		f.Add([]byte(body), "limit=3&offset=1", true)
		f.Add([]byte(body), "%zz;", false)
	}
	system := false
	h := newHandler(f, &httpapi.Options{Authenticate: func(*http.Request) (httpapi.Caller, error) { return httpapi.Caller{Operator: system, Write: true}, nil }})
	f.Fuzz(func(t *testing.T, body []byte, rawQuery string, mayUseSystemTags bool) {
		system = mayUseSystemTags
		for _, path := range []string{imsPath, ctsFilter, ctsCount, ctsImages, "/v2/none/images/resource_instances/action"} {
			r := httptest.NewRequest("POST", path, nil)
			r.URL = &url.URL{Path: path, RawQuery: rawQuery}
			checkForm(t, path, serveBytes(h, r, body))
		}
		for _, path := range []string{i1Tags, i1Tags + "/action", "/v2/none/images/i1/tags"} {
			r := httptest.NewRequest("POST", path, nil)
			if reply := serveBytes(h, r, body); reply.status != http.StatusNoContent {
				checkForm(t, path, reply)
			}
		}
	})
}

func serveBytes(h http.Handler, r *http.Request, body []byte) reply {
	r.Body, r.ContentLength = readerOf(body), -1
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return read(w.Result())
}

// form holds every member that an answer may have.
type form struct {
	Total     *int `json:"total_count"`
	Resources *[]struct {
		ID     *string         `json:"resource_id"`
		Name   *string         `json:"resource_name"`
		Detail json.RawMessage `json:"resource_detail"`
		Tags   *[]struct {
			Key   *string `json:"key"`
			Value *string `json:"value"`
		} `json:"tags"`
	} `json:"resources"`
	Error *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
	Code    string `json:"error_code"`
	Message string `json:"error_msg"`
}

func checkForm(t *testing.T, path string, r reply) {
	if r.status >= 500 || r.status < 200 || r.header.Get("X-Request-Id") == "" || r.header.Get("Content-Type") != jsonType {
		t.Fatalf("%d %v %s", r.status, r.header, r.body)
	}
	var f form
	if err := json.Unmarshal([]byte(r.body), &f); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	ok := false
	switch {
	case r.status == 200:
		ok = f.Total != nil && *f.Total >= 0 && f.Error == nil && f.Code == "" && resourcesOK(&f)
	case path[:4] == "/v2/":
		ok = f.Error != nil && f.Error.Code != "" && f.Error.Message != "" && f.Code == "" && f.Total == nil
	default:
		ok = f.Error == nil && f.Code != "" && f.Message != "" && f.Total == nil
	}
	if !ok {
		t.Fatalf("%s: %d %s", path, r.status, r.body)
	}
}

func resourcesOK(f *form) bool {
	if f.Resources == nil {
		return true // a count
	}
	if len(*f.Resources) > *f.Total {
		return false
	}
	for _, one := range *f.Resources {
		if one.ID == nil || one.Name == nil || one.Detail == nil || one.Tags == nil {
			return false
		}
		for _, tag := range *one.Tags {
			if tag.Key == nil || tag.Value == nil {
				return false
			}
		}
	}
	return true
}

package conformance

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/fuzz/model/wire"
	"github.com/tagdex/tagdex/resource"
)

// reference answers requests by the model, over the data sets. It has no
// more of HTTP than the vectors need.
type reference struct {
	data map[string]*model.Collection // by project and type
	on   map[Option]bool
}

func newReference(t testing.TB, on map[Option]bool) *reference {
	sets, err := DataSets()
	require.NoError(t, err)
	ref := &reference{data: map[string]*model.Collection{}, on: on}
	for _, set := range sets {
		c := &model.Collection{}
		for _, row := range set.Rows {
			c.Upsert(resourceOf(&row))
		}
		ref.data[set.Project+"/"+set.Type] = c
	}
	return ref
}

func resourceOf(row *Row) resource.Resource {
	r := resource.Resource{ID: row.ID, Name: row.Name, Detail: string(row.Detail)}
	for _, t := range row.Tags {
		r.Tags = append(r.Tags, resource.Tag(t))
	}
	return r
}

func (ref *reference) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	header := map[string]string{projectHeader: r.Header.Get(projectHeader)}
	answer := ref.answer(&Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Header: header}, body)
	if answer.Ignored != "" {
		w.Header().Set("Tagdex-Ignored", answer.Ignored)
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body)
}

// answer finds what the path is about, and asks the model.
func (ref *reference) answer(r *Request, body []byte) *Response {
	method, path, query := r.Method, r.Path, r.Query
	if id, one := strings.CutPrefix(path, imagePath); path == listPath || one {
		return ref.list(r, id, body)
	}
	o := wire.Options{
		SwapNegation:    ref.on[SwapNegation],
		KeyLength127:    ref.on[KeyLength127],
		Lenient:         ref.on[LenientValues],
		LenientKeys:     ref.on[LenientKeys],
		RefuseEmptyName: ref.on[RefuseEmptyName],
		MayUseSysTags:   ref.on[SystemTags],
		MayWrite:        ref.on[Writable],
		Strict:          ref.on[Strict],
		LargeTags:       ref.on[LargeTags],
	}
	parts := strings.Split(path, "/") // "", version, project, type, ...
	if isTagCall(path) {
		return ref.tagCall(method, parts, o, query, body)
	}
	if len(parts) != 6 {
		return &Response{Status: http.StatusNotFound}
	}
	o.Type = parts[3]
	data := ref.data[parts[2]+"/"+parts[3]]
	if data == nil {
		data = &model.Collection{}
	}
	var a wire.Answer
	switch parts[1] + "/" + parts[4] + "/" + parts[5] {
	case "v2/resource_instances/action":
		if parts[3] != TypeImages {
			return &Response{Status: http.StatusNotFound}
		}
		a = wire.IMS(data, o, query, body)
	case "v3/resource-instances/filter":
		a = wire.CTSFilter(data, o, query, body)
	case "v3/resource-instances/count":
		a = wire.CTSCount(data, o, query, body)
	default:
		return &Response{Status: http.StatusNotFound}
	}
	if method != http.MethodPost {
		return &Response{Status: http.StatusMethodNotAllowed}
	}
	return render(&a)
}

func (ref *reference) list(r *Request, escapedID string, body []byte) *Response {
	if r.Method != http.MethodGet {
		return &Response{Status: http.StatusMethodNotAllowed}
	}
	data := ref.data[r.project()+"/"+TypeImages]
	if data == nil {
		data = &model.Collection{}
	}
	o := wire.Options{MayUseSysTags: ref.on[SystemTags], Strict: ref.on[Strict]}
	a := wire.List(data, o, r.Query, len(body) > 0)
	if r.Path != listPath {
		id, _ := url.PathUnescape(escapedID)
		a = wire.Image(data, o, id, r.Query, len(body) > 0)
	}
	return render(&a)
}

// isTagCall reports whether a path is that of a call about tags.
func isTagCall(path string) bool {
	parts := strings.Split(path, "/")
	return len(parts) > 4 && parts[1] == "v2" && parts[3] == TypeImages && slices.Contains(parts[4:min(6, len(parts))], "tags")
}

// tagCall finds which call a path and method are.
func (ref *reference) tagCall(method string, parts []string, o wire.Options, query string, body []byte) *Response {
	for i := range parts {
		parts[i], _ = url.PathUnescape(parts[i])
	}
	data := ref.data[parts[2]+"/"+TypeImages]
	if data == nil {
		data = &model.Collection{}
	}
	calls := map[string]string{
		"GET 5": "all", "GET 6": "list", "POST 6": "add", "POST 7": "batch", "DELETE 7": "remove",
	}
	r := &wire.TagRequest{Call: calls[fmt.Sprint(method, " ", len(parts))], Query: query, Body: body}
	if len(parts) > 5 {
		r.Image = parts[4]
	}
	if len(parts) == 7 {
		r.Key = parts[6]
	}
	switch {
	case len(parts) > 7 || len(parts) == 7 && r.Key == "":
		return &Response{Status: http.StatusNotFound}
	case r.Call == "" || r.Call == "batch" && r.Key != "action":
		return &Response{Status: http.StatusMethodNotAllowed}
	}
	a := wire.Tags(data, o, r)
	if a.Status == http.StatusNoContent {
		return &Response{Status: a.Status, Ignored: a.Ignored}
	}
	return render(&a)
}

// render writes the model's answer as an API would.
func render(a *wire.Answer) *Response {
	body := a.Body
	if code := a.Code(); code != "" {
		message := "at fault: " + a.Faults[0].Path
		body = map[string]any{"error_code": code, "error_msg": message}
		if strings.HasPrefix(code, "IMG.") {
			body = map[string]any{"error": map[string]any{"code": code, "message": message}}
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	return &Response{Status: a.Status, Body: text, Ignored: a.Ignored}
}

// settings are the ways to set the options that a vector is tried under: what
// it needs, and of the others none, each alone, and all.
func settings(v *Vector) []map[Option]bool {
	none, all := map[Option]bool{}, map[Option]bool{}
	list := []map[Option]bool{none, all}
	for _, o := range allOptions {
		all[o] = true
		list = append(list, map[Option]bool{o: true})
	}
	for _, on := range list {
		maps.Copy(on, v.Needs)
	}
	return list
}

// check sends all requests of a vector to the model, and returns what is wrong
// with the first answer that is.
func (ref *reference) check(t *testing.T, v *Vector) string {
	first := ""
	for _, r := range v.Requests() {
		body, err := r.Bytes()
		require.NoError(t, err)
		if fault := r.Check(ref.answer(r, body)); fault != "" && first == "" {
			first = fault
		}
	}
	return first
}

// show writes down what a data set holds.
func (ref *reference) show(name string) string {
	if ref.data[name] == nil {
		return "nothing"
	}
	return fmt.Sprintf("%q", ref.data[name].Resources())
}

// Every vector has to agree with the model, whatever the options are that it
// does not name: so no vector is wrong by hand, and none lacks a need. And it
// has to leave the data as they were.
func TestVectorsAgreeWithModel(t *testing.T) {
	vectors, err := Load()
	require.NoError(t, err)
	ref, untouched := newReference(t, nil), newReference(t, nil)
	for i := range vectors {
		v := &vectors[i]
		for _, on := range settings(v) {
			ref.on = on
			if fault := ref.check(t, v); fault != "" {
				t.Errorf("%s (%s) with %v: %s", v.ID, v.Rule, on, fault)
				break
			}
			if isTagCall(v.Path) {
				name := v.project() + "/" + TypeImages
				require.Equal(t, untouched.show(name), ref.show(name), "%s changed the data", v.ID)
			}
		}
	}
}

// A vector that needs an option has to tell its values apart: under the other
// value the model must not agree with it.
func TestNeedsAreNeeded(t *testing.T) {
	vectors, err := Load()
	require.NoError(t, err)
	untouched := newReference(t, nil)
	for i := range vectors {
		v := &vectors[i]
		for option, value := range v.Needs {
			on := map[Option]bool(maps.Clone(v.Needs))
			on[option] = !value
			ref := &reference{on: on, data: map[string]*model.Collection{}}
			for name, data := range untouched.data {
				if strings.HasPrefix(name, v.project()+"/") {
					ref.data[name] = data.Clone()
				}
			}
			if fault := ref.check(t, v); fault == "" {
				t.Errorf("%s (%s) does not depend on %s", v.ID, v.Rule, option)
			}
		}
	}
}

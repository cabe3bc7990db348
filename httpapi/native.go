package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/tagdex/tagdex/api"
	"github.com/tagdex/tagdex/engine"
)

// native is the API of our own, below /tagdex/v1. api/openapi.json describes
// it, and a test holds the two against each other.
type native struct {
	*handler
}

const (
	nativeRoot       = "/tagdex/v1"
	nativeProject    = nativeRoot + "/{project_id}"
	nativeCollection = nativeProject + "/{resource_type}"
	nativeResource   = nativeCollection + "/resources/{resource_id}"
)

// nativeOp is one operation of the native API.
type nativeOp struct {
	method, path string
	write        bool // needs Caller.Write
	do           func(n *native, x *exchange, r *http.Request, s *scratch) error
}

var nativeOps = []nativeOp{
	{"GET", nativeProject, false, (*native).collections},
	{"DELETE", nativeCollection, true, (*native).drop},
	{"POST", nativeCollection + "/load", true, (*native).load},
	{"POST", nativeCollection + "/delete", true, (*native).delete},
	{"GET", nativeResource, false, (*native).get},
	{"PUT", nativeResource, true, (*native).put},
	{"DELETE", nativeResource, true, (*native).remove},
	{"GET", nativeCollection + "/query", false, asking(queryParameters, (*native).query)},
	{"POST", nativeCollection + "/query", false, asking(queryParameters, (*native).query)},
	{"GET", nativeCollection + "/count", false, asking(countParameters, (*native).count)},
	{"POST", nativeCollection + "/count", false, asking(countParameters, (*native).count)},
	{"GET", nativeCollection + "/explain", false, asking(countParameters, (*native).explain)},
	{"POST", nativeCollection + "/explain", false, asking(countParameters, (*native).explain)},
	{"GET", nativeCollection + "/facets", false, asking(facetParameters, (*native).facets)},
	{"POST", nativeCollection + "/facets", false, asking(facetParameters, (*native).facets)},
	{"GET", nativeCollection + "/keys", false, asking(keyParameters, (*native).keys)},
	{"GET", nativeCollection + "/values", false, asking(valueParameters, (*native).values)},
}

// addNative adds the paths of the native API.
func (h *handler) addNative() {
	n := &native{h}
	for _, op := range nativeOps {
		h.routes.add(op.method, op.path, &operation{
			handler: h, errs: nativeErrors, form: nativeForm,
			do: func(x *exchange, r *http.Request, s *scratch) error {
				if err := x.caller.allow(r.PathValue("project_id"), op.write); err != nil {
					return err
				}
				if err := checkPath(r); err != nil {
					return err
				}
				if err := noBody(r); err != nil {
					return err
				}
				return op.do(n, x, r, s)
			},
		})
	}
	h.routes.add("GET", nativeRoot+"/openapi.json", &operation{
		handler: h, errs: nativeErrors, form: nativeForm,
		do: func(_ *exchange, r *http.Request, s *scratch) error {
			if err := noBody(r); err != nil {
				return err
			}
			s.answer = append(s.answer[:0], api.OpenAPI...)
			return parameters(nil).none(r)
		},
	})
}

// write leaves an answer in s.
func (s *scratch) write(answer any) error {
	text, err := json.Marshal(answer)
	s.answer = append(s.answer[:0], text...)
	return err
}

// nothing is what a collection that is not there holds.
var nothing = engine.Open(nil).Snapshot()

// snapshot is the current version of the path's collection.
func (n *native) snapshot(r *http.Request) *engine.Snapshot {
	if c, ok := n.reg.Collection(r.PathValue("project_id"), r.PathValue("resource_type")); ok {
		return c.Snapshot()
	}
	return nothing
}

// collectionInfo is one collection of a project.
type collectionInfo struct {
	Type      string `json:"resource_type"`
	Resources int    `json:"resources"`
	Version   uint64 `json:"version"`
}

func (n *native) collections(_ *exchange, r *http.Request, s *scratch) error {
	if err := parameters(nil).none(r); err != nil {
		return err
	}
	return n.work(r.Context(), func(context.Context) error {
		var answer struct {
			Collections []collectionInfo `json:"collections"`
		}
		for resourceType, c := range n.reg.Project(r.PathValue("project_id")) {
			snapshot := c.Snapshot()
			answer.Collections = append(answer.Collections, collectionInfo{strings.ToValidUTF8(resourceType, "\ufffd"), snapshot.Len(), snapshot.Version()})
		}
		return s.write(answer)
	})
}

func (n *native) drop(x *exchange, r *http.Request, s *scratch) error {
	if err := x.caller.allowDrop(); err != nil {
		return err
	}
	if err := parameters(nil).none(r); err != nil {
		return err
	}
	if !n.reg.Drop(r.PathValue("project_id"), r.PathValue("resource_type")) {
		return notFound("the project has no such collection")
	}
	return s.write(struct {
		Dropped bool `json:"dropped"`
	}{true})
}

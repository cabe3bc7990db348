package wire

import (
	"encoding/json"
	"strings"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/resource"
)

// Fault is one thing that is wrong with a request.
type Fault struct {
	Path string // the field: "tags[1].values[0]"; "": anywhere in the document
	Code string // the API's error code
}

// Answer is what a request has to be answered with.
type Answer struct {
	Status int
	Faults []Fault // in order; none for status 200
	Total  int
	Page   []resource.Resource // nil for a count
	Body   any                 // the body for status 200, as encoding/json would read it

	Ignored string // the header that says what was not known, "" for none
}

// Code is the error code of the answer, "" for status 200.
func (a *Answer) Code() string {
	if len(a.Faults) == 0 {
		return ""
	}
	return a.Faults[0].Code
}

// respond answers a request that nothing is wrong with.
func (p *profile) respond(req *request, data *model.Collection) Answer {
	a := Answer{Status: 200}
	a.Total, a.Page = data.FindFilter(&req.filter, req.reading, int(req.offset), int(req.limit))
	body := map[string]any{"total_count": float64(a.Total)}
	if req.count {
		a.Page = nil
	} else {
		list := []any{}
		for i := range a.Page {
			list = append(list, p.show(&a.Page[i]))
		}
		body["resources"] = list
	}
	a.Body = body
	return a
}

// show is a resource as an answer shows it.
func (p *profile) show(r *resource.Resource) any {
	tags := []any{}
	for _, t := range r.Tags {
		if p.systemTagsShown || !strings.HasPrefix(t.Key, "_sys_") {
			tags = append(tags, map[string]any{"key": t.Key, "value": t.Value})
		}
	}
	return map[string]any{
		"resource_id":     r.ID,
		"resource_name":   r.Name,
		"resource_detail": p.showDetail(r.Detail),
		"tags":            tags,
	}
}

// showDetail is the status alone for IMS, and an empty string for CTS.
func (p *profile) showDetail(detail string) any {
	if !p.statusShown {
		return ""
	}
	members := map[string]any{}
	_ = json.Unmarshal([]byte(detail), &members) // no object: no status
	status, _ := members["status"].(string)
	return map[string]any{"status": status}
}

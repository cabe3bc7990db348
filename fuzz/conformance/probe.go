package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
)

// Missing is a data set that the service does not hold.
type Missing struct {
	Project, Type string
	Want, Got     int // resources; Got is -1 where the service did not say
}

func (m Missing) String() string {
	if m.Got < 0 {
		return fmt.Sprintf("project %s, %s: the service does not say how many resources it holds, want %d", m.Project, m.Type, m.Want)
	}
	return fmt.Sprintf("project %s, %s: the service holds %d resources, want %d", m.Project, m.Type, m.Got, m.Want)
}

// probe asks for the size of each data set and returns those that are not
// there.
func (r *runner) probe(ctx context.Context) ([]Missing, error) {
	sets, err := DataSets()
	if err != nil {
		return nil, err
	}
	var missing []Missing
	for _, set := range sets {
		ask := &Request{Method: http.MethodPost, Path: countPath(set.Project, set.Type)}
		got, err := r.send(ctx, ask, []byte(`{"action":"count"}`))
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
		}
		if n := countIn(got); n != len(set.Rows) {
			missing = append(missing, Missing{set.Project, set.Type, len(set.Rows), n})
		}
	}
	return missing, nil
}

// permissions finds out what the caller may do, where Options do not say: it
// depends on who asks, so a service cannot be known for it. Only a clear yes
// counts. The one that writes removes a tag that is not there.
func (r *runner) permissions(ctx context.Context) error {
	on := maps.Clone(r.opts.On)
	if on == nil {
		on = map[Option]bool{}
	}
	for _, p := range []struct {
		option     Option
		path, body string
		yes        int
	}{
		{SystemTags, "/v3/conform-system/cts-tracker/resource-instances/count", `{"sys_tags":[{"key":"_sys_ep","values":[]}]}`, 200},
		{Writable, "/v2/conform-tags/images/t-empty/tags/action", `{"action":"delete","tags":[{"key":"not-there"}]}`, 204},
	} {
		if _, said := on[p.option]; said {
			continue
		}
		got, err := r.send(ctx, &Request{Method: http.MethodPost, Path: p.path}, []byte(p.body))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return fmt.Errorf("%w: %w", ErrUnreachable, err)
		}
		on[p.option] = got.Status == p.yes
	}
	r.opts.On = on
	return nil
}

// countPath is where the resources of a data set can be counted.
func countPath(project, resourceType string) string {
	if resourceType == TypeImages {
		return "/v2/" + project + "/images/resource_instances/action"
	}
	return "/v3/" + project + "/" + resourceType + "/resource-instances/count"
}

// countIn is the total that the response tells, or -1.
func countIn(r *Response) int {
	var body struct {
		Total *int `json:"total_count"`
	}
	if r.Status != 200 || json.Unmarshal(r.Body, &body) != nil || body.Total == nil {
		return -1
	}
	return *body.Total
}

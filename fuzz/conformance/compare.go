package conformance

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Response is what a service answered.
type Response struct {
	Status  int
	Body    []byte
	Ignored string // the header Tagdex-Ignored
}

// Check returns what is wrong with the response to r, or "".
func (r *Request) Check(got *Response) string {
	if got.Status != r.Want.Status {
		return fmt.Sprintf("status %d, want %d: %s", got.Status, r.Want.Status, shorten(got.Body))
	}
	if r.Want.Ignored != nil && got.Ignored != *r.Want.Ignored {
		return fmt.Sprintf("Tagdex-Ignored %q, want %q", shorten([]byte(got.Ignored)), *r.Want.Ignored)
	}
	if got.Status == 204 && len(got.Body) > 0 {
		return "a body, want none: " + shorten(got.Body)
	}
	if r.Want.Code == "" && got.Status != 200 {
		return "" // the status is all that is documented
	}
	var body map[string]any
	if err := json.Unmarshal(got.Body, &body); err != nil {
		return fmt.Sprintf("the body is no JSON object (%v): %s", err, shorten(got.Body))
	}
	if r.Want.Code != "" {
		return r.checkError(body)
	}
	return r.checkAnswer(body, got.Body)
}

// checkError looks at the body of an error, whose form depends on the API:
// {"error":{"code","message"}} for codes of IMS, else
// {"error_code","error_msg"} (SEMANTICS section 5).
func (r *Request) checkError(body map[string]any) string {
	inner, codeName, messageName := body, "error_code", "error_msg"
	if strings.HasPrefix(r.Want.Code, "IMG.") {
		inner, _ = body["error"].(map[string]any)
		codeName, messageName = "code", "message"
	}
	code, _ := inner[codeName].(string)
	message, _ := inner[messageName].(string)
	switch {
	case code != r.Want.Code:
		return fmt.Sprintf("error code %q, want %q: %s", code, r.Want.Code, shortenJSON(body))
	case message == "":
		return "the error says nothing: " + shortenJSON(body)
	case !strings.Contains(message, r.Want.Field):
		return fmt.Sprintf("the error %q does not name %s", message, r.Want.Field)
	}
	return ""
}

// checkAnswer looks at the body of an answer of status 200.
func (r *Request) checkAnswer(body map[string]any, text []byte) string {
	if r.Want.Total != nil {
		if total, ok := body["total_count"].(float64); !ok || int(total) != *r.Want.Total {
			return fmt.Sprintf("total_count %v, want %d", body["total_count"], *r.Want.Total)
		}
	}
	if fault := r.checkPage(body); fault != "" {
		return fault
	}
	if r.Want.Body != nil {
		var want map[string]any
		if err := json.Unmarshal(r.Want.Body, &want); err != nil {
			return "the wanted body is no JSON object: " + err.Error()
		}
		if !reflect.DeepEqual(body, want) {
			return fmt.Sprintf("body %s, want %s", shorten(text), shortenJSON(want))
		}
	}
	return ""
}

// checkPage looks at the resources of an answer.
func (r *Request) checkPage(body map[string]any) string {
	if r.Want.IDs == nil && r.Want.Length == nil {
		return ""
	}
	ids, fault := r.idsOf(body)
	switch {
	case fault != "":
		return fault
	case r.Want.IDs != nil && !slices.Equal(ids, r.Want.IDs):
		return fmt.Sprintf("resources %s, want %s", shortenJSON(ids), shortenJSON(r.Want.IDs))
	case r.Want.Length == nil:
		return ""
	case len(ids) != *r.Want.Length:
		return fmt.Sprintf("%d resources, want %d", len(ids), *r.Want.Length)
	case ids[0] != r.Want.First || ids[len(ids)-1] != r.Want.Last:
		return fmt.Sprintf("resources %s to %s, want %s to %s", ids[0], ids[len(ids)-1], r.Want.First, r.Want.Last)
	}
	return ""
}

// idsOf returns the ids of the page, and looks at the form of each resource.
func (r *Request) idsOf(body map[string]any) ([]string, string) {
	if r.Path == listPath {
		return imageIDs(body)
	}
	list, ok := body["resources"].([]any)
	if !ok {
		return nil, fmt.Sprintf("resources is %v, not a list", body["resources"])
	}
	ids := make([]string, len(list))
	for i, item := range list {
		shown, _ := item.(map[string]any)
		id, _ := shown["resource_id"].(string)
		_, named := shown["resource_name"].(string)
		_, tagged := shown["tags"].([]any)
		if id == "" || !named || !tagged || !r.detailFits(shown["resource_detail"]) {
			return nil, "not in the form of a resource: " + shortenJSON(item)
		}
		ids[i] = id
	}
	return ids, ""
}

// imageIDs is idsOf for the image list, which has one member and flat images.
func imageIDs(body map[string]any) ([]string, string) {
	list, ok := body["images"].([]any)
	if !ok || len(body) != 1 {
		return nil, "not one list of images alone: " + shortenJSON(body)
	}
	ids := make([]string, len(list))
	for i, item := range list {
		image, _ := item.(map[string]any)
		id, _ := image["id"].(string)
		_, named := image["name"].(string)
		tags, tagged := image["tags"].([]any)
		notText := func(tag any) bool { _, isText := tag.(string); return !isText }
		if id == "" || !named || !tagged || slices.ContainsFunc(tags, notText) {
			return nil, "not in the form of an image: " + shortenJSON(item)
		}
		ids[i] = id
	}
	return ids, ""
}

// detailFits reports whether resource_detail is of the type that the API
// documents: an object with a status for IMS, a string for CTS.
func (r *Request) detailFits(detail any) bool {
	if !strings.HasPrefix(r.Path, "/v2/") {
		_, isString := detail.(string)
		return isString
	}
	object, _ := detail.(map[string]any)
	_, ok := object["status"].(string)
	return ok
}

// maxShown is how many bytes of an answer a report repeats.
const maxShown = 200

// shorten makes an answer fit for a line of a report, whatever is in it.
func shorten(text []byte) string {
	shown := text[:min(len(text), maxShown)]
	quoted := strings.ReplaceAll(strconv.Quote(string(shown)), `\"`, `"`)
	quoted = quoted[1 : len(quoted)-1]
	if len(text) > maxShown {
		quoted += "..."
	}
	return quoted
}

func shortenJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return shorten(text)
}

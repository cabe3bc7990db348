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
	Status int
	Body   []byte
}

// Check returns what is wrong with the response to v, or "".
func (v *Vector) Check(got *Response) string {
	if got.Status != v.Want.Status {
		return fmt.Sprintf("status %d, want %d: %s", got.Status, v.Want.Status, shorten(got.Body))
	}
	if v.Want.Code == "" && got.Status != 200 {
		return "" // the status is all that is documented
	}
	var body map[string]any
	if err := json.Unmarshal(got.Body, &body); err != nil {
		return fmt.Sprintf("the body is no JSON object (%v): %s", err, shorten(got.Body))
	}
	if v.Want.Code != "" {
		return v.checkError(body)
	}
	return v.checkAnswer(body, got.Body)
}

// checkError looks at the body of an error, whose form depends on the API:
// {"error":{"code","message"}} for codes of IMS, else
// {"error_code","error_msg"} (SEMANTICS section 5).
func (v *Vector) checkError(body map[string]any) string {
	inner, codeName, messageName := body, "error_code", "error_msg"
	if strings.HasPrefix(v.Want.Code, "IMG.") {
		inner, _ = body["error"].(map[string]any)
		codeName, messageName = "code", "message"
	}
	code, _ := inner[codeName].(string)
	message, _ := inner[messageName].(string)
	switch {
	case code != v.Want.Code:
		return fmt.Sprintf("error code %q, want %q: %s", code, v.Want.Code, shortenJSON(body))
	case message == "":
		return "the error says nothing: " + shortenJSON(body)
	case !strings.Contains(message, v.Want.Field):
		return fmt.Sprintf("the error %q does not name %s", message, v.Want.Field)
	}
	return ""
}

// checkAnswer looks at the body of an answer of status 200.
func (v *Vector) checkAnswer(body map[string]any, text []byte) string {
	if v.Want.Total != nil {
		if total, ok := body["total_count"].(float64); !ok || int(total) != *v.Want.Total {
			return fmt.Sprintf("total_count %v, want %d", body["total_count"], *v.Want.Total)
		}
	}
	if fault := v.checkPage(body); fault != "" {
		return fault
	}
	if v.Want.Body != nil {
		var want map[string]any
		if err := json.Unmarshal(v.Want.Body, &want); err != nil {
			return "the vector's own body is no JSON object: " + err.Error()
		}
		if !reflect.DeepEqual(body, want) {
			return fmt.Sprintf("body %s, want %s", shorten(text), shortenJSON(want))
		}
	}
	return ""
}

// checkPage looks at the resources of an answer.
func (v *Vector) checkPage(body map[string]any) string {
	if v.Want.IDs == nil && v.Want.Length == nil {
		return ""
	}
	ids, fault := v.idsOf(body)
	switch {
	case fault != "":
		return fault
	case v.Want.IDs != nil && !slices.Equal(ids, v.Want.IDs):
		return fmt.Sprintf("resources %s, want %s", shortenJSON(ids), shortenJSON(v.Want.IDs))
	case v.Want.Length == nil:
		return ""
	case len(ids) != *v.Want.Length:
		return fmt.Sprintf("%d resources, want %d", len(ids), *v.Want.Length)
	case ids[0] != v.Want.First || ids[len(ids)-1] != v.Want.Last:
		return fmt.Sprintf("resources %s to %s, want %s to %s", ids[0], ids[len(ids)-1], v.Want.First, v.Want.Last)
	}
	return ""
}

// idsOf returns the ids of the page, and looks at the form of each resource.
func (v *Vector) idsOf(body map[string]any) ([]string, string) {
	list, ok := body["resources"].([]any)
	if !ok {
		return nil, fmt.Sprintf("resources is %v, not a list", body["resources"])
	}
	ids := make([]string, len(list))
	for i, item := range list {
		r, _ := item.(map[string]any)
		id, _ := r["resource_id"].(string)
		_, named := r["resource_name"].(string)
		_, tagged := r["tags"].([]any)
		if id == "" || !named || !tagged || !v.detailFits(r["resource_detail"]) {
			return nil, "not in the form of a resource: " + shortenJSON(item)
		}
		ids[i] = id
	}
	return ids, ""
}

// detailFits reports whether resource_detail is of the type that the API
// documents: an object with a status for IMS, a string for CTS.
func (v *Vector) detailFits(detail any) bool {
	if !strings.HasPrefix(v.Path, "/v2/") {
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

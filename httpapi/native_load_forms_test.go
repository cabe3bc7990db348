package httpapi_test

import (
	"encoding/json"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// TestNativeLoadForms: a body in another form is told with the way out, as a
// file is, and a byte-order mark is passed by.
func TestNativeLoadForms(t *testing.T) {
	h, _ := nativeHandler(t, mayWrite)
	const one, other = `{"resource_id":"x"}`, `{"resource_id":"y","tags":{"env":"prod"}}`
	load := func(body string) reply { return post(h, "/tagdex/v1/p1/forms/load", body) }
	for name, tc := range map[string]struct {
		body, code, path, message string
	}{
		"line ends taken away":    {one + other, "bad_resource", "", "--data-binary"},
		"UTF-16":                  {utf16Text(one), "bad_resource", "", "is UTF-16; convert it with iconv -f UTF-16 -t UTF-8"},
		"UTF-16 without a mark":   {utf16Text(one)[2:], "bad_resource", "", "iconv -f UTF-16LE -t UTF-8"},
		"YAML":                    {"resource_id: x\n", "bad_resource", "", "looks like YAML"},
		"CSV":                     {"resource_id,name\nx,y\n", "bad_resource", "", `a resource a line is read as JSON: {"resource_id"`},
		"a list":                  {"[" + one + "," + other + "]", "bad_resource", "resource", "the text looks like answer (answer of a tag query), not like jsonl"},
		"an answer":               {`{"total_count":1,"resources":[` + one + `]}`, "bad_resource", "resource_id", "the text looks like answer"},
		"over several lines":      {"{\n\"resource_id\":\"x\"\n}", "bad_resource", "", "the text looks like answer"},
		"an export":               {`{"Images":[{"ImageId":"a"}]}`, "bad_resource", "resource_id", "the text looks like aws (aws ec2 describe-images)"},
		"a fault after good ones": {one + "\n[]", "bad_resource", "resource", "must be an object, is an array"},
	} {
		t.Run(name, func(t *testing.T) {
			fault := load(tc.body).requireNative(t, 400, tc.code, tc.path)
			require.Contains(t, fault["message"], tc.message)
		})
	}
	load("\ufeff"+one+"\n"+other).require200(t, `{"inserted":2,"replaced":0,"deleted":0,"version":1}`)
	var found struct {
		Total int `json:"total_count"`
	}
	require.NoError(t, json.Unmarshal([]byte(get(h, "/tagdex/v1/p1/forms/count?query=env%3Dprod").body), &found))
	require.Equal(t, 1, found.Total)
	post(h, "/tagdex/v1/p1/forms/delete", "\ufeff"+one).require200(t, `{"inserted":0,"replaced":0,"deleted":1,"version":2}`)
}

// utf16Text is a text as Windows writes it, with a mark.
func utf16Text(text string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return string(b)
}

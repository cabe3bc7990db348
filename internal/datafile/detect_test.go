package datafile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFormats(t *testing.T) {
	require.Equal(t, Auto, Formats()[0])
	require.Len(t, Formats(), len(forms)+1)
	for _, f := range Formats()[1:] {
		require.NotEmpty(t, f.Title(), f)
	}
	require.Empty(t, Auto.Title())
	require.Empty(t, Format("xml").Title())
}

// What is recognised by the members alone. Fewer members than the fixtures have
// must do, and others may stand before them.
func TestRecognise(t *testing.T) {
	for text, want := range map[string]Format{
		`{"resource_id":"a"}`: JSONLines,
		`{"resource_detail":{"id":"x","ImageId":"y"},"resource_id":"a"}`: JSONLines,
		`{"resource_id":"a","tags":[`:                                    JSONLines,
		"{\"resource_id\":\"a\"\n{\"resource_id\":\"b\"}":                JSONLines, // the first line is damaged
		"{\"resource_id\":\"a\",\n\"tags\":[]}":                          Answer,
		"{\n  \"resource_id\": \"a\"\n}\n":                               Answer,
		`[{"resource_id":"a"}]`:                                          Answer,
		`{"resource_id":"a"}{"resource_id":"b"}`:                         Answer,
		`{"total_count":0,"resources":[]}`:                               Answer,
		`{"total_count":0,"version":7,"resources":[]}`:                   Answer,
		`[]`:            Answer,
		`{"data":[]}`:   Answer,
		`{"Images":[]}`: AWS,
		`{"ResponseMetadata":{"id":1},"Images":[{"Name":""`:                         "", // cut off before the sign
		`{"ResponseMetadata":{"id":1},"Images":[{"ImageId":`:                        AWS,
		`{"ImageId":"ami-1"}`:                                                       AWS,
		`{"data":{"Images":[{"ImageId":"ami-1"}]}}`:                                 AWS,
		`{"data":[{"ImageId":"ami-1"}]}`:                                            AWS,
		`{"result":{"data":{"Images":[{"ImageId":"a"}]}}}`:                          AWS,
		`{"ResourceTagMappingList":[]}`:                                             AWSTags,
		`[{"ResourceARN":"arn:aws:s3:::b"}]`:                                        AWSTags,
		`{"images":[]}`:                                                             IMS,
		`{"images":[{"id":"a","name":"n","tags":["k=v"]}]}`:                         IMS,
		`[{"id":"a","status":"active"}]`:                                            IMS,
		`{"id":"a","name":"n","tags":{"env":"prod"}}`:                               IMS,
		`{"images":[{"id":"a","name":"n","os_hidden":false,"tags":["22.04"]}]}`:     OpenStack,
		`{"count":1,"data":[{"id":"/subscriptions/s/x"}],"skip_token":null}`:        Azure,
		`[{"ID":"a","Name":"n","Status":"active"}]`:                                 OpenStack,
		`{"id":"a","name":"n","properties":{},"tags":[]}`:                           OpenStack,
		`[{"id":"1","name":"n","selfLink":"x"}]`:                                    GCloud,
		`[{"id":"1","name":"n","labels":{"a":"b"}}]`:                                GCloud,
		`{"kind":"compute#imageList","items":[{"id":"1","creationTimestamp":"x"}]}`: GCloud,
		`{"kind":"compute#imageList","id":"l","items":[{"id":"1","selfLink":"x"}]}`: GCloud,
		// Answers of the image list about images that other programs exported.
		`{"images":[{"id":"1","name":"n","tags":[],"__os_type":"Linux","selfLink":"x","labelFingerprint":"y"}]}`: IMS,
		`{"images":[{"id":"/subscriptions/s/x","name":"n","tags":["a=b"],"location":"eu"}]}`:                     IMS,
		`{"images":[{"id":"1","name":"n","tags":[],"ImageId":"x","resource_id":"y"}]}`:                           IMS,
		`{"images":[{"id":"1","name":"n","tags":[],"Disk Format":"raw","__os_type":"Linux"}]}`:                   IMS,
		`{"id":"/subscriptions/s/x","name":"n","tags":["a=b"],"self":"s","file":"f","schema":"c"}`:               IMS,
		`[{"id":"1","name":"n","selfLink":"x","__os_type":"Linux","self":"s","file":"f","schema":"c"}]`:          IMS,
		`{"images":[{"id":"1","name":"n","tags":[],"properties":{}}]}`:                                           IMS,
		`{"id":"1","name":"n","tags":[],"items":"x","labels":"y"}`:                                               GCloud,
		`[{"id":"/subscriptions/s/x","name":"n"}]`:                                                               Azure,
		`[{"id":"x","name":"n","location":"eu","tags":null}]`:                                                    Azure,
		`{"value":[{"id":"/subscriptions/s/x"}],"nextLink":"https:x"}`:                                           Azure,
	} {
		f, err := recognise([]byte(text))
		if want == "" {
			require.ErrorIs(t, err, errForm, text)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, want, f.format, text)
	}
}

// What is no form is an error with all forms in it, and names what it saw in a
// bounded way.
func TestRecogniseNothing(t *testing.T) {
	many := make([]string, 1000)
	for i := range many {
		many[i] = fmt.Sprintf(`"%s%d":1`, strings.Repeat("x", 500), i)
	}
	for text, reason := range map[string]string{
		`{}`:     "is not recognised; say it by --from: jsonl (JSON Lines), answer",
		`"text"`: "is not recognised; it does not begin with { or [; ask for JSON: --output json (aws, az)",
		`7`:      "is not recognised; it does not begin with { or [; ask for JSON: --output json (aws, az)",
		`hello`:  "is not recognised; it does not begin with { or [; ask for JSON: --output json (aws, az)",
		"NAME      PROJECT  STATUS\nubuntu-1  p        READY\n": "ask for JSON: --output json (aws, az), -f json (openstack), --format json (gcloud)",
		`[["ami-1","a"],["ami-2","b"]]`:                         "the list holds an array, and not resources, which are objects; ask for whole ones",
		`["ami-1","ami-2"]`:                                     "the list holds a string, and not resources",
		`[{"Images":[{"ImageId":"a"}]}]`:                        `by its members "Images"; the list holds whole documents: take it apart with jq '.[]'`,
		`{"a":1,"b":2}`:                                         `is not recognised by its members "a", "b"; say it by --from`,
		`{"error":{"code":1}}`:                                  `by its members "error"`,
		`{"Reservations":[{"Instances":[]}]}`:                   `by its members "Reservations"`,
		`{"total_count":3}`:                                     `by its members "total_count"`,
		`[{"id":"a"}]`:                                          `by its members "id"`,
		`{"a` + "\u001b" + `[2J":1}`:                            "is not recognised; say", // no JSON
		`{"\u001b[2J":1}`:                                       `by its members "\x1b[2J"`,
		`{"ImageId":"a","resource_id":"b"}`:                     "it has members of jsonl and of aws",
		`[{"Disk Format":"raw","selfLink":"x"}]`:                "it has members of gcloud and of openstack",
		"{" + strings.Join(many, ",") + "}":                     `by its members "xxxx`,
	} {
		_, err := recognise([]byte(text))
		require.ErrorIs(t, err, errForm, text)
		require.ErrorContains(t, err, reason)
		require.Less(t, len(err.Error()), 2000)
		for _, f := range forms {
			require.ErrorContains(t, err, string(f.format)+" ("+f.title+")")
		}
		_, err = read(t, &Options{Format: Auto}, text)
		require.ErrorIs(t, err, errForm)
	}
}

// A first resource that is longer than what is looked at is known by the names
// before, and what comes late is not seen.
func TestRecogniseLooksAtTheBeginning(t *testing.T) {
	long := strings.Repeat("x", 2*inputBuffer)
	rows, err := read(t, &Options{Format: Auto}, `{"resource_id":"a","resource_name":"`+long+`"}`+"\n"+`{"resource_id":"b"}`)
	require.NoError(t, err)
	require.Len(t, rows, 2)
	_, err = read(t, &Options{Format: Auto}, `{"resource_name":"`+long+`","resource_id":"a"}`)
	require.ErrorIs(t, err, errForm)
	rows, err = read(t, &Options{Format: Auto}, `{"Images":[{"ImageId":"a","Description":"`+long+`"},{"ImageId":"b"}]}`)
	require.NoError(t, err)
	require.Len(t, rows, 2)
}

// Where bad lines are left out, the first may be one.
func TestRecogniseBelowABadLine(t *testing.T) {
	for _, first := range []string{"x", "note: below are images", "a,b,c", `{"resource_`, `{"a":1}`, `"x"`, "-----"} {
		text := first + "\n\n" + many(2)
		r := New(&Options{Format: Auto, SkipBad: true})
		rows, err := collect(r, text)
		require.NoError(t, err, first)
		require.Len(t, rows, 2)
		require.Equal(t, 1, r.Skipped().Lines)
		require.Equal(t, JSONLines, r.Report().Files[0].Format)
		_, err = read(t, &Options{Format: Auto}, text)
		require.ErrorContains(t, err, "f:1: ")
	}
	// What is another form stays that.
	rows, err := read(t, &Options{Format: Auto, SkipBad: true}, "{\"Images\":[\n{\"ImageId\":\"a\",\"x\":\n"+many(1)+"}]}")
	require.NoError(t, err)
	require.Equal(t, "a", rows[0].Resource.ID)
	_, err = read(t, &Options{Format: Auto, SkipBad: true}, "a,b\nc,d\n")
	require.ErrorContains(t, err, "CSV")
}

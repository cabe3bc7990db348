package datafile

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// imsAnswer is an answer of the image list call, laid out by hand.
const imsAnswer = `{
  "schema": "/v2/schemas/images",
  "first": {"images": [1, 2]},
  "images": [
    {
      "min_disk": 40,
      "id": "i1",
      "tags": ["env=prod", "note=a=b", "lone", "empty="],
      "virtual_size": null,
      "name": "CentOS 7.3 64bit",
      "__support_kvm": "true"
    },
    {"name": null, "id": "i2", "tags": []},
    {"id": "i3"}
  ],
  "next": null
}
`

func TestIMS(t *testing.T) {
	got, err := read(t, &Options{Format: IMS}, imsAnswer)
	require.NoError(t, err)
	require.Equal(t, []engine.Row{
		image("i1", "CentOS 7.3 64bit", `{"min_disk":40,"virtual_size":null,"__support_kvm":"true"}`,
			resource.Tag{Key: "env", Value: "prod"}, resource.Tag{Key: "note", Value: "a=b"},
			resource.Tag{Key: "lone"}, resource.Tag{Key: "empty"}),
		image("i2", "", ""),
		image("i3", "", ""),
	}, got)
}

// A list of Google's interface has an id itself, and is no image.
func TestListWithID(t *testing.T) {
	for _, text := range []string{
		`{"kind":"compute#imageList","id":"projects/p/global/images","items":[{"id":"1","name":"a"},{"id":"2"}],"selfLink":"x","nextPageToken":"t"}`,
		`{"items":[{"id":"1","name":"a"},{"id":"2"}],"id":"projects/p/global/images"}`,
		`{"data":{"id":"l","items":[{"id":"1","name":"a"},{"id":"2"}]}}`,
	} {
		got, err := read(t, &Options{Format: GCloud}, text)
		require.NoError(t, err, text)
		require.Len(t, got, 2, text)
		require.Equal(t, "1", got[0].Resource.ID)
		require.Equal(t, "2", got[1].Resource.ID)
	}
	got, err := read(t, &Options{Format: GCloud}, `{"id":"1","items":"x","data":[{"id":"2"}]}`)
	require.NoError(t, err)
	require.Len(t, got, 1)
	require.Equal(t, "1", got[0].Resource.ID)
}

const awsAnswer = `{
    "Images": [
        {
            "Architecture": "x86_64",
            "CreationDate": "2024-03-01T12:34:56.000Z",
            "ImageId": "ami-1",
            "OwnerId": "123456789012",
            "Public": false,
            "PlatformDetails": "Red Hat Enterprise Linux",
            "State": "available",
            "BootMode": "uefi-preferred",
            "Description": "built by CI",
            "BlockDeviceMappings": [
                {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"},
                {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 30, "Encrypted": false}}
            ],
            "RootDeviceName": "/dev/sda1",
            "DeregistrationProtection": "disabled",
            "Tags": [
                {"Key": "aws:ec2:source", "Value": "x"},
                {"Key": "env", "Value": "prod"}
            ],
            "Name": "web-1"
        },
        {"ImageId": "ami-2", "State": "failed", "Public": true, "Platform": "windows", "Architecture": "vax"}
    ]
}`

func TestAWS(t *testing.T) {
	got, err := read(t, &Options{Format: AWS, Project: "p"}, awsAnswer)
	require.NoError(t, err)
	want := []engine.Row{
		image("ami-1", "web-1", `{"status":"active","owner":"123456789012","visibility":"private","__imagetype":"private","__os_type":"Linux",`+
			`"__platform":"RedHat","__os_bit":"64","architecture":"x86","__description":"built by CI","hw_firmware_type":"uefi",`+
			`"protected":false,"min_disk":30,"created_at":"2024-03-01T12:34:56Z",`+
			`"Architecture":"x86_64","CreationDate":"2024-03-01T12:34:56.000Z","OwnerId":"123456789012","Public":false,`+
			`"PlatformDetails":"Red Hat Enterprise Linux","State":"available","BootMode":"uefi-preferred","Description":"built by CI",`+
			`"BlockDeviceMappings":[{"DeviceName":"/dev/sdb","VirtualName":"ephemeral0"},{"DeviceName":"/dev/sda1","Ebs":{"VolumeSize":30,"Encrypted":false}}],`+
			`"RootDeviceName":"/dev/sda1","DeregistrationProtection":"disabled"}`,
			resource.Tag{Key: "aws:ec2:source", Value: "x"}, resource.Tag{Key: "env", Value: "prod"}),
		image("ami-2", "", `{"status":"killed","visibility":"public","__imagetype":"gold","__os_type":"Windows","__platform":"Windows",`+
			`"State":"failed","Public":true,"Platform":"windows","Architecture":"vax"}`),
	}
	for i := range want {
		want[i].Project = "p"
	}
	require.Equal(t, want, got)
}

func TestListForms(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		ids        string
	}{
		{"bare list", `[{"id":"a"},{"id":"b"}]`, "a b"},
		{"pages one after the other", `{"images":[{"id":"a"}]}` + "\n" + `[{"id":"b"}]{"images":[{"id":"c"}]}`, "a b c"},
		{"empty list", `{"images":[]}`, ""},
		{"mark", "\ufeff[{\"id\":\"a\"}]\n", "a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rows, err := read(t, &Options{Format: IMS}, tc.text)
			require.NoError(t, err)
			var ids []string
			for _, r := range rows {
				ids = append(ids, r.Resource.ID)
			}
			require.Equal(t, tc.ids, strings.Join(ids, " "))
		})
	}
}

func TestBadList(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		line       int
		reason     string
	}{
		{"nothing", "", 1, "no list of images: the input is empty"},
		{"other document", "{\n\"x\":1}", 2, `no list of images: the document has no member "images"`},
		{"second document without", `{"images":[]}` + "\n{}", 2, "no list"},
		{"list is none", "\n{\"images\":\n\n{}}", 2, `no list of images: "images" is an object`},
		{"document is none", `"images"`, 1, "the document is a string"},
		{"list twice", "{\"images\":[],\n\"images\":[]}", 2, `duplicate object member name: "images"`},
		{"cut off in the list", "{\"images\":[\n{\"id\":\"a\"},", 2, "unexpected EOF"},
		{"cut off in an image", "{\"images\":[\n{\"id\":\n", 3, "unexpected EOF"},
		{"cut off after the list", "{\"images\":[]\n", 2, "unexpected EOF"},
		{"no comma", "[{\"id\":\"a\"}\n\n {\"id\":\"b\"}]", 3, "invalid character '{'"},
		{"image is none", "[\n3]", 2, "image: must be an object, is a number"},
		{"no id", "[{},\n{}]", 1, "id: is missing or empty"},
		{"tag is none", "[{\"id\":\"a\",\n\"tags\":[\"k=v\",\n3]}]", 2, "tags[1]: must be a string, is a number"},
		{"tag without key", `[{"id":"a","tags":[{"value":"v"}]}]`, 1, "tags[0].key: is empty"},
		{"key twice", `[{"id":"a","tags":["k=v","k=w"]}]`, 1, `"k" is given twice`},
		{"member twice", "[{\"id\":\"a\",\n\"x\":1,\n\"x\":2}]", 3, `duplicate object member name "x"`},
		{"invalid UTF-8", "[{\"id\":\"\xff\"}]", 1, "invalid UTF-8"},
		{"too long", `[{"id":"` + strings.Repeat("x", 1<<20) + `"}]`, 1, "line is too long: an image of over 65536 bytes"},
		{"too long beside the list", `{"x":"` + strings.Repeat("x", 1<<20) + `"}`, 1, "line is too long"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := read(t, &Options{Format: IMS, MaxLine: 1 << 16}, tc.text)
			e, ok := errors.AsType[*LineError](err)
			require.True(t, ok, "%v", err)
			require.Contains(t, err.Error(), tc.reason)
			require.Equal(t, tc.line, e.Line, "%v", err)
			require.NotContains(t, err.Error(), "jsontext")
		})
	}
}

func TestBadAWS(t *testing.T) {
	for text, reason := range map[string]string{
		`{"Images":[{}]}`:            "f:1: ImageId: is missing or empty",
		`{"Images":[{"ImageId":3}]}`: "f:1: ImageId: must be a string, is a number",
		"[{\"ImageId\":\"a\",\n\"Tags\":[{\"Key\":\"k\"},{\"Key\":true}]}]":  `f:2: resource "a": Tags[1].Key: must be a string, is true`,
		"[\n{\"Tags\":[\"k=v\"],\n\"ImageId\":\"a\"}]":                       `f:2: resource "a": Tags[0]: must be an object, is a string`,
		`[{"ImageId":"a","ImageId":"b"}]`:                                    `duplicate object member name "ImageId"`,
		"[{\"ImageId\":\"a\",\n\"Public\":\"yes\",\n\"State\":1}]":           `f:2: resource "a": Public: cannot be a string`,
		"[{\"ImageId\":\"a\",\n\n\"BlockDeviceMappings\":[{\"Ebs\":[]}]\n}]": `f:3: resource "a": BlockDeviceMappings[0].Ebs: cannot be an array`,
	} {
		_, err := read(t, &Options{Format: AWS}, text)
		require.ErrorContains(t, err, reason)
		require.NotContains(t, err.Error(), "json: ")
	}
}

func TestListSkipsBadImages(t *testing.T) {
	r := New(&Options{Format: IMS, SkipBad: true})
	rows, err := collect(r, "[{},\n{\"id\":\"a\"},{\"id\":\"b\",\"id\":\"c\"},\n7,{\"id\":\"\xff\"},{\"id\":\"d\"}]")
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Equal(t, 4, r.Skipped().Lines)
	require.ErrorContains(t, r.Skipped().First[2], "f:3: ")
}

func TestLongListIsStreamed(t *testing.T) {
	const n = 20_000
	var text strings.Builder
	text.WriteString(`{"images":[`)
	for i := range n {
		if i > 0 {
			text.WriteString(",\n")
		}
		fmt.Fprintf(&text, `{"id":"%d","tags":["k=%d"]}`, i, i%7)
	}
	text.WriteString("]}")
	rows, err := read(t, &Options{Format: IMS, MaxLine: 1 << 10}, text.String())
	require.NoError(t, err)
	require.Len(t, rows, n)
	require.Equal(t, "19999", rows[n-1].Resource.ID)
}

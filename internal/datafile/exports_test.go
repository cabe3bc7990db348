package datafile

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
)

// exportForms says what each file of testdata/exports is, and how many things
// its report must tell of.
var exportForms = []struct {
	file                    string
	format                  Format
	dropped, kept, shadowed int
	tagsLeftOut             int
	partial                 bool
}{
	{file: "lines.jsonl", format: JSONLines, dropped: 4},
	{file: "answer.json", format: Answer, partial: true},
	{file: "answer-cts.json", format: Answer},
	{file: "answer-native.json", format: Answer},
	{file: "ims.json", format: IMS, tagsLeftOut: 1},
	{file: "aws.json", format: AWS, kept: 1},
	{file: "aws-tags.json", format: AWSTags},
	{file: "gcloud.json", format: GCloud, shadowed: 3},
	{file: "azure.json", format: Azure},
	{file: "azure-resources.json", format: Azure},
	{file: "openstack.json", format: OpenStack},
	{file: "openstack-old.json", format: OpenStack},
	{file: "openstack-show.json", format: OpenStack, shadowed: 1},
}

func export1(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "exports", file))
	require.NoError(t, err)
	return string(text)
}

// Each export is recognised, and every resource of it comes out as the file of
// the same name with the ending .want says. UPDATE_EXPORTS=1 writes those anew.
func TestExports(t *testing.T) {
	for _, tc := range exportForms {
		t.Run(tc.file, func(t *testing.T) {
			r := New(&Options{Format: Auto})
			rows, err := collect(r, export1(t, tc.file))
			require.NoError(t, err)
			report := r.Report()
			require.Equal(t, tc.format, report.Files[0].Format)
			require.Equal(t, tc.dropped, report.Dropped.Total(), "dropped: %v", report.Dropped)
			require.Equal(t, tc.kept, report.Kept.Total(), "kept: %v", report.Kept)
			require.Equal(t, tc.shadowed, report.Shadowed.Total(), "shadowed: %v", report.Shadowed)
			require.Equal(t, tc.tagsLeftOut, report.TagsLeftOut)
			require.Equal(t, tc.partial, report.Files[0].Partial())
			require.Equal(t, len(rows), report.Resources)

			want := filepath.Join("testdata", "exports", tc.file+".want")
			got := written(t, rows)
			if os.Getenv("UPDATE_EXPORTS") != "" {
				require.NoError(t, os.WriteFile(want, []byte(got), 0o600))
			}
			text, err := os.ReadFile(want)
			require.NoError(t, err)
			require.Equal(t, string(text), got)

			again, err := read(t, &Options{Format: tc.format}, export1(t, tc.file))
			require.NoError(t, err)
			require.Equal(t, rows, again, "said by name")
		})
	}
}

func written(t *testing.T, rows []engine.Row) string {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out)
	for _, row := range rows {
		require.NoError(t, w.Write(row))
	}
	return out.String()
}

// elements are the resources of an export, each as JSON text.
func elements(t testing.TB, text string) []json.RawMessage {
	t.Helper()
	var list []json.RawMessage
	if json.Unmarshal([]byte(text), &list) == nil {
		return list
	}
	var document map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &document))
	for _, value := range document {
		if value[0] == '[' && json.Unmarshal(value, &list) == nil && len(list) > 0 && list[0][0] == '{' {
			return list
		}
	}
	return []json.RawMessage{json.RawMessage(text)}
}

// People pass exports through other programs. Whatever way the same resources
// are laid out, they are recognised and come out the same.
func TestExportsLaidOutOtherwise(t *testing.T) {
	for _, tc := range exportForms[1:] {
		text := export1(t, tc.file)
		want, err := read(t, &Options{Format: Auto}, text)
		require.NoError(t, err)
		parts := elements(t, text)
		require.Len(t, parts, len(want))

		var pretty, compact, spaced strings.Builder
		for _, part := range parts {
			var one bytes.Buffer
			require.NoError(t, json.Indent(&one, part, "", "  "))
			pretty.WriteString(one.String() + "\n")
			one.Reset()
			require.NoError(t, json.Compact(&one, part))
			compact.WriteString(one.String() + "\n")
			spaced.WriteString("\n\n \t" + one.String())
		}
		list, err := json.Marshal(parts)
		require.NoError(t, err)
		for name, laid := range map[string]string{
			"compact, one a line":         compact.String(),
			"pretty, one after the other": pretty.String(),
			"without line ends":           strings.ReplaceAll(compact.String(), "\n", ""),
			"spaced out":                  spaced.String(),
			"bare list":                   string(list),
			"document within data":        `{"meta":{"images":7},"data":` + text + `,"status":200}`,
			"list within data":            `{"data":` + string(list) + `}`,
			"marked":                      "\ufeff" + text,
			"compressed":                  gzipped(t, text),
			"marked and compressed":       zstded(t, "\ufeff"+text),
		} {
			t.Run(tc.file+", "+name, func(t *testing.T) {
				r := New(&Options{Format: Auto})
				got, err := collect(r, laid)
				require.NoError(t, err)
				require.Equal(t, want, got)
				form := r.Report().Files[0].Format
				if form == JSONLines {
					form = Answer // the same, a line each
				}
				require.Equal(t, tc.format, form)
			})
		}
		t.Run(tc.file+", pages one after the other", func(t *testing.T) {
			got, err := read(t, &Options{Format: Auto}, text+text+string(list))
			require.NoError(t, err)
			require.Len(t, got, 3*len(want))
		})
	}
}

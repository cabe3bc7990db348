package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/internal/datafile"
)

// asked is the question of the round trip, in the forms of each door: images
// with the key arch and with no key gpu.
const (
	askedText = `arch and not gpu`
	askedTags = `{"action":"filter","limit":"1000","tags":[{"key":"arch","values":[]}],"not_tags_any":[{"key":"gpu","values":[]}]}`
)

// plainRow is what of a resource can be compared.
type plainRow struct {
	ID   string            `json:"resource_id"`
	Name string            `json:"resource_name"`
	Tags []json.RawMessage `json:"tags"`
	// Detail is the status, which all answers but that of the trackers have.
	Detail struct {
		Status string `json:"status"`
	} `json:"resource_detail"`
}

// found asks the command about data files and returns what it finds.
func found(t *testing.T, expr string, args ...string) (rows []plainRow, complaint string) {
	t.Helper()
	cmd := exec.Command("tagdex", append([]string{"query", "--format", "jsonl", "--limit", "0", expr}, args...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var row plainRow
		err := decoder.Decode(&row)
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		// Answers to tenants show no system tags.
		row.Tags = slices.DeleteFunc(row.Tags, func(tag json.RawMessage) bool { return strings.Contains(string(tag), `"key":"_sys_`) })
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b plainRow) int { return strings.Compare(a.ID, b.ID) }) // the list has an order of its own
	return rows, stderr.String()
}

// Every answer of the product is loaded as it is, recognised by itself, and the
// same question finds the same resources in it.
func TestAnswersLoadBack(t *testing.T) {
	p := serving(t)
	get := func(path string) string {
		answer, err := http.Get(p.url + path)
		require.NoError(t, err)
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, answer.StatusCode, string(text))
		return string(text)
	}
	post := func(path, body string) string {
		status, text := p.post(t, path, body)
		require.Equal(t, http.StatusOK, status, text)
		return text
	}
	command := func(args ...string) string {
		out, err := exec.Command("tagdex", append([]string{"query", "--limit", "0"}, args...)...).Output()
		require.NoError(t, err)
		return string(out)
	}
	want, _ := found(t, askedText)
	require.Greater(t, len(want), 100)

	for _, tc := range []struct {
		name, text string
		form       datafile.Format
		all        bool // it holds all resources, not only those asked for
	}{
		{"filter", post("/v2/default/images/resource_instances/action", askedTags), datafile.Answer, false},
		{"image list", get("/v2/cloudimages?limit=1000"), datafile.IMS, true},
		{"native query", get("/tagdex/v1/default/images/query?limit=1000&query=arch%20and%20not%20gpu"), datafile.Answer, false},
		{"--format json", command("--format", "json", askedText), datafile.Answer, false},
		{"--format jsonl", command("--format", "jsonl", askedText), datafile.JSONLines, false},
		{"--format json of a request", command("--format", "json", "--request", request(t, askedTags)), datafile.Answer, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "answer")
			require.NoError(t, os.WriteFile(file, []byte(tc.text), 0o600))
			got, complaint := found(t, askedText, "--data", file)
			require.Equal(t, want, got)
			require.Contains(t, complaint, ": read as "+string(tc.form)+" (")
			for line := range strings.Lines(complaint) { // what the question names and the answer lacks is told, too
				require.Regexp(t, `: read as |no resource has`, line)
			}
			if everything, _ := found(t, "all", "--data", file); !tc.all {
				require.Equal(t, want, everything)
			}
		})
	}

	t.Run("trackers", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "answer")
		require.NoError(t, os.WriteFile(file, []byte(post("/v3/default/cts-tracker/resource-instances/filter", "{}")), 0o600))
		want, _ := found(t, "all", "--type", "cts-tracker")
		got, complaint := found(t, "all", "--type", "cts-tracker", "--data", file)
		require.Equal(t, want, got)
		require.Contains(t, complaint, "read as answer")
	})
	t.Run("one image", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "answer")
		require.NoError(t, os.WriteFile(file, []byte(get("/tagdex/v1/default/images/resources/"+want[0].ID)), 0o600))
		got, complaint := found(t, "all", "--data", file)
		require.Equal(t, want[:1], got)
		require.Contains(t, complaint, "read as jsonl")
	})
}

// The image list answers images of every export with all the members that they
// came with, and that answer, and that of one image, is known for what it is.
func TestListOfExportsLoadsBack(t *testing.T) {
	exports, err := filepath.Glob("../../internal/datafile/testdata/exports/*.json*")
	require.NoError(t, err)
	require.NotEmpty(t, exports)
	for _, export := range exports {
		if filepath.Ext(export) == ".want" {
			continue
		}
		t.Run(filepath.Base(export), func(t *testing.T) {
			p := serving(t, "--data", export)
			list, err := http.Get(p.url + "/v2/cloudimages?limit=1000")
			require.NoError(t, err)
			defer list.Body.Close()
			text, err := io.ReadAll(list.Body)
			require.NoError(t, err)
			var answer struct{ Images []json.RawMessage }
			require.NoError(t, json.Unmarshal(text, &answer))

			file := filepath.Join(t.TempDir(), "list.json")
			require.NoError(t, os.WriteFile(file, text, 0o600))
			want, _ := found(t, "all", "--data", export)
			got, _ := found(t, "all", "--data", file)
			require.Equal(t, want, got)
			require.NoError(t, os.WriteFile(file, answer.Images[0], 0o600)) // as GET /v2/images/{image_id} has it
			one, _ := found(t, "all", "--data", file)
			require.Len(t, one, 1)
			require.Contains(t, want, one[0])
		})
	}
}

func request(t *testing.T, body string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "request.json")
	require.NoError(t, os.WriteFile(file, []byte(body), 0o600))
	return file
}

// What the list answers is all that an image has: asked about a property, it
// says the same after the round trip.
func TestListKeepsProperties(t *testing.T) {
	p := serving(t)
	answer, err := http.Get(p.url + "/v2/cloudimages?limit=1000")
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "list.json")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	for _, expr := range []string{`prop.__os_type=Linux`, `prop.min_disk >= 40`, `prop.created_at < 2025-06-01`, `prop.protected=true`, `prop.status!=active`} {
		// The list shows registered images alone.
		expr = "(" + expr + ") and not prop.__isregistered=false"
		want, _ := found(t, expr)
		got, _ := found(t, expr, "--data", file)
		// A key that holds a "=" cannot be told in the list's form of tags.
		require.Equal(t, ids(want), ids(got), expr)
		require.NotEmpty(t, got, expr)
	}
}

func ids(rows []plainRow) []string {
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = row.ID
	}
	return all
}

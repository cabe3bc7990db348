package conformance

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"
)

//go:embed vectors/*.json data/*.jsonl
var files embed.FS

// Load returns all vectors, in the order of their files' names and in these.
// An error means that a file does not hold what it should.
func Load() ([]Vector, error) {
	entries, err := files.ReadDir("vectors")
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, entry := range entries {
		vectors, err := loadTopic(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("vectors/%s: %w", entry.Name(), err)
		}
		all = append(all, vectors...)
	}
	return all, checkIDs(all)
}

// loadTopic reads one file. Its name, without number and ending, is the topic.
func loadTopic(name string) ([]Vector, error) {
	text, err := files.ReadFile(path.Join("vectors", name))
	if err != nil {
		return nil, err
	}
	var file struct {
		About   string // what the topic is
		Vectors []Vector
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, err
	}
	_, topic, _ := strings.Cut(strings.TrimSuffix(name, ".json"), "-")
	for i := range file.Vectors {
		v := &file.Vectors[i]
		v.Topic = topic
		if v.Method == "" {
			v.Method = http.MethodPost
		}
		if v.Want.Length != nil && *v.Want.Length < 1 {
			return nil, fmt.Errorf("vector %q: a page that is not empty has a positive length", v.ID)
		}
		if v.ID == "" || v.Rule == "" || v.Path == "" || v.Want.Status == 0 {
			return nil, fmt.Errorf("vector %d (%q) lacks id, rule, path or status", i, v.ID)
		}
		if _, err := v.Bytes(); err != nil {
			return nil, err
		}
	}
	return file.Vectors, nil
}

func checkIDs(vectors []Vector) error {
	seen := map[string]bool{}
	for i := range vectors {
		if seen[vectors[i].ID] {
			return fmt.Errorf("vector %q is there twice", vectors[i].ID)
		}
		seen[vectors[i].ID] = true
	}
	return nil
}

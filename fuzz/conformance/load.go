package conformance

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
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
		if v.ID == "" || v.Rule == "" {
			return nil, fmt.Errorf("vector %d (%q) lacks id or rule", i, v.ID)
		}
		for n, r := range v.Requests() {
			if err := r.complete(); err != nil {
				return nil, fmt.Errorf("vector %s, request %d: %w", v.ID, n, err)
			}
		}
	}
	return file.Vectors, nil
}

// complete fills in the method, and looks for what a request needs.
func (r *Request) complete() error {
	if r.Method == "" {
		r.Method = http.MethodPost
	}
	if r.Want.Length != nil && *r.Want.Length < 1 {
		return errors.New("a page that is not empty has a positive length")
	}
	if r.Path == "" || r.Want.Status == 0 {
		return errors.New("path or status is missing")
	}
	_, err := r.Bytes()
	return err
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

package conformance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
)

// The resource types that each data set is loaded under, one for each API.
const (
	TypeImages  = "images"
	TypeTracker = "cts-tracker"
)

// Row is one resource of a data set, in the form of a data file (SEMANTICS
// section 6).
type Row struct {
	ID      string          `json:"resource_id"`
	Name    string          `json:"resource_name"`
	Detail  json.RawMessage `json:"resource_detail,omitempty"`
	Tags    []Tag           `json:"tags"`
	Project string          `json:"project_id"`
	Type    string          `json:"resource_type"`
}

// Tag is a tag of a Row.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// DataSet is what one project holds of one resource type, in order.
type DataSet struct {
	Project, Type string
	Rows          []Row
}

// pagesProject is the data set that is long enough for pages of 1000.
const (
	pagesProject = "conform-pages"
	pagesRows    = 1005
)

// DataSets returns the data that the vectors ask about. The file data/x.jsonl
// is the project x, once under each resource type; that of the pages' examples
// has the project's name there; a row that names a type stands under that one only. The project
// conform-pages is made by rule: its 1,005 resources are p-0000 to p-1004,
// named page-0000 and so on, each with the tag all=1, and every second one,
// from the first, with even=1.
func DataSets() ([]DataSet, error) {
	entries, err := files.ReadDir("data")
	if err != nil {
		return nil, err
	}
	var sets []DataSet
	for _, entry := range entries {
		rows, err := readRows(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("data/%s: %w", entry.Name(), err)
		}
		project := strings.TrimSuffix(entry.Name(), ".jsonl")
		sets = append(sets, stamp(rows, project, TypeImages), stamp(rows, project, TypeTracker))
	}
	pages := pageRows()
	return append(sets, stamp(pages, pagesProject, TypeImages), stamp(pages, pagesProject, TypeTracker)), nil
}

func readRows(name string) ([]Row, error) {
	text, err := files.ReadFile(path.Join("data", name))
	if err != nil {
		return nil, err
	}
	var rows []Row
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	for {
		var row Row
		switch err := decoder.Decode(&row); {
		case err == io.EOF:
			return rows, nil
		case err != nil:
			return nil, fmt.Errorf("row %d: %w", len(rows)+1, err)
		}
		rows = append(rows, row)
	}
}

// stamp makes the data set of one project and type.
func stamp(rows []Row, project, resourceType string) DataSet {
	set := DataSet{Project: project, Type: resourceType}
	for _, row := range rows {
		if row.Type == "" || row.Type == resourceType {
			row.Project, row.Type = project, resourceType
			set.Rows = append(set.Rows, row)
		}
	}
	return set
}

func pageRows() []Row {
	rows := make([]Row, pagesRows)
	for i := range rows {
		rows[i] = Row{
			ID:   fmt.Sprintf("p-%04d", i),
			Name: fmt.Sprintf("page-%04d", i),
			Tags: []Tag{{Key: "all", Value: "1"}},
		}
		if i%2 == 0 {
			rows[i].Tags = append(rows[i].Tags, Tag{Key: "even", Value: "1"})
		}
	}
	return rows
}

// WriteData writes all data sets as JSON Lines, to be loaded into a service
// before Run asks it anything.
func WriteData(w io.Writer) error {
	sets, err := DataSets()
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for i := range sets {
		for j := range sets[i].Rows {
			if err := encoder.Encode(&sets[i].Rows[j]); err != nil {
				return err
			}
		}
	}
	return buffered.Flush()
}

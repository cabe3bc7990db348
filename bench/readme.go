package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/tagdex/tagdex/bench/figures"
)

// errNoResults: the folder holds no result of a whole run.
var errNoResults = errors.New("no results of a whole run")

// writeREADME makes the section of a page from all results of a folder.
func writeREADME(name, folder string) error {
	page, err := fromResults(name, folder)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(page), 0o644)
}

// fromResults is a page as the results would have it.
func fromResults(name, folder string) (string, error) {
	page, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	reports, err := readResults(folder)
	if err != nil {
		return "", err
	}
	return figures.IntoREADME(string(page), reports)
}

// readResults reads the results of a folder, the smallest data first.
func readResults(folder string) ([]*figures.Report, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	var reports []*figures.Report
	for _, name := range names {
		r, err := readResult(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if !r.Interrupted && len(r.Queries) > 0 {
			reports = append(reports, r)
		}
	}
	if len(reports) == 0 {
		return nil, fmt.Errorf("%s: %w", folder, errNoResults)
	}
	slices.SortFunc(reports, func(a, b *figures.Report) int { return cmp.Compare(a.Data.Images, b.Data.Images) })
	return reports, nil
}

func readResult(name string) (*figures.Report, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return figures.ReadJSON(f)
}

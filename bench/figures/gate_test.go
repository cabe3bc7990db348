package figures

import (
	"cmp"
	"strings"
	"testing"
)

// TestFaults: a report that keeps to every limit has none, and each limit is
// seen to be broken.
func TestFaults(t *testing.T) {
	good := func() *Report {
		r := &Report{Build: []Build{{System: "engine", Bytes: 600}, {System: "floor", Bytes: 800}}}
		for _, l := range limits {
			r.Queries = append(r.Queries, Query{
				Name: l.query, Ratio: cmp.Or(l.ratio, 1),
				Engine: Timing{P50: 10 + l.more, Allocs: allocsMost}, Floor: Timing{P50: 10},
			})
		}
		return r
	}
	if faults := good().Faults(); faults != nil {
		t.Fatal(faults)
	}
	for name, spoil := range map[string]func(r *Report){
		"Q2_three_keys: 0.71 of the floor's time, at most 0.70":   func(r *Report) { r.Queries[1].Ratio = 0.71 },
		"Q1_dense_tag: 10.0 µs above the floor, at most 10.0 µs":  func(r *Report) { r.Queries[0].Engine.P50++ },
		"typical: 9 allocations, at most 8":                       func(r *Report) { r.Queries[len(r.Queries)-1].Engine.Allocs++ },
		"Q13_id: not measured":                                    func(r *Report) { r.Queries = withoutID(r.Queries) },
		"bytes: 900 an image, at most 1.10 times the floor's 800": func(r *Report) { r.Build[0].Bytes = 900 },
		"building: not measured":                                  func(r *Report) { r.Build = nil },
	} {
		r := good()
		spoil(r)
		if faults := r.Faults(); len(faults) != 1 || faults[0] != name {
			t.Errorf("%s: %s", name, strings.Join(faults, "; "))
		}
	}
}

func withoutID(all []Query) []Query {
	var kept []Query
	for _, q := range all {
		if q.Name != "Q13_id" {
			kept = append(kept, q)
		}
	}
	return kept
}

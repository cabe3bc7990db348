package figures

import "fmt"

// limit is what one row must keep to, on 100,000 generated images. The limits
// are two to three times what was measured when they were set: they are there
// for what went wrong, not for what a machine does on a bad day.
type limit struct {
	query string
	ratio float64 // engine/floor at most; 0: no limit
	more  float64 // nanoseconds above the floor at most; 0: no limit
}

var limits = []limit{
	{query: "Q1_dense_tag", more: 10_000},
	{query: "Q2_three_keys", ratio: 0.7},
	{query: "Q3_three_keys_five_values", ratio: 0.5},
	{query: "Q4_four_lists", ratio: 0.6},
	{query: "Q5_four_lists_page", ratio: 0.7},
	{query: "Q6_key_and_not_key", ratio: 25},
	{query: "Q7_without_any_tag", more: 10_000},
	{query: "Q9_common_name", more: 10_000},
	{query: "Q12_deep_page", ratio: 2},
	{query: "Q13_id", more: 10_000},
	{query: "typical", ratio: 0.6},
}

const (
	allocsMost = 8   // of one call, its filter compiled
	bytesMost  = 1.1 // times the floor's
)

// Faults are the limits that a report of 100,000 generated images breaks, each
// in words; nil if it keeps to all of them. What was not measured is a fault.
func (r *Report) Faults() []string {
	var faults []string
	for _, l := range limits {
		q := r.query(l.query)
		switch more := q.Shown(q.Engine) - q.Shown(q.Floor); {
		case q.Ratio == 0:
			faults = append(faults, l.query+": not measured")
		case l.ratio > 0 && q.Ratio > l.ratio:
			faults = append(faults, fmt.Sprintf("%s: %s of the floor's time, at most %s", l.query, ratio(q.Ratio), ratio(l.ratio)))
		case l.more > 0 && more > l.more:
			faults = append(faults, fmt.Sprintf("%s: %s above the floor, at most %s", l.query, duration(more), duration(l.more)))
		}
		if q.Engine.Allocs > allocsMost {
			faults = append(faults, fmt.Sprintf("%s: %.0f allocations, at most %d", l.query, q.Engine.Allocs, allocsMost))
		}
	}
	if len(r.Build) < 2 {
		return append(faults, "building: not measured")
	}
	if engine, floor := r.Build[0], r.Build[1]; engine.Bytes > bytesMost*floor.Bytes {
		faults = append(faults, fmt.Sprintf("bytes: %.0f an image, at most %s times the floor's %.0f", engine.Bytes, digits(bytesMost), floor.Bytes))
	}
	return faults
}

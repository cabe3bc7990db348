package figures

import (
	"fmt"
	"strconv"
	"time"
)

// duration writes nanoseconds with three digits.
func duration(ns float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}} {
		if ns >= unit.size {
			return digits(ns/unit.size) + " " + unit.name
		}
	}
	if ns == 0 {
		return "-"
	}
	return digits(ns) + " ns"
}

// digits writes a number with three digits, or with all before the point.
func digits(v float64) string {
	switch {
	case v >= 99.95:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 9.995:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case v >= 0.1 || v == 0:
		return strconv.FormatFloat(v, 'f', 2, 64)
	default:
		return strconv.FormatFloat(v, 'f', 3, 64)
	}
}

// against says how the engine stands to another system that takes 1/ratio of
// its time.
func against(ratio float64) string {
	switch {
	case ratio == 0:
		return "not measured"
	case ratio <= 1:
		return digits(1/ratio) + "x faster"
	default:
		return digits(ratio) + "x slower"
	}
}

// ratio writes a ratio, or a dash where there is none.
func ratio(v float64) string {
	if v == 0 {
		return "-"
	}
	return digits(v)
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

// Machine, as one line.
func (m Machine) String() string {
	text := fmt.Sprintf("%s, %s, %d cores", m.System, m.CPU, m.Cores)
	if m.Memory > 0 {
		text += fmt.Sprintf(", %.1f GB", float64(m.Memory)/1e9)
	}
	return text
}

// Data, as one line.
func (d Data) String() string {
	return fmt.Sprintf("%s images, %s", grouped(d.Images), d.Source)
}

// facts say what was run, where and when.
func (r *Report) facts() [][2]string {
	facts := [][2]string{
		{"command", r.Command},
		{"date", r.Begun.UTC().Format(time.DateOnly + " 15:04 UTC")},
		{"commit", r.Commit},
		{"machine", r.Machine.String()},
		{"go", r.Go},
		{"data", r.Data.String()},
		{"rounds", strconv.Itoa(r.Rounds)},
		{"took", duration(r.Seconds * 1e9)},
	}
	if r.Interrupted {
		facts = append(facts, [2]string{"note", "interrupted: what is missing was not measured"})
	}
	for _, note := range r.notes() {
		facts = append(facts, [2]string{"NOTE", note})
	}
	return facts
}

// explained is what the words of this report mean.
func (r *Report) explained() []string {
	if len(r.Peers) > 0 {
		return append(explained[:len(explained):len(explained)], explainedPeers...)
	}
	return explained
}

// explained is what the words of a report mean.
var explained = []string{
	"engine: the public API; compiling the filter, planning, the snapshot and the page are all in its time. Parsing the text form is not, and stands on its own.",
	"engine's page: Rows, each resource made when it is asked for, as the floor's page is ordinals. resources made: the same by Find, which makes every resource of the page with all its tags.",
	"nothing kept: the engine on a second collection that keeps no unions of lists of values and no results of name tests (Options.UnionBytes below 0), as for a query that is asked for the first time, though with warm processor caches; the engine keeps both where they are asked for again, as every query here is.",
	"floor: the fastest of some tens of hand-written compositions of roaring bitmap calls, its terms looked up and ordered beforehand, its page ordinals only.",
	"floor, unions kept: the same with every union and intersection of stored sets made before the clock runs, as a cache does that always hits. Where a query has lists of several values, this is the fairer floor of the engine, which keeps their unions, too, and the plain one that of the engine with nothing kept.",
	"scan: every image looked at, by the reference in fuzz/model. Every answer of the others was held against it before anything was timed.",
	"p50 and p99: of single calls; calls of less than a microsecond, which the clock cannot resolve, are timed in groups of up to a hundred.",
	"two cores to one: what the machine has to give; two cores of a processor may be one that is shared.",
	"two readers, a writer beside: on a machine that others use, too, the time of a query tells more than how many were answered.",
	"mix, frequent: 150 different queries, one after the other, by tags as they come, most of which few images have, and by the most frequent values of keys; mean is the mean time of a call, which the dear ones make, median the time of the call in the middle, which is a cheap one. Each query finds the processor's caches as the others left them; again: each is asked nine times at once, the mean of the medians of the last seven.",
	"engine/floor: the median of the rounds' ratios of medians (of the mix: of means), all in one process; below 1 the engine is faster. Times move with what else the machine does, ratios much less.",
}

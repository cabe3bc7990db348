package figures

import (
	"fmt"
	"io"

	"github.com/tagdex/tagdex/internal/terminal"
)

// table is a header and rows; all but the first column are numbers.
type table struct {
	title string
	head  []string
	rows  [][]string
}

// tables are all figures, for people.
func (r *Report) tables() []table {
	all := []table{r.queryTable(), r.peerTable(), r.tailTable(), r.buildTable(), r.writeTable(), r.otherTable(), r.tuningTable()}
	kept := all[:0]
	for _, t := range all {
		if len(t.rows) > 0 {
			kept = append(kept, t)
		}
	}
	return kept
}

func (r *Report) queryTable() table {
	t := table{title: "Queries", head: []string{
		"query", "matches", "against the floor", "against the floor, nothing kept", "engine/floor", "unions kept", "against the scan",
		"engine", "p99", "allocs", "nothing kept", "p99", "allocs", "resources made", "allocs", "floor", "p99", "allocs", "scan", "parse",
	}}
	for _, q := range r.Queries {
		t.rows = append(t.rows, []string{
			q.Name, grouped(q.Total), q.verdict(), q.verdictUnkept(), ratio(q.Ratio), ratio(q.RatioKept), against(inverse(q.RatioScan)),
			duration(q.Shown(q.Engine)), duration(q.Engine.P99), fmt.Sprintf("%.0f", q.Engine.Allocs),
			duration(q.Shown(q.Unkept)), duration(q.Unkept.P99), fmt.Sprintf("%.0f", q.Unkept.Allocs),
			duration(q.Shown(q.Made)), fmt.Sprintf("%.0f", q.Made.Allocs),
			duration(q.Shown(q.Floor)), duration(q.Floor.P99), fmt.Sprintf("%.0f", q.Floor.Allocs),
			duration(q.Shown(q.Scan)), duration(q.Parse.P50),
		})
	}
	return t
}

// verdict is the engine against the floor.
func (q *Query) verdict() string { return q.verdictOf(q.Engine, q.Ratio) }

// verdictUnkept is the engine that keeps nothing against the floor.
func (q *Query) verdictUnkept() string { return q.verdictOf(q.Unkept, q.RatioUnkept) }

// verdictOf is a system against the floor; where it lost, by how much, since
// sixteen times a few nanoseconds is little.
func (q *Query) verdictOf(t Timing, ratio float64) string {
	more := q.Shown(t) - q.Shown(q.Floor)
	if ratio <= 1 || more <= 0 {
		return against(ratio)
	}
	return against(ratio) + ", by " + duration(more)
}

func inverse(v float64) float64 {
	if v == 0 {
		return 0
	}
	return 1 / v
}

func (r *Report) buildTable() table {
	t := table{title: "Building, one image", head: []string{"system", "time", "bytes beside its texts", "builds"}}
	for _, b := range r.Build {
		t.rows = append(t.rows, []string{b.System, duration(b.PerImage), b.size(), fmt.Sprint(b.Builds)})
	}
	return t
}

func (r *Report) writeTable() table {
	t := table{title: "Writes, published, one image", head: []string{"write", "batch", "p50", "p99", "allocs", "bytes"}}
	for _, w := range r.Writes {
		t.rows = append(t.rows, []string{
			w.What, grouped(w.Batch), duration(w.P50), duration(w.P99),
			fmt.Sprintf("%.0f", w.Allocs), fmt.Sprintf("%.0f", w.Bytes),
		})
	}
	return t
}

func (r *Report) otherTable() table {
	t := table{title: "Besides", head: []string{"what", "figure"}}
	if r.Readers != nil {
		if r.Readers.Machine > 0 { // earlier results have none
			t.rows = append(t.rows, []string{"two cores to one: rounds of a loop that shares nothing", digits(r.Readers.Machine) + "x"})
		}
		t.rows = append(t.rows,
			[]string{"two readers to one: queries answered", digits(r.Readers.TwoCores) + "x"},
			[]string{"two readers to one: time of a query", ratio(r.Readers.TwoCoresP50) + "x"},
			[]string{"beside 100 batches a second to alone: queries answered", digits(r.Readers.BesideWriter) + "x"},
			[]string{"beside 100 batches a second to alone: time of a query", ratio(r.Readers.BesideWriterP50) + "x"},
		)
	}
	if r.Saved != nil {
		t.rows = append(t.rows,
			[]string{"saving all of it", duration(r.Saved.Save)},
			[]string{"restoring", duration(r.Saved.Restore)},
			[]string{"saved bytes an image", fmt.Sprintf("%.0f", float64(r.Saved.Bytes)/float64(max(r.Data.Images, 1)))},
		)
	}
	return t
}

// WriteText writes the report as tables; nothing is cut to a width.
func (r *Report) WriteText(w io.Writer) error {
	for _, fact := range r.facts() {
		if _, err := fmt.Fprintf(w, "%-8s %s\n", fact[0], fact[1]); err != nil {
			return err
		}
	}
	for _, t := range r.tables() {
		if _, err := fmt.Fprintf(w, "\n%s\n", t.title); err != nil {
			return err
		}
		var shown terminal.Table
		shown.Row(t.head...)
		for _, row := range t.rows {
			shown.Row(row...)
		}
		if err := shown.Write(w, 0); err != nil {
			return err
		}
	}
	for _, line := range r.explained() {
		if _, err := fmt.Fprintf(w, "\n%s", line); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n")
	return err
}

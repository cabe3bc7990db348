package figures

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// What stands between these lines of README.md is written by a command.
const (
	readmeBegin = "<!-- measured: go run ./bench -readme README.md -->"
	readmeEnd   = "<!-- measured: end -->"
	peersBegin  = "<!-- peers: go run ./bench -readme README.md -->"
	peersEnd    = "<!-- peers: end -->"
)

// Errors of a page without the lines between which a section stands.
var (
	ErrNoSection      = errors.New("the page has no lines " + readmeBegin + " and " + readmeEnd)
	ErrNoPeersSection = errors.New("the page has no lines " + peersBegin + " and " + peersEnd)
)

// IntoREADME returns a page with its two sections made anew: one from reports
// without peers, one from reports with peers. A section of which there are no
// reports stays as it is.
func IntoREADME(page string, reports []*Report) (string, error) {
	var own, peers []*Report
	for _, r := range reports {
		if len(r.Peers) > 0 {
			peers = append(peers, r)
		} else {
			own = append(own, r)
		}
	}
	if len(own) > 0 {
		before, after, ok := around(page, readmeBegin, readmeEnd)
		if !ok {
			return "", ErrNoSection
		}
		page = before + readmeBegin + "\n" + section(own) + readmeEnd + after
	}
	if len(peers) > 0 {
		before, after, ok := around(page, peersBegin, peersEnd)
		if !ok {
			return "", ErrNoPeersSection
		}
		page = before + peersBegin + "\n" + peersSection(peers) + peersEnd + after
	}
	return page, nil
}

// around is what stands before and after a section.
func around(page, begin, end string) (before, after string, ok bool) {
	before, rest, begun := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	return before, after, begun && ended
}

// made says on what, where, when and how a report was made.
func (r *Report) made() string {
	return fmt.Sprintf("- %s: %s, %s, %s; commit %s; `%s`\n",
		r.Data, r.Begun.UTC().Format(time.DateOnly), r.Machine, r.Go, r.Commit, r.Command)
}

// section shows the queries of all reports side by side, and what else was
// measured of each.
func section(reports []*Report) string {
	var s strings.Builder
	for _, r := range reports {
		s.WriteString(r.made())
	}
	s.WriteString("\n| query |")
	for _, r := range reports {
		fmt.Fprintf(&s, " %s: engine | nothing kept | resources made | floor | engine against the floor | against the scan |", grouped(r.Data.Images))
	}
	s.WriteString("\n|---|" + strings.Repeat("---:|", 6*len(reports)) + "\n")
	for _, q := range reports[0].Queries {
		fmt.Fprintf(&s, "| %s: %s |", shortName(q.Name), q.What)
		for _, r := range reports {
			row := r.query(q.Name)
			fmt.Fprintf(&s, " %s | %s | %s | %s | %s | %s |",
				duration(row.Shown(row.Engine)), row.unkept(), duration(row.Shown(row.Made)), duration(row.Shown(row.Floor)), row.emphasised(), against(inverse(row.RatioScan)))
		}
		s.WriteByte('\n')
	}
	s.WriteString("\n| what |")
	for _, r := range reports {
		fmt.Fprintf(&s, " %s images |", grouped(r.Data.Images))
	}
	s.WriteString("\n|---|" + strings.Repeat("---:|", len(reports)) + "\n")
	for i, f := range reports[0].figures() {
		fmt.Fprintf(&s, "| %s |", f[0])
		for _, r := range reports {
			value := "-"
			if all := r.figures(); i < len(all) && all[i][0] == f[0] {
				value = all[i][1]
			}
			fmt.Fprintf(&s, " %s |", value)
		}
		s.WriteByte('\n')
	}
	return s.String()
}

// figures are what is no query, each with its name.
func (r *Report) figures() [][2]string {
	var all [][2]string
	for _, b := range r.Build {
		all = append(all,
			[2]string{"building, an image, " + b.System, duration(b.PerImage)},
			[2]string{"bytes an image beside its texts, " + b.System, fmt.Sprintf("%.0f", b.Bytes)})
	}
	for _, w := range r.Writes {
		what := w.What + ", published, p50"
		if w.Batch > 1 {
			what = fmt.Sprintf("%s, in batches of %s, an image", w.What, grouped(w.Batch))
		}
		all = append(all, [2]string{what, duration(w.P50)})
	}
	for _, row := range r.otherTable().rows {
		all = append(all, [2]string{row[0], row[1]})
	}
	return all
}

// unkept is the time of nothing kept, in bold where the floor's is less.
func (q *Query) unkept() string {
	if q.RatioUnkept > 1 {
		return "**" + duration(q.Shown(q.Unkept)) + "**"
	}
	return duration(q.Shown(q.Unkept))
}

// emphasised is the verdict, with a loss in bold.
func (q *Query) emphasised() string {
	if q.Ratio > 1 {
		return "**" + q.verdict() + "**"
	}
	return q.verdict()
}

// shortName is "Q4" of "Q4_four_lists", and the whole of a name without a
// number.
func shortName(name string) string {
	if short, _, _ := strings.Cut(name, "_"); strings.HasPrefix(short, "Q") {
		return short
	}
	return name
}

// query is the row with a name, or an empty one.
func (r *Report) query(name string) Query {
	for _, q := range r.Queries {
		if q.Name == name {
			return q
		}
	}
	return Query{}
}

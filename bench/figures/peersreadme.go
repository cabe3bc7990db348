package figures

import (
	"fmt"
	"slices"
	"strings"
)

// peersSection shows each report's queries against the peers, how they were
// built, and what is missing.
func peersSection(reports []*Report) string {
	var s strings.Builder
	for i, r := range reports {
		if i > 0 {
			s.WriteByte('\n')
		}
		s.WriteString(r.made())
		for _, note := range r.notes() {
			fmt.Fprintf(&s, "- **%s**\n", note)
		}
		r.peersQueries(&s)
		r.peersBuilds(&s)
	}
	return s.String()
}

func (r *Report) peersQueries(s *strings.Builder) {
	peers := r.measured()
	fmt.Fprintf(s, "\n| query | engine | roaring floor | %s | linear scan |\n|---|%s\n",
		strings.Join(peers, " | "), strings.Repeat("---:|", len(peers)+3))
	for _, q := range r.Queries {
		fmt.Fprintf(s, "| %s: %s | %s | %s |", shortName(q.Name), q.What,
			duration(q.Shown(q.Engine)), beside(q.Shown(q.Floor), q.Ratio))
		for _, name := range peers {
			if p := q.rival(name); p.Fault != "" {
				s.WriteString(" **wrong or no answer** |")
			} else {
				fmt.Fprintf(s, " %s |", beside(p.Time, p.Ratio))
			}
		}
		fmt.Fprintf(s, " %s |\n", beside(q.Shown(q.Scan), inverse(q.RatioScan)))
	}
}

// beside is a system's time, and how the engine stands to it; a loss is bold.
func beside(p50, ratio float64) string {
	switch {
	case p50 == 0 || ratio == 0:
		return "-"
	case ratio > 1:
		return duration(p50) + ", **" + against(ratio) + "**"
	}
	return duration(p50) + ", " + digits(1/ratio) + "x"
}

func (r *Report) peersBuilds(s *strings.Builder) {
	s.WriteString("\n| system | version | building, an image | bytes an image |\n|---|---|---:|---:|\n")
	for _, b := range r.Build {
		version := ""
		if i := slices.IndexFunc(r.Peers, func(p Peer) bool { return p.Name == b.System }); i >= 0 {
			version = r.Peers[i].Version
		}
		if b.Of == "" {
			b.Of = Heap
		}
		fmt.Fprintf(s, "| %s | %s | %s | %s |\n", b.System, version, duration(b.PerImage), b.size())
	}
}

// Heap is what Build.Of says of an index on Go's heap.
const Heap = "heap"

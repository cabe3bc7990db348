package figures

import (
	"fmt"
	"slices"
	"strings"
)

// explainedPeers is what the words of a report with peers mean besides.
var explainedPeers = []string{
	"peers: each is tuned as its own documentation advises, see the last table. A call is the execution of what the peer's own prepared form is, down to the total and the ordinals of the page; the engine's call compiles the filter and answers with rows, whose resources are made when they are asked for.",
	"each peer's answer to each query, total and page, was held against the scan's before it was timed; one that differs is not timed, and the table says so.",
	"a peer's time: of the median call, of the mix by the mean. What else the machine does falls into long calls and seldom into short ones; so that the engine does not gain by it, a peer with calls of more than 1 ms is shown and compared by its best round, the engine by its median round.",
	"a peer is built once, beside whatever else the machine does: its time of building is rough.",
	"slow peers are asked less: beyond 5 ms once a round, beyond some seconds in all once to three times. The numbers of calls stand beside the p99.",
}

// measured are the names of the peers that were asked.
func (r *Report) measured() []string {
	var names []string
	for _, p := range r.Peers {
		if p.Skipped == "" && p.Failed == "" {
			names = append(names, p.Name)
		}
	}
	return names
}

// notes are what must not be overlooked: peers that are missing, and wrong
// answers.
func (r *Report) notes() []string {
	var notes []string
	for _, p := range r.Peers {
		switch {
		case p.Skipped != "":
			notes = append(notes, "SKIPPED "+p.Name+": "+p.Skipped)
		case p.Failed != "":
			notes = append(notes, "FAILED "+p.Name+": "+p.Failed)
		}
	}
	notes = append(notes, r.peerFaults()...)
	for i, note := range notes {
		notes[i] = strings.Join(strings.Fields(note), " ") // errors may be of several lines
	}
	return notes
}

func (r *Report) peerFaults() []string {
	var faults []string
	for _, q := range r.Queries {
		for _, p := range q.Peers {
			if p.Fault != "" {
				faults = append(faults, "FAILED "+p.System+" at "+q.Name+": "+p.Fault)
			}
		}
	}
	return faults
}

// Failures is how many peers could not be built, and queries a peer answered
// wrongly or not at all.
func (r *Report) Failures() int {
	failed := len(r.peerFaults())
	for _, p := range r.Peers {
		if p.Failed != "" {
			failed++
		}
	}
	return failed
}

// rival is what a peer did with a query; nothing if it was not asked.
func (q *Query) rival(system string) Rival {
	i := slices.IndexFunc(q.Peers, func(p Rival) bool { return p.System == system })
	if i < 0 {
		return Rival{}
	}
	return q.Peers[i]
}

func (r *Report) peerTable() table {
	peers := r.measured()
	t := table{title: "Against what one would otherwise use", head: []string{"query", "engine"}}
	for _, name := range peers {
		t.head = append(t.head, name, "engine is")
	}
	if len(peers) == 0 {
		return t
	}
	for _, q := range r.Queries {
		row := []string{q.Name, duration(q.Shown(q.Engine))}
		for _, name := range peers {
			p := q.rival(name)
			if p.Fault != "" {
				row = append(row, "FAILED", "not timed")
				continue
			}
			row = append(row, duration(p.Time), against(p.Ratio))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (r *Report) tailTable() table {
	peers := r.measured()
	t := table{title: "Peers: p99, and how many calls", head: []string{"query"}}
	for _, name := range peers {
		t.head = append(t.head, name+" p99", "calls")
	}
	if len(peers) == 0 {
		return t
	}
	for _, q := range r.Queries {
		row := []string{q.Name}
		for _, name := range peers {
			p := q.rival(name)
			row = append(row, duration(p.P99), grouped(p.Samples))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (r *Report) tuningTable() table {
	t := table{title: "How the peers are tuned", head: []string{"peer", "version", "how"}}
	for _, p := range r.Peers {
		t.rows = append(t.rows, []string{p.Name, p.Version, p.Tuned})
	}
	return t
}

// size is the bytes of an image, and of what they are if not of the heap.
func (b *Build) size() string {
	if b.Of == "" {
		return fmt.Sprintf("%.0f", b.Bytes)
	}
	return fmt.Sprintf("%.0f (%s)", b.Bytes, b.Of)
}

package figures

import (
	_ "embed"
	"html/template"
	"io"
)

// The chart libraries, whose licences stand beside them.
var (
	//go:embed vega/vega.min.js
	vegaJS string
	//go:embed vega/vega-lite.min.js
	vegaLiteJS string
	//go:embed vega/vega-embed.min.js
	vegaEmbedJS string
	//go:embed page.html
	pageHTML string
)

var page = template.Must(template.New("page").Parse(pageHTML))

// point is one mark of the chart of times.
type point struct {
	Query  string  `json:"query"`
	System string  `json:"system"`
	P50    float64 `json:"p50"` // microseconds
	P99    float64 `json:"p99"`
	Shown  string  `json:"shown"`
}

// bar is one query against the floor.
type bar struct {
	Query   string    `json:"query"`
	Ratio   float64   `json:"ratio"`
	Unkept  float64   `json:"unkept,omitempty"` // the ratio of nothing kept
	Against string    `json:"against"`          // the floor, nothing kept
	Verdict string    `json:"verdict"`
	Side    string    `json:"side"`
	Rounds  []float64 `json:"rounds"`
}

// WriteHTML writes one page that holds all it needs, charts included, and
// loads nothing from anywhere.
func (r *Report) WriteHTML(w io.Writer) error {
	points, bars := r.charts()
	return page.Execute(w, map[string]any{
		"Facts":     r.facts(),
		"Headline":  r.headline(),
		"Data":      r.Data.String(),
		"Tables":    r.htmlTables(),
		"Explained": r.explained(),
		"Systems":   r.systems(),
		"Notes":     r.notes(),
		"Queries":   r.Queries,
		"Points":    points,
		"Bars":      bars,
		"Scripts":   []template.JS{template.JS(vegaJS), template.JS(vegaLiteJS), template.JS(vegaEmbedJS)},
	})
}

type htmlTable struct {
	Title string
	Head  []string
	Rows  [][]string
}

func (r *Report) htmlTables() []htmlTable {
	var all []htmlTable
	for _, t := range r.tables() {
		all = append(all, htmlTable{t.title, t.head, t.rows})
	}
	return all
}

// The systems as a chart names them, and where their times are.
var charted = []struct {
	name string
	of   func(*Query) Timing
}{
	{"engine", func(q *Query) Timing { return q.Engine }},
	{"nothing kept", func(q *Query) Timing { return q.Unkept }},
	{"resources made", func(q *Query) Timing { return q.Made }},
	{"floor", func(q *Query) Timing { return q.Floor }},
	{"floor, unions kept", func(q *Query) Timing { return q.Kept }},
	{"scan", func(q *Query) Timing { return q.Scan }},
}

// systems are the names of all systems of the chart of times, in its order.
func (r *Report) systems() []string {
	var names []string
	for _, s := range charted {
		names = append(names, s.name)
	}
	return append(names, r.measured()...)
}

func (r *Report) charts() ([]point, []bar) {
	var points []point
	var bars []bar
	for i := range r.Queries {
		q := &r.Queries[i]
		for _, s := range charted {
			if t := s.of(q); t.P50 > 0 {
				points = append(points, point{q.Name, s.name, q.Shown(t) / 1e3, t.P99 / 1e3, duration(q.Shown(t)) + ", p99 " + duration(t.P99)})
			}
		}
		for _, p := range q.Peers {
			if p.Time > 0 {
				points = append(points, point{q.Name, p.System, p.Time / 1e3, p.P99 / 1e3, duration(p.Time) + ", p99 " + duration(p.P99)})
			}
		}
		if q.Ratio > 0 {
			side := "engine faster"
			if q.Ratio > 1 {
				side = "floor faster"
			}
			bars = append(bars, bar{q.Name, q.Ratio, q.RatioUnkept, q.verdictUnkept(), q.verdict(), side, q.Rounds})
		}
	}
	return points, bars
}

// tile is one of the few figures on top.
type tile struct{ Figure, Label string }

func (r *Report) headline() []tile {
	var tiles []tile
	won, lost := 0, 0
	for _, q := range r.Queries {
		switch {
		case q.Ratio == 0:
		case q.Ratio <= 1:
			won++
		default:
			lost++
		}
		if q.Name == mixName && q.Ratio > 0 {
			tiles = append(tiles,
				tile{duration(q.Engine.Mean), "a query of the mix, in the mean"},
				tile{against(q.Ratio), "than the roaring floor, on the mix"},
				tile{against(inverse(q.RatioScan)), "than the linear scan, on the mix"},
			)
			for _, p := range q.Peers {
				if p.Ratio > 0 {
					tiles = append(tiles, tile{against(p.Ratio), "than " + p.System + ", on the mix"})
				}
			}
		}
	}
	if won+lost > 0 {
		tiles = append(tiles, tile{grouped(won) + " : " + grouped(lost), "rows won and lost against the floor"})
	}
	for _, w := range r.Writes {
		if w.Batch == 1 {
			return append(tiles, tile{duration(w.P50), "one upsert, published, p50"})
		}
	}
	return tiles
}

// mixName is the row of the mix.
const mixName = "mix"

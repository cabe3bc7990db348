package figures

import (
	"encoding/json"
	"io"
	"time"
)

// Report is one run: what was measured, on what, and where. Its JSON form is
// what bench/results keeps. Times are in nanoseconds, sizes in bytes.
type Report struct {
	Command string    `json:"command"`
	Begun   time.Time `json:"begun"`
	Seconds float64   `json:"seconds"` // the whole run
	Commit  string    `json:"commit"`  // with "+ changes" where the checkout had some
	Go      string    `json:"go"`
	Machine Machine   `json:"machine"`
	Data    Data      `json:"data"`
	// Interrupted says that the run was stopped: what is missing was not
	// measured, and the rest is of fewer rounds.
	Interrupted bool `json:"interrupted,omitzero"`
	Rounds      int  `json:"rounds"` // complete ones

	Queries []Query  `json:"queries"` // Q1 to Q13, then the mixes
	Build   []Build  `json:"build"`
	Writes  []Write  `json:"writes"`
	Readers *Readers `json:"readers,omitempty"`
	Saved   *Saved   `json:"saved,omitempty"`

	// Peers are the other systems that were to be measured; none in a run of
	// `go run ./bench`.
	Peers []Peer `json:"peers,omitempty"`
}

// Peer is a system that people would otherwise use.
type Peer struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Tuned   string `json:"tuned"`             // how, and what one call is
	Skipped string `json:"skipped,omitempty"` // why it was not measured
	Failed  string `json:"failed,omitempty"`  // why it could not be built
}

// Machine is where it ran.
type Machine struct {
	System string `json:"system"` // "linux/amd64"
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`  // that Go may use
	Memory uint64 `json:"memory"` // 0 if not known
}

// Data is what was asked.
type Data struct {
	Source string `json:"source"` // "generated, seed 1", or a file's name
	Images int    `json:"images"`
	Tags   int    `json:"tags"`  // of all images
	Names  int    `json:"names"` // bytes of all names
}

// Query is one question and how long each system took.
type Query struct {
	Name  string `json:"name"`
	What  string `json:"what"`
	Text  string `json:"text,omitempty"` // in the text form
	Total int    `json:"total"`          // images that match; of the mix, the mean

	// ByMean says that a call's mean time is what is compared, not its median:
	// of many different queries the mean is what a host pays for.
	ByMean bool `json:"by_mean,omitzero"`

	Engine Timing `json:"engine"`
	Made   Timing `json:"engine_resources_made"` // the engine, when every resource of the page is made
	Unkept Timing `json:"engine_nothing_kept"`   // the engine, when it keeps no unions and no results of name tests
	Floor  Timing `json:"floor"`
	Kept   Timing `json:"floor_unions_kept"` // the floor with unions made before the clock runs
	Scan   Timing `json:"scan"`
	Parse  Timing `json:"parse"` // of Text; not part of the engine's time

	How     string `json:"floor_composition,omitempty"`
	HowKept string `json:"floor_unions_kept_composition,omitempty"`

	// Medians of the rounds' ratios of medians (means, if ByMean); 0 if no
	// round was complete.
	Ratio       float64 `json:"engine_to_floor"`
	RatioMade   float64 `json:"engine_resources_made_to_floor"`
	RatioUnkept float64 `json:"engine_nothing_kept_to_floor"`
	RatioKept   float64 `json:"engine_to_floor_unions_kept"`
	RatioScan   float64 `json:"scan_to_engine"`
	// Rounds are the ratios engine/floor of each round.
	Rounds []float64 `json:"engine_to_floor_rounds"`

	Peers []Rival `json:"peers,omitempty"`
}

// Rival is how long a peer took for a query.
type Rival struct {
	System  string  `json:"system"`
	P50     float64 `json:"p50"`
	Mean    float64 `json:"mean"`
	P99     float64 `json:"p99"`
	Samples int     `json:"samples"`
	// Time is what is compared: the median call, or the mean if ByMean; of a
	// peer with long calls that of its best round.
	Time      float64 `json:"time"`
	BestRound bool    `json:"best_round,omitempty"`
	// Ratio is the engine's time to the peer's: the median of the rounds'
	// ratios, of the rounds in which the peer was asked, or the ratio of the
	// engine's median round to the peer's best; 0 if there is none.
	Ratio float64 `json:"engine_to_peer"`
	// Fault is what was wrong with the peer's answer. It was not timed then.
	Fault string `json:"fault,omitempty"`
}

// Shown is the time that stands for a system: the median call, or the mean.
func (q *Query) Shown(t Timing) float64 {
	if q.ByMean {
		return t.Mean
	}
	return t.P50
}

// Timing is what single calls took.
type Timing struct {
	P50     float64 `json:"p50"`
	Mean    float64 `json:"mean"`
	P99     float64 `json:"p99"`
	Samples int     `json:"samples"`
	Allocs  float64 `json:"allocs"` // a call
	Bytes   float64 `json:"bytes"`  // allocated by a call
}

// Build is what it takes to make and hold an index.
type Build struct {
	System   string  `json:"system"`
	PerImage float64 `json:"ns_per_image"`
	Builds   int     `json:"builds"` // PerImage is the median of so many
	// Bytes are what the index adds to the heap for an image. The texts of
	// the images, which are shared, were there before. Of a peer, Of says
	// where the bytes are.
	Bytes float64 `json:"bytes_per_image"`
	Of    string  `json:"bytes_of,omitempty"`
}

// Write is one kind of write; the times are for one image.
type Write struct {
	What   string `json:"what"`
	Batch  int    `json:"batch"` // images in one batch
	Timing        // of an image
}

// Readers is how reading shares the machine, taken in alternated windows.
// Throughput tells what a host gets, and suffers from whatever else the
// machine does; the time of a query tells what readers and writers do to each
// other.
type Readers struct {
	TwoCores    float64 `json:"two_cores"`     // queries of two readers, to those of one
	TwoCoresP50 float64 `json:"two_cores_p50"` // time of a query with two readers, to that with one
	// What two cores are worth on this machine: two loops over an array in the
	// nearest cache, which share nothing, to one.
	Machine float64 `json:"machine"`
	// Beside a writer that publishes 100 batches of ten images a second, to
	// alone; one reader.
	BesideWriter    float64 `json:"beside_writer"`
	BesideWriterP50 float64 `json:"beside_writer_p50"`
	Windows         int     `json:"windows"`
}

// Saved is what saving and reading back takes.
type Saved struct {
	Save    float64 `json:"save_ns"`
	Restore float64 `json:"restore_ns"`
	Bytes   int64   `json:"bytes"`
}

// WriteJSON writes the report as JSON.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(r)
}

// ReadJSON reads what WriteJSON wrote.
func ReadJSON(from io.Reader) (*Report, error) {
	var r Report
	if err := json.NewDecoder(from).Decode(&r); err != nil {
		return nil, err
	}
	return &r, nil
}

package conformance

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Outcome is what became of a vector.
type Outcome int

// The outcomes.
const (
	Passed  Outcome = iota
	Failed          // the answer is wrong
	Skipped         // it needs an option that the service does not have
	NoData          // the service does not hold the data it asks about
)

// Result is a vector and what became of it.
type Result struct {
	Vector  *Vector
	Outcome Outcome
	Reason  string // why it did not pass; got and expected
	Request int    // which of its requests failed, from 0
}

// Report is what Run found out.
type Report struct {
	Target  string // base URL of the service
	Missing []Missing
	Results []Result
}

// Count is how many vectors came out as o.
func (r *Report) Count(o Outcome) int {
	n := 0
	for i := range r.Results {
		if r.Results[i].Outcome == o {
			n++
		}
	}
	return n
}

// OK reports whether the service conforms: nothing failed, and nothing was
// left out for want of data.
func (r *Report) OK() bool {
	return len(r.Results) > 0 && r.Count(Failed) == 0 && r.Count(NoData) == 0
}

// WriteTable writes the report as text: a line for each topic, then what
// failed, with its rule, and what data is missing.
func (r *Report) WriteTable(w io.Writer) error {
	var b strings.Builder
	r.writeTopics(&b)
	r.writeMissing(&b)
	r.writeFailures(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) writeTopics(b *strings.Builder) {
	var topics []string
	counts := map[string]*[4]int{}
	for _, result := range r.Results {
		topic := result.Vector.Topic
		if counts[topic] == nil {
			topics = append(topics, topic)
			counts[topic] = new([4]int)
		}
		counts[topic][result.Outcome]++
	}
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "topic\tpassed\tfailed\tskipped\tno data\t")
	for _, topic := range topics {
		c := counts[topic]
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t\n", topic, c[Passed], c[Failed], c[Skipped], c[NoData])
	}
	fmt.Fprintf(table, "all\t%d\t%d\t%d\t%d\t\n", r.Count(Passed), r.Count(Failed), r.Count(Skipped), r.Count(NoData))
	table.Flush()
}

func (r *Report) writeMissing(b *strings.Builder) {
	if len(r.Missing) == 0 {
		return
	}
	fmt.Fprintf(b, "\nThe data sets are not loaded, or not all of them; %d vectors were not sent.\n", r.Count(NoData))
	fmt.Fprintln(b, "Load what WriteData writes into the service and run again. Missing:")
	for _, m := range r.Missing {
		fmt.Fprintf(b, "  %s\n", m)
	}
}

func (r *Report) writeFailures(b *strings.Builder) {
	for _, result := range r.Results {
		if result.Outcome != Failed {
			continue
		}
		v := result.Vector
		sent := v.Requests()[result.Request]
		fmt.Fprintf(b, "\nFAILED %s\n  rule: %s\n  sent: %s %s", v.ID, v.Rule, sent.Method, sent.Path)
		if sent.Query != "" {
			fmt.Fprintf(b, "?%s", sent.Query)
		}
		if body, err := sent.Bytes(); err == nil {
			fmt.Fprintf(b, " %s", shorten(body))
		}
		fmt.Fprintf(b, "\n  got:  %s\n", result.Reason)
	}
}

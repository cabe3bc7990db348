package figures

import (
	"bytes"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func sample() *Report {
	return &Report{
		Command: "go run ./bench", Begun: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), Seconds: 61.5,
		Commit: "abc", Go: "go1.26", Rounds: 2,
		Machine: Machine{System: "linux/amd64", CPU: "Some CPU", Cores: 2, Memory: 8e9},
		Data:    Data{Source: "generated, seed 1", Images: 100_000},
		Queries: []Query{
			{
				Name: "Q1_dense", What: "count", Text: `a="</script><b>"`, Total: 1234,
				Engine: Timing{P50: 160, P99: 300}, Made: Timing{P50: 170, Mean: 1}, Unkept: Timing{P50: 175, P99: 400}, Floor: Timing{P50: 10, P99: 11}, Scan: Timing{P50: 8e6},
				Ratio: 16, RatioUnkept: 17.5, RatioKept: 16, RatioScan: 50_000, Rounds: []float64{15, 17},
			},
			{Name: "mix", What: "all", ByMean: true, Engine: Timing{P50: 9, Mean: 5000}, Unkept: Timing{P50: 9, Mean: 8000}, Floor: Timing{P50: 9, Mean: 20_000}, Ratio: 0.25, RatioUnkept: 0.4, RatioScan: 2000, Rounds: []float64{0.25}},
			{Name: "Q9_missing", What: "not measured"},
		},
		Build:   []Build{{System: "engine", PerImage: 9300, Builds: 3, Bytes: 600}},
		Writes:  []Write{{What: "insert", Batch: 1, Timing: Timing{P50: 27_000}}},
		Readers: &Readers{Machine: 1.95, TwoCores: 1.9, TwoCoresP50: 1.05, BesideWriter: 0.95, BesideWriterP50: 1.02, Windows: 9},
	}
}

func TestText(t *testing.T) {
	var out strings.Builder
	if err := sample().WriteText(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"16.0x slower, by 150 ns", "4.00x faster", "17.5x slower, by 165 ns", "2.50x faster", "  175 ns  ", "\nnothing kept: ", "50000x faster", "not measured", "1,234", "8.00 ms",
		"linux/amd64, Some CPU, 2 cores, 8.0 GB", "2026-11-21 12:00 UTC", "100,000 images, generated, seed 1", "1.95x", "1.90x", "1.05x", "0.95x", "1.02x",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, out.String())
		}
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := sample().WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	back, err := ReadJSON(&out)
	if err != nil || !reflect.DeepEqual(back, sample()) {
		t.Errorf("%v: read back %+v", err, back)
	}
}

// What comes from data must not end a script or become an element.
func TestHTMLEscapes(t *testing.T) {
	r := sample()
	r.Data.Source = "<img src=x>.jsonl"
	r.Queries[0].Name = "</script><script>alert(1)"
	var out strings.Builder
	if err := r.WriteHTML(&out); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<img src=x>", "</script><script>alert", "</script><b>"} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("the page has %q as it is", bad)
		}
	}
	if !strings.Contains(out.String(), "vegaEmbed(") || len(out.String()) < 500_000 {
		t.Error("the page lacks its libraries")
	}
}

func TestIntoREADME(t *testing.T) {
	page := "before\n" + readmeBegin + "\nold\n" + readmeEnd + "\nafter\n"
	got, err := IntoREADME(page, []*Report{sample()})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"before\n" + readmeBegin + "\n- 100,000 images", "| Q1: count | 160 ns | **175 ns** | 170 ns | 10.0 ns | **16.0x slower, by 150 ns** | 50000x faster |",
		"| mix: all | 5.00 µs | 8.00 µs | - | 20.0 µs | 4.00x faster |", readmeEnd + "\nafter\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "old") {
		t.Error("the page still has the old section")
	}
	even(t, got)
	if again, err := IntoREADME(got, []*Report{sample()}); err != nil || again != got {
		t.Errorf("a second time it differs, %v", err)
	}
	for _, broken := range []string{"", readmeBegin, readmeEnd} {
		if _, err := IntoREADME(broken, []*Report{sample()}); !errors.Is(err, ErrNoSection) {
			t.Errorf("%q: the error is %v", broken, err)
		}
	}
}

// even: every row of the tables of a page has the cells of the first.
func even(t *testing.T, page string) {
	t.Helper()
	cells := 0
	for line := range strings.Lines(page) {
		n := strings.Count(line, "|")
		switch {
		case n == 0 || cells == 0:
			cells = n
		case n != cells:
			t.Errorf("%d cells, not %d: %s", n-1, cells-1, line)
		}
	}
}

// TestTablesAreEven: every row has a cell for each word of the head.
func TestTablesAreEven(t *testing.T) {
	for _, table := range withPeers().tables() {
		for _, row := range table.rows {
			if len(row) != len(table.head) {
				t.Errorf("%s: %d cells under %d", table.title, len(row), len(table.head))
			}
		}
	}
}

// TestOlderResults: results of before the engine that keeps nothing was
// measured can still be shown, beside newer ones too.
func TestOlderResults(t *testing.T) {
	var written bytes.Buffer
	if err := sample().WriteJSON(&written); err != nil {
		t.Fatal(err)
	}
	older := regexp.MustCompile(`(?s)"engine_nothing_kept": \{.*?\},|"engine_nothing_kept_to_floor": [0-9.]*,`).ReplaceAll(written.Bytes(), nil)
	if bytes.Contains(older, []byte("nothing_kept")) {
		t.Fatalf("%s", older)
	}
	r, err := ReadJSON(bytes.NewReader(older))
	if err != nil {
		t.Fatal(err)
	}
	if first := r.queryTable().rows[0]; first[3] != "not measured" || !slices.Contains(first, "-") {
		t.Errorf("%q", first)
	}
	got, err := IntoREADME(readmeBegin+"\n"+readmeEnd+"\n", []*Report{r, sample()})
	if err != nil {
		t.Fatal(err)
	}
	if want := "| Q1: count | 160 ns | - | 170 ns |"; !strings.Contains(got, want) || !strings.Contains(got, "| 160 ns | **175 ns** | 170 ns |") {
		t.Errorf("the page lacks %q:\n%s", want, got)
	}
	even(t, got)
}

// TestHTMLCharts: what keeps nothing is in both charts, where it was measured.
func TestHTMLCharts(t *testing.T) {
	points, bars := sample().charts()
	if len(bars) != 2 || bars[0].Unkept != 17.5 || bars[0].Against != "17.5x slower, by 165 ns" || bars[1].Unkept != 0.4 {
		t.Errorf("%+v", bars)
	}
	if !slices.Contains(points, point{"Q1_dense", "nothing kept", 0.175, 0.4, "175 ns, p99 400 ns"}) {
		t.Errorf("%+v", points)
	}
}

func TestFormat(t *testing.T) {
	for ns, want := range map[float64]string{
		0: "-", 4: "4.00 ns", 65: "65.0 ns", 999: "999 ns", 1000: "1.00 µs", 12_345: "12.3 µs", 3.2e6: "3.20 ms", 61.5e9: "61.5 s",
	} {
		if got := duration(ns); got != want {
			t.Errorf("%v: %q, not %q", ns, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1_234_567: "1,234,567"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %q, not %q", n, got, want)
		}
	}
}

// withPeers is a sample with a peer that is slower, one that is faster, one
// that was wrong once, and one that is missing.
func withPeers() *Report {
	r := sample()
	r.Peers = []Peer{
		{Name: "slower", Version: "1.2", Tuned: "with care"},
		{Name: "faster"},
		{Name: "wrong"},
		{Name: "missing", Skipped: "no server"},
	}
	r.Build = append(r.Build, Build{System: "slower", PerImage: 5000, Builds: 1, Bytes: 77, Of: "file"})
	r.Queries[0].Peers = []Rival{
		{System: "slower", P50: 1.7e6, Time: 1.6e6, P99: 2e6, Samples: 31, Ratio: 0.0001},
		{System: "faster", P50: 80, Time: 80, P99: 90, Samples: 9, Ratio: 2},
		{System: "wrong", Fault: "total 1, the scan finds 2"},
	}
	return r
}

func TestPeersText(t *testing.T) {
	var out strings.Builder
	if err := withPeers().WriteText(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"1.60 ms", "10000x faster", "2.00x slower", "FAILED", "SKIPPED missing: no server",
		"FAILED wrong at Q1_dense: total 1", "with care", "77 (file)", "peers: each is tuned",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := sample().WriteText(&out); err != nil || strings.Contains(out.String(), "peer") {
		t.Errorf("a report without peers speaks of them, %v", err)
	}
	if n := withPeers().Failures(); n != 1 {
		t.Errorf("%d failures", n)
	}
}

func TestPeersHTML(t *testing.T) {
	var out strings.Builder
	if err := withPeers().WriteHTML(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`["engine","nothing kept","resources made","floor","floor, unions kept","scan","slower","faster","wrong"]`, "SKIPPED missing", `"system":"faster","p50":0.08`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// TestPeersIntoREADME: each kind of report goes into its own section, and
// losses are bold.
func TestPeersIntoREADME(t *testing.T) {
	page := readmeBegin + "\nold\n" + readmeEnd + "\nbetween\n" + peersBegin + "\nold\n" + peersEnd + "\nafter\n"
	got, err := IntoREADME(page, []*Report{withPeers(), sample()})
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(got, "\nbetween\n")
	for _, want := range []string{
		peersBegin + "\n- 100,000 images", "- **SKIPPED missing: no server**", "| 1.60 ms, 10000x | 80.0 ns, **2.00x slower** | **wrong or no answer** |",
		"| slower | 1.2 | 5.00 µs | 77 (file) |", "| engine |  | 9.30 µs | 600 (heap) |", peersEnd + "\nafter\n",
	} {
		if !strings.Contains(section, want) {
			t.Errorf("the section lacks %q:\n%s", want, section)
		}
	}
	if strings.Contains(got, "old") || strings.Count(got, "- 100,000 images") != 2 {
		t.Errorf("the page is wrong:\n%s", got)
	}
	if _, err := IntoREADME(readmeBegin+readmeEnd, []*Report{withPeers()}); !errors.Is(err, ErrNoPeersSection) {
		t.Errorf("the error is %v", err)
	}
}

package index

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/resource"
)

var testSpecs = []*PropertySpec{
	{Name: "n", Rank: detail.Value.Number, Odd: isOdd, Fits: func(v detail.Value) bool { _, ok := v.Number(); return ok }},
	{Name: "t", Fits: func(v detail.Value) bool { return v.Kind > detail.Other }},
}

func isOdd(v detail.Value) bool {
	canonical, ok := scalar.Canonical(v.Text)
	return ok && v.Kind == detail.Text && canonical != v.Text
}

// TestPropertiesAgainstDetails changes resources at random, keeps versions,
// and holds what each knows of its properties against the details.
func TestPropertiesAgainstDetails(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	values := []string{
		"0", "1", "2", "-1", `"1"`, `"a"`, `"b"`, "true", "null", "[]", "1.5", "9223372036854775807", "-9223372036854775808",
		"9007199254740992", "9007199254740993", `"9007199254740994"`, "9223372036854775806", `"1.0"`, "1e300", "1e400", "-0.5",
	}
	random := func() string {
		var members []string
		for _, name := range []string{"x", "n", "t"} {
			if rng.IntN(4) > 0 {
				value := values[rng.IntN(len(values))]
				if name == "n" && rng.IntN(2) == 0 {
					value = fmt.Sprint(rng.IntN(1000) - 500)
				}
				members = append(members, fmt.Sprintf("%q:%s", name, value))
			}
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	v := EmptyWith(Declared{Properties: testSpecs})
	var kept []*Version
	for round := range 60 {
		b := v.Builder()
		for range []int{1, 3, 30, 400}[round%4] {
			id := fmt.Sprint(rng.IntN(1500))
			if rng.IntN(3) == 0 {
				b.Delete(id)
				continue
			}
			if _, err := b.Upsert(&resource.Resource{ID: id, Detail: random()}); err != nil {
				t.Fatal(err)
			}
		}
		if round%7 == 6 {
			b.Discard()
			continue
		}
		v = b.Freeze()
		kept = append(kept, v)
	}
	for _, v := range kept {
		for i := range v.properties {
			checkProperty(t, v, &v.properties[i])
		}
	}
}

// checkProperty derives everything from the details and compares.
func checkProperty(t *testing.T, v *Version, p *Property) {
	t.Helper()
	var valued, others, odd []uint32
	mismatches := 0
	byText := map[string][]uint32{}
	for _, ord := range v.live.AppendTo(nil) {
		value := detail.Find(v.Record(ord).Detail(), p.spec.Name)
		rank, ranked := value.Number()
		if value.Kind != detail.Absent && !p.spec.Fits(value) {
			mismatches++
		}
		if p.HasRanks() && isOdd(value) {
			odd = append(odd, ord)
		}
		switch {
		case value.Kind == detail.Absent:
		case p.HasRanks() && ranked:
			valued = append(valued, ord)
			if p.At(ord) != rank {
				t.Fatalf("ordinal %d has %v, want %v", ord, p.At(ord), rank)
			}
		case !p.HasRanks() && value.Kind > detail.Other:
			valued = append(valued, ord)
			byText[value.Text] = append(byText[value.Text], ord)
		default:
			others = append(others, ord)
		}
	}
	same := func(what string, got, want []uint32) {
		if !slices.Equal(got, want) {
			t.Fatalf("version %d, %s, %s: %v, want %v", v.number, p.spec.Name, what, got, want)
		}
	}
	same("valued", p.Valued().AppendTo(nil), valued)
	same("others", p.Others().AppendTo(nil), others)
	same("odd", p.Odd().AppendTo(nil), odd)
	if got := maps.Collect(v.Mismatches())[p.spec.Name]; got != mismatches {
		t.Fatalf("%d mismatches, want %d", got, mismatches)
	}
	for text, want := range byText {
		same(text, p.Text(text).AppendTo(nil), want)
	}
	if p.Text("none").Len() != 0 {
		t.Fatal("a text that is not there")
	}
	if p.HasRanks() {
		checkRanks(t, v, p, valued, same)
		return
	}
	var texts []string
	p.Texts("", func(text string, q Posting) bool {
		same("in order "+text, q.AppendTo(nil), byText[text])
		texts = append(texts, text)
		return true
	})
	if len(texts) != len(byText) || !slices.IsSorted(texts) {
		t.Fatalf("texts %q", texts)
	}
	for i, last := range texts {
		var back []string
		p.TextsBack(last, true, func(text string, _ Posting) bool { back = append(back, text); return true })
		if len(back) != i+1 || back[0] != last {
			t.Fatalf("texts back from %q: %q", last, back)
		}
	}
}

func checkRanks(t *testing.T, v *Version, p *Property, valued []uint32, same func(string, []uint32, []uint32)) {
	t.Helper()
	if err := p.order.check(); err != nil {
		t.Fatal(err)
	}
	sorted := slices.Clone(valued)
	slices.SortStableFunc(sorted, func(a, b uint32) int {
		return p.At(a).Compare(p.At(b))
	})
	same("order", p.order.all(), sorted)
	var bounds []scalar.Rank
	for _, n := range []int64{-1 << 63, -500, -1, 0, 1, 77, 499, 1<<53 + 1, 1<<63 - 1} {
		bounds = append(bounds, scalar.OfInt(n), scalar.OfInt(n).Next(), scalar.OfInt(n).Prev())
	}
	for _, bound := range bounds {
		var up, down, in []uint32
		p.Ascend(bound, func(ord uint32) bool { up = append(up, ord); return true })
		p.Descend(bound, func(ord uint32) bool { down = append(down, ord); return true })
		at, _ := slices.BinarySearchFunc(sorted, bound, func(ord uint32, n scalar.Rank) int {
			if p.At(ord).Less(n) {
				return -1
			}
			return 1
		})
		same("ascending", up, sorted[at:])
		end, _ := slices.BinarySearchFunc(sorted, bound, func(ord uint32, n scalar.Rank) int {
			if !n.Less(p.At(ord)) {
				return -1
			}
			return 1
		})
		want := slices.Clone(sorted[:end])
		slices.Reverse(want)
		same("descending", down, want)
		for _, last := range []scalar.Rank{bound, bound.Next(), scalar.OfInt(100), scalar.OfInt(1<<53 + 1), scalar.OfInt(1<<63 - 1), scalar.MaxRank} {
			in = in[:0]
			for _, ord := range valued {
				if !p.At(ord).Less(bound) && !last.Less(p.At(ord)) {
					in = append(in, ord)
				}
			}
			if last.Less(bound) {
				continue
			}
			q, most, listed := p.Range(bound, last)
			if !listed || most != len(in) {
				t.Fatalf("range of %d: %d, %v", len(in), most, listed)
			}
			same("range", q.AppendTo(nil), in)
			if p.order.root != nil && p.order.root.most(p, bound, last) < len(in) {
				t.Fatal("more than most")
			}
			var block Block
			var filled []uint32
			for b := range v.Blocks() {
				if p.FillRange(b, bound, last, &block) {
					filled = block.AppendTo(filled, b, 0, BlockSize)
				}
			}
			same("filled", filled, in)
		}
	}
}

// TestRangeOfMany: more than a list holds is told by a bound.
func TestRangeOfMany(t *testing.T) {
	b := EmptyWith(Declared{Properties: testSpecs}).Builder()
	const n = 3 * rangeList
	for i := range n {
		if _, err := b.Upsert(&resource.Resource{ID: fmt.Sprint(i), Detail: fmt.Sprintf(`{"n":%d}`, i)}); err != nil {
			t.Fatal(err)
		}
	}
	p := b.Freeze().Property("n")
	for _, row := range []struct {
		first, last int64
		listed      bool
		most        int
	}{
		{0, n, false, n},
		{5, rangeList + 4, true, rangeList},
		{5, rangeList + 5, false, 2 * rangeList},
		{n - 3, 1 << 62, true, 3},
	} {
		_, most, listed := p.Range(scalar.OfInt(row.first), scalar.OfInt(row.last))
		if listed != row.listed || most > row.most || int64(most) < min(row.last, n-1)-row.first+1 {
			t.Errorf("%d to %d: %v, %d", row.first, row.last, listed, most)
		}
	}
}

// TestSharedDetailIsReadOnce: a saved version may give one long detail to any
// number of resources, in a few bytes each.
func TestSharedDetailIsReadOnce(t *testing.T) {
	read := 0
	spec := &PropertySpec{Name: "n", Fits: testSpecs[0].Fits, Rank: func(v detail.Value) (scalar.Rank, bool) {
		read++
		return v.Number()
	}}
	pad := strings.Repeat("x", sharedFrom)
	long := []string{`{"n":1,"x":"` + pad + `"}`, `{"n":2,"x":"` + pad + `"}`}
	b := EmptyWith(Declared{Properties: []*PropertySpec{spec}}).Builder()
	for i := range 1000 {
		if _, err := b.Upsert(&resource.Resource{ID: fmt.Sprint(i), Detail: long[i%2]}); err != nil {
			t.Fatal(err)
		}
	}
	v := b.Freeze()
	if read != len(long) {
		t.Errorf("read %d times, want %d", read, len(long))
	}
	checkProperty(t, v, v.Property("n"))
	if one, _, listed := v.Property("n").Range(scalar.OfInt(1), scalar.OfInt(1)); !listed || one.Len() != 500 {
		t.Errorf("%d resources have 1, want 500", one.Len())
	}
}

package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/resource"
)

var testSpecs = []*PropertySpec{
	{Name: "n", Number: func(v detail.Value) (int64, bool) { return v.Number, v.Kind == detail.Integer }},
	{Name: "t"},
}

// TestPropertiesAgainstDetails changes resources at random, keeps versions,
// and holds what each knows of its properties against the details.
func TestPropertiesAgainstDetails(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	values := []string{"0", "1", "2", "-1", `"1"`, `"a"`, `"b"`, "true", "null", "[]", "1.5", "9223372036854775807", "-9223372036854775808"}
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
	var valued, others []uint32
	byText := map[string][]uint32{}
	for _, ord := range v.live.AppendTo(nil) {
		value := detail.Find(v.Record(ord).Detail(), p.spec.Name)
		switch number, isNumber := testSpecs[0].Number(value); {
		case value.Kind == detail.Absent:
		case p.HasNumbers() && isNumber:
			valued = append(valued, ord)
			if p.At(ord) != number {
				t.Fatalf("ordinal %d has %d, want %d", ord, p.At(ord), number)
			}
		case !p.HasNumbers() && value.Kind > detail.Other:
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
	for text, want := range byText {
		same(text, p.Text(text).AppendTo(nil), want)
	}
	if p.Text("none").Len() != 0 {
		t.Fatal("a text that is not there")
	}
	if p.HasNumbers() {
		checkNumbers(t, v, p, valued, same)
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

func checkNumbers(t *testing.T, v *Version, p *Property, valued []uint32, same func(string, []uint32, []uint32)) {
	t.Helper()
	if err := p.order.check(); err != nil {
		t.Fatal(err)
	}
	sorted := slices.Clone(valued)
	slices.SortStableFunc(sorted, func(a, b uint32) int {
		if p.At(a) < p.At(b) {
			return -1
		} else if p.At(a) > p.At(b) {
			return 1
		}
		return 0
	})
	same("order", p.order.all(), sorted)
	for _, bound := range []int64{-1 << 63, -500, -1, 0, 1, 2, 77, 499, 1<<63 - 1} {
		var up, down, in []uint32
		p.Ascend(bound, func(ord uint32) bool { up = append(up, ord); return true })
		p.Descend(bound, func(ord uint32) bool { down = append(down, ord); return true })
		at, _ := slices.BinarySearchFunc(sorted, bound, func(ord uint32, n int64) int {
			if p.At(ord) < n {
				return -1
			}
			return 1
		})
		same("ascending", up, sorted[at:])
		end, _ := slices.BinarySearchFunc(sorted, bound, func(ord uint32, n int64) int {
			if p.At(ord) <= n {
				return -1
			}
			return 1
		})
		want := slices.Clone(sorted[:end])
		slices.Reverse(want)
		same("descending", down, want)
		for _, last := range []int64{bound, bound + 5, 100, 1<<63 - 1} {
			in = in[:0]
			for _, ord := range valued {
				if bound <= p.At(ord) && p.At(ord) <= last {
					in = append(in, ord)
				}
			}
			if last < bound {
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
		_, most, listed := p.Range(row.first, row.last)
		if listed != row.listed || most > row.most || int64(most) < min(row.last, n-1)-row.first+1 {
			t.Errorf("%d to %d: %v, %d", row.first, row.last, listed, most)
		}
	}
}

// TestSharedDetailIsReadOnce: a saved version may give one long detail to any
// number of resources, in a few bytes each.
func TestSharedDetailIsReadOnce(t *testing.T) {
	read := 0
	spec := &PropertySpec{Name: "n", Number: func(v detail.Value) (int64, bool) {
		read++
		return v.Number, v.Kind == detail.Integer
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
	if one, _, listed := v.Property("n").Range(1, 1); !listed || one.Len() != 500 {
		t.Errorf("%d resources have 1, want 500", one.Len())
	}
}

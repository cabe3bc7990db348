package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// levels are the kernels that this machine has.
func levels() []kernelLevel {
	all := []kernelLevel{kernelPlain}
	for l := kernel256; l <= level; l++ {
		all = append(all, l)
	}
	return all
}

// withLevel runs f with each kernel in turn.
func withLevel(t *testing.T, f func(t *testing.T)) {
	best := level
	defer func() { level = best }()
	for _, l := range levels() {
		level = l
		t.Run(l.String(), f)
	}
}

// TestKernelsAgree holds every kernel against plain Go: on random blocks, on
// blocks with one bit in each word, and on empty and full ones.
func TestKernelsAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var blocks []*Block
	for density := range 6 {
		b := new(Block)
		for i := range b {
			b[i] = rng.Uint64()
			for range density * 3 {
				b[i] &= rng.Uint64()
			}
		}
		blocks = append(blocks, b)
	}
	full := new(Block)
	for i := range full {
		full[i] = ^uint64(0)
	}
	blocks = append(blocks, new(Block), full)
	for i := range BlockWords {
		b := new(Block)
		b[i] = 1 << (i % 64)
		blocks = append(blocks, b)
	}
	withLevel(t, func(t *testing.T) {
		for i, a := range blocks {
			if a.Len() != lenPlain(a) {
				t.Fatalf("Len of block %d: %d, want %d", i, a.Len(), lenPlain(a))
			}
			for j, b := range blocks {
				if i > 12 && j > 12 && (i+j)%7 != 0 {
					continue
				}
				compareKernels(t, a, b)
			}
		}
	})
}

// compareKernels holds every operation on two blocks against plain Go, into a
// third block, into each of the two, and with the same block twice.
func compareKernels(t *testing.T, a, b *Block) {
	t.Helper()
	or := func(plain func(dst, a, b *Block)) func(dst, a, b *Block) bool {
		return func(dst, a, b *Block) bool { plain(dst, a, b); return true }
	}
	for _, op := range []struct {
		name       string
		run, plain func(dst, a, b *Block) bool
	}{
		{"And", (*Block).SetAnd, andPlain},
		{"AndNot", (*Block).SetAndNot, andNotPlain},
		{"Or", or((*Block).SetOr), or(orPlain)},
	} {
		var want, third Block
		any := op.plain(&want, a, b)
		if got := op.run(&third, a, b); got != any || third != want {
			t.Fatalf("%s: %v, want %v; blocks equal: %v", op.name, got, any, third == want)
		}
		first, second := *a, *b
		if op.run(&first, &first, b); first != want {
			t.Fatalf("%s into the first block", op.name)
		}
		if op.run(&second, a, &second); second != want {
			t.Fatalf("%s into the second block", op.name)
		}
		same, wantSame := *a, *a
		op.plain(&wantSame, &wantSame, &wantSame)
		if op.run(&same, &same, &same); same != wantSame {
			t.Fatalf("%s of a block with itself", op.name)
		}
	}
	if got, want := a.AndLen(b), andLenPlain(a, b); got != want {
		t.Fatalf("AndLen: %d, want %d", got, want)
	}
	if got, want := a.AndNotLen(b), andNotLenPlain(a, b); got != want {
		t.Fatalf("AndNotLen: %d, want %d", got, want)
	}
}

// TestKernelsAnywhere has blocks at every place of a cache line that a word can
// have, and looks at what stands before and behind those that are written.
func TestKernelsAnywhere(t *testing.T) {
	const line, mark = 8, 0x1234567890abcdef
	rng := rand.New(rand.NewPCG(8, 8))
	at := func(place int) (*Block, []uint64) {
		words := make([]uint64, BlockWords+2*line)
		for i := range words {
			words[i] = mark
		}
		return (*Block)(words[line+place:]), words
	}
	withLevel(t, func(t *testing.T) {
		for place := range line * line {
			x, _ := at(place % line)
			y, _ := at(place / line)
			for i := range x {
				x[i], y[i] = rng.Uint64()&rng.Uint64()&rng.Uint64(), rng.Uint64()
			}
			compareKernels(t, x, y)
			compareMeet(t, []*Block{x, y}, []*Block{x})
			comparePacked(t, x)
			compareList(t, x, 3, place, BlockSize, place)
			dst, words := at((place + place/line) % line)
			for name, op := range map[string][2]func(dst *Block){
				"And":    {func(dst *Block) { dst.SetAnd(x, y) }, func(dst *Block) { andPlain(dst, x, y) }},
				"AndNot": {func(dst *Block) { dst.SetAndNot(x, y) }, func(dst *Block) { andNotPlain(dst, x, y) }},
				"Or":     {func(dst *Block) { dst.SetOr(x, y) }, func(dst *Block) { orPlain(dst, x, y) }},
				"Meet":   {func(dst *Block) { dst.Meet([]*Block{y, y}, []*Block{x}) }, func(dst *Block) { andNotPlain(dst, y, x) }},
			} {
				var want Block
				op[1](&want)
				if op[0](dst); *dst != want {
					t.Fatalf("%s at %d", name, place)
				}
				from := (place+place/line)%line + line
				for i, w := range words {
					if (i < from || i >= from+BlockWords) && w != mark {
						t.Fatalf("%s at %d wrote word %d of those around", name, place, i-from)
					}
				}
			}
		}
	})
}

// TestMeetAgrees meets up to five blocks less up to four others, into one apart
// and into each of them, with each kernel.
func TestMeetAgrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 2))
	blocks := make([]*Block, 9)
	for i := range blocks {
		blocks[i] = new(Block)
		for j := range blocks[i] {
			blocks[i][j] = rng.Uint64() | rng.Uint64() | rng.Uint64()
		}
	}
	sparse := new(Block)
	withLevel(t, func(t *testing.T) {
		for n := 1; n <= 5; n++ {
			for m := range 5 {
				compareMeet(t, blocks[:n], blocks[len(blocks)-m:])
				for _, i := range []uint32{0, 63, 64, 2047, 2048, BlockSize - 1} {
					*sparse = Block{}
					sparse.Set(i)
					compareMeet(t, append([]*Block{sparse}, blocks[:n]...), blocks[len(blocks)-m:])
					compareMeet(t, blocks[:n], append([]*Block{sparse}, blocks[len(blocks)-m:]...))
				}
			}
		}
		compareMeet(t, blocks[:2], blocks[:1]) // nothing is left
	})
}

// compareMeet holds Meet and MeetLen against one word after the other.
func compareMeet(t *testing.T, ands, nots []*Block) {
	t.Helper()
	var want Block
	for i := range want {
		want[i] = ^uint64(0)
		for _, b := range ands {
			want[i] &= b[i]
		}
		for _, b := range nots {
			want[i] &^= b[i]
		}
	}
	if got := new(Block).MeetLen(ands, nots); got != lenPlain(&want) {
		t.Fatalf("%d less %d: %d, want %d", len(ands), len(nots), got, lenPlain(&want))
	}
	check := func(into *Block) {
		t.Helper()
		if any := into.Meet(ands, nots); any != (want != Block{}) || *into != want {
			t.Fatalf("%d less %d: any is %t, %d, want %d", len(ands), len(nots), any, into.Len(), want.Len())
		}
	}
	check(new(Block))
	for _, lists := range [][]*Block{ands, nots} {
		for i, b := range lists {
			own := *b
			lists[i] = &own
			check(&own)
			lists[i] = b
		}
	}
}

// TestListsAgree lists parts of blocks of every density into lists with more
// and less room, with each kernel.
func TestListsAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	withLevel(t, func(t *testing.T) {
		for density := range 65 {
			var b Block
			for i := range b {
				for bit := range 64 {
					if rng.IntN(64) < density && rng.IntN(20) > 0 {
						b[i] |= 1 << bit
					}
				}
			}
			for range 20 {
				block, skip, limit := rng.IntN(1<<18), rng.IntN(BlockSize), rng.IntN(BlockSize)
				if rng.IntN(3) == 0 {
					skip = rng.IntN(70)
				}
				compareList(t, &b, block, skip, limit, rng.IntN(BlockSize))
			}
		}
		var b Block // with room for exactly what it has, one less than whole words
		for i := range b {
			b[i] = ^uint64(0) >> 1
		}
		compareList(t, &b, 1, 0, BlockSize, b.Len())
	})
}

// compareList holds AppendTo against single bits, with some room to begin
// with, behind which nothing may be written.
func compareList(t *testing.T, b *Block, block, skip, limit, room int) {
	t.Helper()
	want, skipped := []uint32{7}, skip
	for low := range uint32(BlockSize) {
		if !b.Has(low) {
			continue
		}
		if skip > 0 {
			skip--
		} else if len(want) <= limit {
			want = append(want, uint32(block)<<BlockBits|low)
		}
	}
	array := make([]uint32, room+2)
	array[0], array[room+1] = 7, 0xabcdef01
	if got := b.AppendTo(array[:1:room+1], block, skipped, limit); !slices.Equal(got, want) {
		t.Fatalf("lists %d, want %d", len(got), len(want))
	}
	if array[room+1] != 0xabcdef01 {
		t.Fatal("wrote behind the list")
	}
}

// TestPackedAgree packs chunks of every size, some with a stretch that is full or
// nearly so, and puts them into blocks, with each kernel.
func TestPackedAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	for n := 0; n <= packedMax; n += 1 + rng.IntN(20) {
		var b Block
		if n%3 == 0 {
			stretch := rng.Uint32N(stretches) << stretchBits
			for low := range min(uint32(n), 1<<stretchBits-uint32(n/3%2)) {
				b.Set(stretch + low)
			}
		}
		for b.Len() < n {
			b.Set(rng.Uint32N(BlockSize))
		}
		withLevel(t, func(t *testing.T) { comparePacked(t, &b) })
	}
	var full Block // one stretch, and nothing else
	copy(full[8:], allBits[:BlockWords/stretches])
	withLevel(t, func(t *testing.T) { comparePacked(t, &full) })
}

// comparePacked packs a block, if it can be, and puts that into others.
func comparePacked(t *testing.T, b *Block) {
	t.Helper()
	n := b.Len()
	if n > packedMax {
		return
	}
	data := packBits(b, n)
	full := false
	for s := 0; s < BlockWords; s += BlockWords / stretches {
		full = full || [4]uint64(b[s:s+4]) == [4]uint64(allBits[:4])
	}
	if full != (data == nil) {
		t.Fatalf("a stretch is full: %t; packed in %d bytes", full, len(data))
	}
	if full {
		return
	}
	c := chunkOfPacked(data)
	var empty Block
	if c.orPacked(&empty); empty != *b {
		t.Fatalf("%d ordinals become %d", n, empty.Len())
	}
	other, want := new(Block), new(Block)
	for i := range other {
		other[i] = 0x8000000000000001
		want[i] = other[i] | b[i]
	}
	if c.orPacked(other); *other != *want {
		t.Fatalf("%d ordinals beside others become %d, want %d", n, other.Len(), want.Len())
	}
}

func FuzzKernels(f *testing.F) {
	f.Add([]byte("a"), []byte{0xff, 0, 1})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var x, y Block
		for i := range x {
			for k := range 8 {
				if len(a) > 0 {
					x[i] |= uint64(a[(i*8+k)%len(a)]) << (8 * k)
				}
				if len(b) > 0 {
					y[i] |= uint64(b[(i*8+k)%len(b)]) << (8 * k)
				}
			}
		}
		withLevel(t, func(t *testing.T) {
			if x.Len() != lenPlain(&x) {
				t.Fatalf("Len: %d, want %d", x.Len(), lenPlain(&x))
			}
			compareKernels(t, &x, &y)
			z := Block{0: ^uint64(0), BlockWords - 1: x[1]}
			compareMeet(t, []*Block{&x, &y}, []*Block{&z})
			compareMeet(t, []*Block{&x}, []*Block{&y, &z})
			compareMeet(t, []*Block{&y, &z, &x}, nil)
			comparePacked(t, &x)
			compareList(t, &x, len(a), len(b)*8, 1<<(len(a)%16), len(b)*97%BlockSize)
		})
	})
}

// BenchmarkKernels times each operation on blocks in the nearest cache, with
// each kernel. The bytes are those read and written.
func BenchmarkKernels(b *testing.B) {
	best := level
	defer func() { level = best }()
	x, y, scratch := new(Block), new(Block), new(Block)
	for i := range x {
		x[i], y[i] = 0x5555555555555555, ^uint64(0)
	}
	packed := func(n int) func() {
		rng, b := rand.New(rand.NewPCG(4, 4)), new(Block)
		for b.Len() < n {
			b.Set(rng.Uint32N(BlockSize))
		}
		c := chunkOfPacked(packBits(b, n))
		return func() { c.orPacked(x) }
	}
	var list []uint32
	ops := []struct {
		name    string
		streams int64
		run     func()
	}{
		{"And", 3, func() { x.And(y) }},
		{"AndNot", 3, func() { y.AndNot(x) }},
		{"Or", 3, func() { x.Or(y) }},
		{"Len", 1, func() { x.Len() }},
		{"AndLen", 2, func() { x.AndLen(y) }},
		{"AndNotLen", 2, func() { y.AndNotLen(x) }},
		{"Meet/3 less 1", 5, func() { x.Meet([]*Block{y, y, y}, []*Block{x}) }},
		{"MeetLen/3", 3, func() { scratch.MeetLen([]*Block{x, y, x}, nil) }},
		{"MeetLen/2 less 2", 4, func() { scratch.MeetLen([]*Block{x, y}, []*Block{x, x}) }},
		{"AppendTo", 1, func() { list = x.AppendTo(list[:0], 0, 0, BlockSize) }},
		{"orPacked/128", 1, packed(128)},
		{"orPacked/256", 1, packed(256)},
		{"orPacked/512", 1, packed(512)},
		{"orPacked/1024", 1, packed(1024)},
		{"orPacked/1700", 1, packed(1700)},
	}
	for _, op := range ops {
		for _, l := range levels() {
			b.Run(op.name+"/"+l.String(), func(b *testing.B) {
				level = l
				b.SetBytes(op.streams * BlockWords * 8)
				for b.Loop() {
					op.run()
				}
			})
		}
	}
}

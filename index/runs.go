package index

import (
	"math/bits"
	"slices"
	"unsafe"
)

// run is a stretch of ordinals of a block, by their low bits. Catalogues list
// what belongs together one after the other, so that sets are long runs.
type run struct{ first, last uint16 }

// maxRuns is up to how many runs a chunk may be. A run costs about as much to
// apply as a bitset's share of a block, so that few are as fast as bits and a
// fraction of their size.
const maxRuns = 8

// allRuns is the one run of a block that is full, allBits its bits.
var (
	allRuns = []run{{0, lowMask}}
	allBits = func() (b Block) {
		for i := range b {
			b[i] = ^uint64(0)
		}
		return b
	}()
)

// chunkOfRuns keeps the runs, which nobody may write: an edit makes another
// form of the chunk first.
func chunkOfRuns(runs []run, n int) chunk {
	return chunk{data: unsafe.Pointer(unsafe.SliceData(runs)), n: uint16(n), room: uint16(len(runs)), form: formRuns}
}

func (c *chunk) runs() []run {
	return unsafe.Slice((*run)(c.data), c.room)
}

// toRuns makes runs of a chunk that has few of them, for which they are smaller,
// and reports whether it did.
func (c *chunk) toRuns() bool {
	var room [maxRuns]run
	var runs []run
	switch {
	case c.n == BlockSize:
		*c = chunkOfRuns(allRuns, BlockSize)
		return true
	case c.form == formOffsets:
		runs = runsOfOffsets(c.offsets(), room[:0])
	case c.form == formBits:
		runs = runsOfBits(c.bits(), room[:0])
	}
	if len(runs) == 0 || 2*len(runs) > int(c.n)/2 {
		return false
	}
	*c = chunkOfRuns(slices.Clone(runs), int(c.n))
	return true
}

// runsOfOffsets appends the runs of a list; nothing, if they do not fit.
func runsOfOffsets(low []uint16, runs []run) []run {
	for i, v := range low {
		switch n := len(runs); {
		case i > 0 && low[i-1]+1 == v:
			runs[n-1].last = v
		case n == cap(runs):
			return nil
		default:
			runs = append(runs, run{v, v})
		}
	}
	return runs
}

// runsOfBits appends the runs of a bitset; nothing, if they do not fit.
func runsOfBits(b *Block, runs []run) []run {
	var before uint64 // the last bit of the word before
	for i, w := range b {
		starts, ends := w&^(w<<1|before), ^w&(w<<1|before)
		before = w >> 63
		for starts|ends != 0 {
			at := bits.TrailingZeros64(starts | ends)
			low, bit := uint16(i<<6+at), uint64(1)<<at
			switch n := len(runs); {
			case ends&bit != 0:
				runs[n-1].last = low - 1
			case n == cap(runs):
				return nil
			default:
				runs = append(runs, run{low, lowMask})
			}
			starts, ends = starts&^bit, ends&^bit
		}
	}
	return runs
}

// findRun is the place of the first run that does not end before low.
func findRun(runs []run, low uint16) int {
	i, _ := slices.BinarySearchFunc(runs, low, func(r run, low uint16) int { return int(r.last) - int(low) })
	return i
}

func hasRun(runs []run, low uint16) bool {
	i := findRun(runs, low)
	return i < len(runs) && runs[i].first <= low
}

// chooseRuns is chunk.choose for runs.
func chooseRuns(kept, ords []uint32, runs []run, want bool) []uint32 {
	for _, ord := range ords {
		low := uint16(ord & lowMask)
		for len(runs) > 0 && runs[0].last < low {
			runs = runs[1:]
		}
		if (len(runs) > 0 && runs[0].first <= low) == want {
			kept = append(kept, ord)
		}
	}
	return kept
}

func (b *Block) orRun(r run) {
	i, j, low, high := r.words()
	if i == j {
		b[i] |= low & high
		return
	}
	b[i] |= low
	copy(b[i+1:j], allBits[:]) // faster than a loop
	b[j] |= high
}

func (b *Block) clearRun(r run) {
	i, j, low, high := r.words()
	if i == j {
		b[i] &^= low & high
		return
	}
	b[i] &^= low
	clear(b[i+1 : j])
	b[j] &^= high
}

// words is the first and the last word that a run touches, and the run's bits
// in the first from its beginning on, in the last up to its end.
func (r run) words() (i, j int, low, high uint64) {
	return int(r.first >> 6), int(r.last >> 6), ^uint64(0) << (r.first & 63), ^uint64(0) >> (63 - r.last&63)
}

func (b *Block) orRuns(runs []run) {
	for _, r := range runs {
		b.orRun(r)
	}
}

func (b *Block) clearRuns(runs []run) {
	for _, r := range runs {
		b.clearRun(r)
	}
}

// keepRuns leaves what is in the runs and reports whether that is anything.
func (b *Block) keepRuns(runs []run) bool {
	from := 0
	for _, r := range runs {
		if from < int(r.first) {
			b.clearRun(run{uint16(from), r.first - 1})
		}
		from = int(r.last) + 1
	}
	if from < BlockSize {
		b.clearRun(run{uint16(from), lowMask})
	}
	return b.anyFrom(int(runs[0].first >> 6))
}

// anyFrom reports whether an ordinal is in a word from the given one on. It
// leaves at the first: where runs are kept there mostly is one at once.
func (b *Block) anyFrom(word int) bool {
	for _, w := range b[word:] {
		if w != 0 {
			return true
		}
	}
	return false
}

// countRuns counts what is in the runs.
func (b *Block) countRuns(runs []run) int {
	n := 0
	for _, r := range runs {
		i, j, low, high := r.words()
		if i == j {
			n += bits.OnesCount64(b[i] & low & high)
			continue
		}
		n += bits.OnesCount64(b[i]&low) + bits.OnesCount64(b[j]&high)
		for _, w := range b[i+1 : j] {
			n += bits.OnesCount64(w)
		}
	}
	return n
}

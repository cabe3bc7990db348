package nearest

import (
	"encoding/binary"
	"math/bits"
)

// reach is how far along a text one has come on each diagonal.
type reach [2*maxLimit + 3]int

// The middle diagonal of a reach, and a place that no text has, however many
// edits are added.
const (
	middle  = maxLimit + 1
	nowhere = -1 << 20
)

// distance returns the edit distance of a and b (insertions, deletions,
// substitutions and exchanges of neighbours, none of which is edited again), or
// limit+1 where it is more than limit, which is at most maxLimit. Common
// returns how many elements two texts have in common at their beginnings.
//
// It goes by diagonals (Ukkonen 1985): of what is k further in b than in a, for
// each number of edits, it keeps the furthest place in a that one can come to,
// since who is further has no disadvantage. Diagonals that no longer lead to
// the ends of both are left out. That takes a few steps for each number of
// edits, and the comparing of what is equal.
func distance[T byte | rune](a, b []T, limit int, common func(a, b []T) int) int {
	end := len(b) - len(a) // the diagonal of the ends
	if end > limit || -end > limit {
		return limit + 1
	}
	var before, now reach
	for i := range now {
		now[i] = nowhere
	}
	for edits := 0; edits <= limit; edits++ {
		before = now
		left := limit - edits
		for k := max(-edits, end-left); k <= min(edits, end+left); k++ {
			at := 0
			if edits > 0 {
				// One element more in b, another one, one less.
				at = max(before[middle+k-1], before[middle+k]+1, before[middle+k+1]+1, exchanged(a, b, before[middle+k], k))
			}
			if at = min(at, len(a), len(b)-k); at >= 0 && at+k >= 0 {
				now[middle+k] = at + common(a[at:], b[at+k:])
			}
		}
		if now[middle+end] == len(a) {
			return edits
		}
	}
	return limit + 1
}

// exchanged is how far one comes from a place by an exchange of neighbours.
func exchanged[T byte | rune](a, b []T, at, k int) int {
	if at >= 0 && at+k >= 0 && at+1 < len(a) && at+k+1 < len(b) && a[at] == b[at+k+1] && a[at+1] == b[at+k] {
		return at + 2
	}
	return nowhere
}

func commonRunes(a, b []rune) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// commonBytes is commonRunes for bytes, eight at a time.
func commonBytes(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for ; i+8 <= n; i += 8 {
		if differ := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); differ != 0 {
			return i + bits.TrailingZeros64(differ)/8
		}
	}
	for ; i < n; i++ {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// isASCII looks at eight bytes at a time.
func isASCII(text []byte) bool {
	const high = 0x8080808080808080
	i, any := 0, uint64(0)
	for ; i+8 <= len(text); i += 8 {
		any |= binary.LittleEndian.Uint64(text[i:])
	}
	for ; i < len(text); i++ {
		any |= uint64(text[i])
	}
	return any&high == 0
}

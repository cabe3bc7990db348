package fuzz

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
)

// caseBytes makes the bytes of a random case. Lengths vary, since what is made
// of few bytes is small, and what is made of many is large.
func caseBytes(target string, number int) []byte {
	return randomBytes(target, number, 16<<(number%8))
}

// randomBytes makes n random bytes, the same for equal arguments.
func randomBytes(target string, number, n int) []byte {
	var seed [32]byte
	copy(seed[:24], target)
	binary.LittleEndian.PutUint64(seed[24:], uint64(number))
	data := make([]byte, n)
	_, _ = rand.NewChaCha8(seed).Read(data)
	return data
}

// underRace says that the race detector is on, which makes everything some ten
// times slower.
var underRace bool

// runCases runs a fuzz target over n random cases that are the same each
// time; a tenth of them with -short or -race. It stops at the first that fails
// and says how to keep it as a seed.
func runCases(t *testing.T, target string, n int, check func(testing.TB, []byte)) {
	if testing.Short() || underRace {
		n /= 10
	}
	for number := range n {
		data := caseBytes(target, number)
		name := fmt.Sprint(number)
		if !t.Run(name, func(t *testing.T) { check(t, data) }) {
			t.Fatalf("case %d fails; as a file of testdata/fuzz/%s:\ngo test fuzz v1\n[]byte(%q)", number, target, data)
		}
	}
}

// addSeeds adds a few random cases to the corpus of a target, so that
// fuzzing does not begin with nothing.
func addSeeds(f *testing.F, target string) {
	f.Add([]byte{})
	for number := range 24 {
		f.Add(caseBytes(target, number))
	}
}

package workload

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"sort"
	"sync"
)

// Streams keep what is drawn for one purpose apart from the others.
const (
	streamImage = iota + 1
	streamRelease
)

// source draws the numbers. The generator is PCG, whose output is part of its
// definition; what is made of it is written out here, because the standard
// library may change how it makes a range or a distribution of it.
type source struct{ pcg rand.PCG }

// seed starts the sequence for number i of a stream.
func (s *source) seed(seed, stream, i uint64) {
	s.pcg.Seed(mix(seed^mix(stream)), mix(i+stream<<32))
}

// mix scatters close numbers (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (s *source) next() uint64 { return s.pcg.Uint64() }

// below draws from 0 to n-1, each as likely to within n/2^64.
func (s *source) below(n int) int {
	hi, _ := bits.Mul64(s.next(), uint64(n))
	return int(hi)
}

// unit draws from [0, 1).
func (s *source) unit() float64 { return float64(s.next()>>11) / (1 << 53) }

// pick draws one of the words.
func pick[T any](s *source, words []T) T { return words[s.below(len(words))] }

// count draws how many tags an image has: a triangle from 1/2 to maxTags+1/2,
// with its peak at modeTags, rounded. The mean of the three corners is 8.
func (s *source) count() int {
	const low, peak, high = 0.5, float64(modeTags), maxTags + 0.5
	u := s.unit()
	x := high - math.Sqrt((1-u)*(high-low)*(high-peak))
	if u < (peak-low)/(high-low) {
		x = low + math.Sqrt(u*(high-low)*(peak-low))
	}
	return min(max(int(math.Round(x)), 1), maxTags)
}

// zipf holds, for each rank, the share of the draws up to it, of 2^32.
var zipf = sync.OnceValue(func() *[KeyCount]uint64 {
	var upTo [KeyCount]uint64
	total := 0.0
	for rank := range upTo {
		total += math.Pow(float64(rank+1), -zipfExponent)
	}
	sum := 0.0
	for rank := range upTo {
		sum += math.Pow(float64(rank+1), -zipfExponent)
		upTo[rank] = uint64(math.Round(sum / total * (1 << 32)))
	}
	return &upTo
})

// rank draws a key by Zipf's law.
func (s *source) rank() int {
	upTo := zipf()
	u := s.next() >> 32
	return sort.Search(KeyCount-1, func(rank int) bool { return u < upTo[rank] })
}

// Package floor answers the suite's queries by compositions of roaring bitmap
// calls as one would write them by hand: the terms are looked up and put in
// order beforehand, nothing is parsed or planned while the clock runs, and a
// page is ordinals, not resources. For each query some tens of compositions
// are tried and the fastest is kept. It is the floor that chains of a bitmap
// library's calls cannot get below, and what the engine is measured against.
package floor

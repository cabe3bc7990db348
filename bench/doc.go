// Package bench measures the engine through its public API: the query shapes
// that a tag API sees, on generated images and, where the file is there, on
// real ones; loads, writes, saving and restoring. Every shape's answer is held
// against a linear scan before it is timed, and the scan's time over the
// engine's is reported beside it.
//
//	go test ./bench -run '^$' -bench . -images 1000000
//
// The measurements are in the test files; package workload makes the images.
package bench

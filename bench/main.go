// Command bench measures the engine through its public API, beside a linear
// scan and the best hand-written compositions of roaring bitmap calls, in one
// process and round by round, and shows the result as a table, as JSON and as
// an HTML page.
//
//	go run ./bench -html report.html
//
// Package suite has the queries, floor the compositions, measure the clock,
// figures what comes out; workload makes the images. The benchmarks of
// `go test ./bench -bench .` ask the same queries for use with benchstat.
package main

import "github.com/tagdex/tagdex/bench/command"

func main() { command.Main("bench", run) }

// Command compare is what `go run -C bench/peers .` runs: the suite, asked of
// the engine, the roaring floor, the linear scan and the peers, in one
// process, round by round.
package main

import "github.com/tagdex/tagdex/bench/command"

func main() { command.Main("peers", run) }

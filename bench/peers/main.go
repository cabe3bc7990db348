// Command peers measures the engine beside what people would otherwise use.
//
//	go run -C bench/peers . -html report.html
//
// It is a way to say one command: it runs ./compare with the build tags that
// SQLite's C library needs for FTS5 and for its statistics.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

const tags = "sqlite_fts5,sqlite_stat4"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// run becomes the go command, so that signals need not be passed on.
func run(args []string) error {
	path, err := exec.LookPath("go")
	if err != nil {
		return err
	}
	if _, err := os.Stat("compare"); err != nil {
		return fmt.Errorf("this is to be run in the folder bench/peers: go run -C bench/peers . (%w)", err)
	}
	fmt.Fprintln(os.Stderr, "compiling; the first time it takes some minutes")
	return syscall.Exec(path, append([]string{"go", "run", "-tags", tags, "./compare"}, args...), os.Environ())
}

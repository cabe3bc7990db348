package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// versionCmd shows the version.
type versionCmd struct{}

// Run is called by kong.
func (versionCmd) Run(io *stdio) error {
	_, err := fmt.Fprintln(io.out, version())
	return err
}

// versionFlag is --version, which needs no subcommand.
type versionFlag bool

// BeforeReset is called by kong as soon as the flag is seen.
func (versionFlag) BeforeReset(app *kong.Kong, io *stdio) error {
	if err := (versionCmd{}).Run(io); err != nil {
		return err
	}
	app.Exit(exitOK)
	return nil
}

// version says what was built: a release or a commit, and by which Go.
func version() string {
	name, commit, edited := "(devel)", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" {
			name = v
		}
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				commit = " " + s.Value[:min(len(s.Value), 12)]
			case s.Key == "vcs.modified" && s.Value == "true":
				edited = " (edited)"
			}
		}
	}
	return fmt.Sprintf("tagdex %s%s%s, %s %s/%s", name, commit, edited, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes this binary the command tagdex, for scripts and for tests
// that start it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tagdex": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": wantStatus,
			"gzip":   compressFile,
		},
	})
}

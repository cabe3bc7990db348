package structure

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// listed is what `go list` says of a package.
type listed struct {
	ImportPath string
	Dir        string
	Name       string
	Standard   bool
	Export     string // file of export data, where asked for
	GoFiles    []string
	Imports    []string
	Module     *struct {
		Path string
		Main bool
	}
}

// local is the path of a package within the module, or "" for one of others.
func local(path string) string {
	rest, ok := strings.CutPrefix(path, modulePath()+"/")
	if !ok {
		return ""
	}
	return rest
}

// public are the packages that embedders import, and their promise.
var public = []string{"resource", "query", "query/tree", "dialect", "engine", "httpapi", "auth", "api"}

func publicPaths() []string {
	paths := make([]string, len(public))
	for i, name := range public {
		paths[i] = modulePath() + "/" + name
	}
	return paths
}

const rootDir = "../.."

// run returns what a go command prints, run at the module's root.
func run(args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = rootDir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New("go " + strings.Join(args, " ") + ": " + err.Error() + "\n" + complaint.String())
	}
	return out, nil
}

var modulePath = sync.OnceValue(func() string {
	out, err := run("list", "-m")
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(out))
})

// list asks `go list` about packages, with further flags before them.
func list(t *testing.T, args ...string) []listed {
	t.Helper()
	out, err := run(append([]string{"list", "-json=ImportPath,Dir,Name,Standard,Export,GoFiles,Imports,Module"}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

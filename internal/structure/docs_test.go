package structure

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// plain are methods whose meaning is that of an interface everybody knows.
var plain = []string{"Error", "Unwrap", "String", "ServeHTTP", "Write", "Read", "Close"}

func TestExportedNamesAreDocumented(t *testing.T) {
	documented := 0
	for _, p := range list(t, publicPaths()...) {
		d := parse(t, p)
		missing := undocumented(d)
		for _, name := range missing {
			t.Errorf("%s.%s has no doc comment", d.Name, name)
		}
		documented += len(d.Types) + len(d.Funcs)
	}
	if documented == 0 {
		t.Error("no exported name seen")
	}
}

func TestPackagesAreDocumented(t *testing.T) {
	for _, p := range list(t, "./...") {
		if len(p.GoFiles) > 0 && strings.TrimSpace(parse(t, p).Doc) == "" {
			t.Errorf("package %s has no package comment", p.ImportPath)
		}
	}
}

// parse reads the documentation of a package's own files.
func parse(t *testing.T, p listed) *doc.Package {
	t.Helper()
	set := token.NewFileSet()
	files := make([]*ast.File, len(p.GoFiles))
	for i, name := range p.GoFiles {
		f, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = f
	}
	d, err := doc.NewFromFiles(set, files, p.ImportPath)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// undocumented lists the exported names that have no comment. A constant or
// variable may share that of its group.
func undocumented(d *doc.Package) []string {
	missing := values(append(d.Consts, d.Vars...))
	missing = append(missing, functions("", d.Funcs)...)
	for _, typ := range d.Types {
		if typ.Doc == "" {
			missing = append(missing, typ.Name)
		}
		missing = append(missing, values(append(typ.Consts, typ.Vars...))...)
		missing = append(missing, functions("", typ.Funcs)...)
		missing = append(missing, functions(typ.Name+".", typ.Methods)...)
	}
	return missing
}

func functions(owner string, all []*doc.Func) []string {
	var missing []string
	for _, f := range all {
		if f.Doc == "" && f.Level == 0 && (owner == "" || !slices.Contains(plain, f.Name)) {
			missing = append(missing, owner+f.Name)
		}
	}
	return missing
}

func values(groups []*doc.Value) []string {
	var missing []string
	for _, group := range groups {
		if group.Doc != "" {
			continue
		}
		for _, spec := range group.Decl.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok || v.Doc != nil || v.Comment != nil {
				continue
			}
			for _, name := range v.Names {
				if name.IsExported() {
					missing = append(missing, name.Name)
				}
			}
		}
	}
	return missing
}

// A name without a comment must be seen, whatever kind it is.
func TestUndocumented(t *testing.T) {
	const source = `// Package p.
package p

const A = 1

// Group.
const (
	B = iota
	C
)

var (
	D = 1
	E = 2 // Said here.
	f = 3
)

type G struct{}

func (G) H()             {}
func (G) String() string { return "" }

// I is said.
func I() {}

func J() G { return G{} }
`
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "p.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	d, err := doc.NewFromFiles(set, []*ast.File{file}, "example.com/p")
	if err != nil {
		t.Fatal(err)
	}
	got := undocumented(d)
	slices.Sort(got)
	if want := []string{"A", "D", "G", "G.H", "J"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

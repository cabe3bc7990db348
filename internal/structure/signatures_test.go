package structure

import (
	"errors"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"strings"
	"testing"
)

// hidden are packages and modules whose types stay out of the signatures of
// public packages: they carry no promise.
func hidden(path string) bool {
	inside := local(path)
	return inside == "index" || strings.HasPrefix(inside, "internal/") ||
		strings.HasPrefix(path, "github.com/RoaringBitmap/")
}

// aliases are names that a public package gives a hidden type on purpose; the
// type's fields and methods are then part of the promise.
var aliases = map[string]bool{
	"engine.CorruptError": true,
}

func TestPublicSignatures(t *testing.T) {
	exports := map[string]string{}
	for _, p := range list(t, append([]string{"-export", "-deps"}, publicPaths()...)...) {
		exports[p.ImportPath] = p.Export
	}
	imported := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		file, ok := exports[path]
		if !ok {
			return nil, errors.New("no export data of " + path)
		}
		return os.Open(file)
	})
	for _, path := range publicPaths() {
		pkg, err := imported.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		names := 0
		for _, name := range pkg.Scope().Names() {
			obj := pkg.Scope().Lookup(name)
			if !obj.Exported() || aliases[pkg.Name()+"."+name] {
				continue
			}
			names++
			w := walk{seen: map[types.Type]bool{}}
			w.object(obj)
			for _, found := range w.found {
				t.Errorf("%s.%s shows %s", pkg.Name(), name, found)
			}
		}
		if names == 0 {
			t.Errorf("%s: no exported name seen", path)
		}
	}
}

// walk looks at every type that the declaration of an exported name shows.
type walk struct {
	from  types.Object
	seen  map[types.Type]bool
	found []string
}

func (w *walk) object(obj types.Object) {
	w.from = obj
	w.typ(obj.Type())
}

func (w *walk) typ(t types.Type) {
	if t == nil || w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		if name := t.Obj(); name.Pkg() == nil || !aliases[name.Pkg().Name()+"."+name.Name()] {
			w.typ(types.Unalias(t))
		}
	case *types.Named:
		w.named(t)
	case *types.Pointer:
		w.typ(t.Elem())
	case *types.Slice:
		w.typ(t.Elem())
	case *types.Array:
		w.typ(t.Elem())
	case *types.Chan:
		w.typ(t.Elem())
	case *types.Map:
		w.typ(t.Key())
		w.typ(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			w.typ(v.Type())
		}
	case *types.Signature:
		w.typ(t.Params())
		w.typ(t.Results())
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				w.typ(f.Type())
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			w.typ(m.Type())
		}
	case *types.TypeParam:
		w.typ(t.Constraint())
	}
}

// named notes a type that is hidden, and looks into the one that is declared
// and into unexported ones of the package; the other exported ones have their
// own turn.
func (w *walk) named(t *types.Named) {
	for arg := range t.TypeArgs().Types() {
		w.typ(arg)
	}
	switch home := t.Obj().Pkg(); {
	case home == nil:
	case hidden(home.Path()):
		w.found = append(w.found, t.String())
	case home == w.from.Pkg() && (t.Obj() == w.from || !t.Obj().Exported()):
		w.typ(t.Underlying())
		for m := range t.Methods() {
			if m.Exported() {
				w.typ(m.Type())
			}
		}
	}
}

package structure

import (
	"slices"
	"strings"
	"testing"
)

// Modules of others that a package may import outside its tests.
const (
	syscpu   = "golang.org/x/sys/cpu"
	compress = "github.com/klauspost/compress"
	jsonv2   = "github.com/go-json-experiment/json"
	kong     = "github.com/alecthomas/kong"
	progress = "github.com/schollz/progressbar/v3"
	roaring  = "github.com/RoaringBitmap/roaring/v2"
	term     = "golang.org/x/term"
	uniseg   = "github.com/rivo/uniseg" // progressbar brings it along
)

// rule says what the packages of a pattern may import besides the standard
// library. A pattern is a path within the module, or a path and "/..." for
// everything at and below it.
type rule struct {
	pattern string
	local   []string // patterns
	others  []string // modules
}

// rules are the import directions of the design, and of ARCHITECTURE. The
// first whose pattern fits is the one that counts. A new package needs one.
var rules = []rule{
	{pattern: "resource", others: []string{jsonv2}},
	{pattern: "query", local: []string{"internal/scalar"}},
	{pattern: "query/tree", local: []string{"query"}, others: []string{jsonv2}},
	{pattern: "dialect", local: []string{"query", "resource", "internal/detail", "internal/nearest"}, others: []string{jsonv2}},
	// Never query, engine or dialect: what is stored knows nothing of what
	// is asked.
	{pattern: "index", local: []string{"resource", "internal/fold", "internal/detail", "internal/scalar"}, others: []string{syscpu}},
	{pattern: "engine", local: []string{"query", "index", "resource", "internal/fold", "internal/detail", "internal/scalar", "internal/nearest"}, others: []string{jsonv2}},
	{pattern: "api"},
	{
		pattern: "httpapi",
		local:   []string{"dialect", "engine", "query", "query/tree", "resource", "api", "internal/datafile"},
		others:  []string{jsonv2, compress},
	},
	{pattern: "auth", local: []string{"httpapi", "dialect"}, others: []string{jsonv2}},
	// The reference shares no code with what it is held against.
	{pattern: "fuzz/model/...", local: []string{"query", "resource", "fuzz/model/..."}},
	{pattern: "fuzz/gen/...", local: []string{"query", "resource", "fuzz/gen/..."}},
	{
		pattern: "fuzz/...",
		local:   []string{"resource", "query", "dialect", "engine", "httpapi", "fuzz/..."},
		others:  []string{jsonv2},
	},
	{pattern: "bench/workload", local: []string{"resource"}},
	{pattern: "bench/suite", local: []string{"resource", "query", "engine", "fuzz/model"}},
	// The one place that knows roaring: what the engine is measured against.
	{
		pattern: "bench/floor",
		local:   []string{"resource", "query", "engine", "internal/fold"},
		others:  []string{roaring},
	},
	{
		pattern: "bench/measure",
		local:   []string{"resource", "query", "engine", "bench/floor", "bench/suite", "bench/figures"},
	},
	{
		pattern: "bench/command",
		local:   []string{"resource", "bench/figures", "bench/workload", "internal/datafile"},
		others:  []string{term},
	},
	{pattern: "bench/figures", local: []string{"internal/terminal"}},
	{
		pattern: "bench",
		local:   []string{"resource", "query", "engine", "bench/...", "internal/datafile"},
	},
	{pattern: "internal/fold"},
	{pattern: "internal/scalar"},
	{pattern: "internal/detail", local: []string{"internal/scalar"}, others: []string{jsonv2}},
	{pattern: "internal/nearest", local: []string{"internal/fold"}},
	{pattern: "internal/terminal", others: []string{uniseg}},
	{
		pattern: "internal/...",
		local:   []string{"resource", "query", "dialect", "engine", "httpapi", "internal/..."},
		others:  []string{jsonv2, compress},
	},
	{
		pattern: "cmd/...",
		local: []string{
			"resource", "query", "dialect", "engine", "httpapi", "auth", "fuzz/...", "bench/workload", "internal/...", "cmd/...",
		},
		others: []string{jsonv2, compress, kong, progress, term},
	},
}

// fits reports whether a path is meant by a pattern.
func fits(pattern, path string) bool {
	tree, isTree := strings.CutSuffix(pattern, "/...")
	return path == tree || isTree && strings.HasPrefix(path, tree+"/")
}

func fitsAny(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return fits(p, path) })
}

// inModule reports whether a package is of one of the modules.
func inModule(modules []string, path string) bool {
	return fitsAny(modules, path) ||
		slices.ContainsFunc(modules, func(m string) bool { return strings.HasPrefix(path, m+"/") })
}

// ruleOf returns the rule for a package of the module.
func ruleOf(path string) (rule, bool) {
	i := slices.IndexFunc(rules, func(r rule) bool { return fits(r.pattern, path) })
	if i < 0 {
		return rule{}, false
	}
	return rules[i], true
}

// allows reports whether a rule lets an import stand.
func (r rule) allows(path string, standard bool) bool {
	if inside := local(path); inside != "" {
		return fitsAny(r.local, inside)
	}
	return standard || inModule(r.others, path)
}

func TestImportDirections(t *testing.T) {
	standard := map[string]bool{}
	for _, p := range list(t, "-deps", "./...") {
		standard[p.ImportPath] = p.Standard
	}
	packages := list(t, "./...")
	if len(packages) < len(public) {
		t.Fatalf("only %d packages seen", len(packages))
	}
	for _, p := range packages {
		path := local(p.ImportPath)
		r, ok := ruleOf(path)
		if !ok {
			t.Errorf("package %s has no rule: say in imports_test.go what it may import", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if !r.allows(imported, standard[imported]) {
				t.Errorf("package %s imports %s, which its rule (%s) does not allow", path, imported, r.pattern)
			}
		}
	}
}

// TestEmbeddersCompile pins what an embedder compiles besides the module and
// the standard library: one module more where the handlers are wanted.
func TestEmbeddersCompile(t *testing.T) {
	handlers := []string{"httpapi", "auth"}
	library := slices.DeleteFunc(publicPaths(), func(path string) bool { return slices.Contains(handlers, local(path)) })
	for _, c := range []struct{ paths, want []string }{
		{library, []string{jsonv2, "golang.org/x/sys"}},
		{publicPaths(), []string{jsonv2, compress, "golang.org/x/sys"}},
	} {
		var got []string
		for _, p := range list(t, append([]string{"-deps"}, c.paths...)...) {
			if p.Module != nil && !p.Module.Main {
				got = append(got, p.Module.Path)
			}
		}
		slices.Sort(got)
		got = slices.Compact(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%v need the modules %v, they should need %v", c.paths, got, c.want)
		}
	}
}

// The rules themselves: a direction that is turned round must be seen.
func TestRulesRefuse(t *testing.T) {
	for _, c := range []struct{ from, imported string }{
		{"resource", "query"},
		{"query", "engine"},
		{"query", "query/tree"},
		{"query", "resource"},
		{"index", "query"},
		{"index", "engine"},
		{"engine", "dialect"},
		{"engine", "httpapi"},
		{"httpapi", "index"},
		{"httpapi", "auth"},
		{"auth", "engine"},
		{"api", "httpapi"},
		{"query/tree", "resource"},
		{"internal/detail", "query"},
		{"internal/scalar", "query"},
		{"fuzz/model", "internal/scalar"},
		{"bench/command", "bench/measure"},
		{"internal/server", "auth"},
		{"fuzz/model", "internal/fold"},
		{"fuzz/model/wire", "dialect"},
		{"fuzz/gen", "engine"},
		{"engine", "fuzz/model"},
		{"internal/datafile", "bench/workload"},
		{"bench/workload", "cmd/tagdex"},
		{"bench/suite", "bench/floor"},
		{"bench/figures", "engine"},
		{"cmd/tagdex", "bench/floor"},
	} {
		r, ok := ruleOf(c.from)
		if !ok || r.allows(modulePath()+"/"+c.imported, false) {
			t.Errorf("%s may import %s", c.from, c.imported)
		}
	}
	for _, r := range rules {
		if r.pattern != "bench/floor" && r.allows(roaring, false) {
			t.Errorf("%s may import roaring, which only the floor is made of", r.pattern)
		}
	}
	index, _ := ruleOf("index")
	for path, want := range map[string]bool{
		syscpu:                      true,
		jsonv2:                      false,
		"golang.org/x/sys/cpu2":     false,
		"github.com/RoaringBitmap":  false,
		jsonv2 + "/jsontext":        false,
		"github.com/stretchr/testi": false,
	} {
		if index.allows(path, false) != want {
			t.Errorf("index importing %s: allowed is not %v", path, want)
		}
	}
}

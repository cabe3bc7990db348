package engine_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

var update = flag.Bool("update", false, "write what the scripts in testdata give now")

// catalogue makes n images, the same ones each time.
func catalogue(n int) []resource.Resource {
	pick := func(list []string, i int) string { return list[i%len(list)] }
	rs := make([]resource.Resource, n)
	for i := range rs {
		r := named(fmt.Sprint("id", i), fmt.Sprintf("Img-%s-%03d", pick([]string{"Ubuntu", "Debian", "Äpfel"}, i), i%500))
		switch {
		case i%20 == 19:
		case i%20 == 18:
			r.Tags = []resource.Tag{{Key: "_sys_owner", Value: "x"}}
		default:
			r = named(r.ID, r.Name, "env="+pick([]string{"prod", "test", "prod", "dev"}, i), "arch="+pick([]string{"x86", "arm64", "x86"}, i),
				fmt.Sprintf("serial=s%05d", i), "region="+pick([]string{"eu-west-1", "eu-west-2", "us-east-1", "ap-east-1", "eu-north-1"}, i))
		}
		if i%97 == 5 {
			r.Tags = append(r.Tags, resource.Tag{Key: "gpu", Value: "a100"})
		}
		if i == 40 && n == 100 {
			r.Name = ""
		}
		rs[i] = r
	}
	return rs
}

// TestPlans holds plans against a script. Its blocks are set apart by empty
// lines:
//
//	# comment
//	command collection
//	query
//	----
//	output
//
// The command is plan or json, the collection none, small (100 images) or
// large (40,000, so three blocks).
func TestPlans(t *testing.T) {
	const file = "testdata/plans.txt"
	collections := map[string]*engine.Collection{"none": engine.Open(nil), "small": open(t, catalogue(100)...), "large": open(t, catalogue(40_000)...)}
	script, err := os.ReadFile(file)
	require.NoError(t, err)
	var now []string
	for block := range strings.SplitSeq(strings.TrimSpace(string(script)), "\n\n") {
		head, want, _ := strings.Cut(block, "\n----\n")
		lines := strings.Split(head, "\n")
		command, name, _ := strings.Cut(lines[len(lines)-2], " ")
		c, ok := collections[name]
		require.True(t, ok, "no collection %q", name)
		got := explained(t, c.Snapshot(), command, parse(t, lines[len(lines)-1]))
		if got != want && !*update {
			t.Errorf("%s\ngives\n%s\nwant\n%s", head, got, want)
		}
		now = append(now, head+"\n----\n"+got)
	}
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(now, "\n\n")+"\n"), 0o644))
	}
}

// explained runs a command of a script.
func explained(t *testing.T, s *engine.Snapshot, command string, e query.Expr) string {
	plan, err := s.Explain(bg, e)
	require.NoError(t, err)
	total, err := s.Count(bg, e)
	require.NoError(t, err)
	require.Equal(t, total, plan.Total, "Count and Explain of %s", e)
	require.Equal(t, total, plan.Root.Actual)
	if command == "json" {
		text, err := json.MarshalIndent(plan, "", " ")
		require.NoError(t, err)
		var back engine.Plan
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, plan, &back)
		return string(text)
	}
	require.Equal(t, "plan", command)
	return strings.ReplaceAll(strings.TrimSuffix(plan.String(), "\n"), "\n\n", "\n")
}

// TestPlanStrategies: the strategy told is the one that the two costs speak
// for.
func TestPlanStrategies(t *testing.T) {
	s := open(t, catalogue(40_000)...).Snapshot()
	seen := map[engine.Strategy]int{}
	for _, text := range []string{
		"all", "env=prod", "not env=prod", "env=prod and gpu", "env=prod and arch=x86", "env=prod or arch=x86",
		"serial ~ 00 and env=prod", `name ~ "img-" and env=prod`, `name ~ "bunt"`, "not (env=prod and gpu)",
		"env=prod and not serial=s00016",
	} {
		plan, err := s.Explain(bg, parse(t, text))
		require.NoError(t, err)
		seen[plan.Strategy]++
		require.Equal(t, plan.Strategy == engine.Stored, plan.Root.Exact, text)
		if plan.Strategy == engine.Stored || plan.Strategy == engine.Subtracted {
			continue
		}
		require.Equal(t, plan.CostList < plan.CostBlock, plan.Strategy == engine.ByList, text)
	}
	require.Len(t, seen, 4, "%v", seen)
}

package engine_test

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// shop are resources for typos.
func shop() []resource.Resource {
	rs := []resource.Resource{
		res("i-web-1", "env=prod", "region=eu-west-1", "Name=web"),
		res("i-web-2", "env=prod", "region=eu-west-2", "_sys_owner=alice"),
		res("i-db-1", "env=test", "region=eu-west-2", "path="+`C:\new`),
		res("i-db-2", "env=preprod", "legion=x"),
	}
	rs[0].Detail = `{"status":"active","min_disk":40,"env_id":"e-1"}`
	rs[1].Detail = `{"status":"queued","min_disk":100,"tier":null}`
	rs[2].Detail = `{"status":"active","min_disk":"none","x":[1]}`
	return rs
}

// declaredShop indexes the properties of a shop.
var declaredShop = &engine.Options{Properties: []query.Property{
	{Name: "status", Kind: query.KindText}, {Name: "min_disk", Kind: query.KindNumber}, {Name: "tier", Kind: query.KindText},
}}

// messages are what is told of an expression.
func messages(t testing.TB, s *engine.Snapshot, text string, o engine.UnknownOptions) []string {
	t.Helper()
	found, err := s.Unknown(bg, parse(t, text), o)
	require.NoError(t, err)
	texts := []string{}
	for i := range found {
		texts = append(texts, found[i].String())
	}
	return texts
}

// unknownRows are expressions and what is told of them, whether properties are
// declared or not.
var unknownRows = []struct {
	text string
	want []string
}{
	// Everything is there.
	{"all", nil},
	{"none or tagged", nil},
	{"env and not env=prod and region in (eu-west-1, eu-west-2) and env ~ pr", nil},
	{"id=i-web-1 and name ~ web and name ^= I-db and name=i-db-2 and _sys_owner=alice", nil},
	{"prop.status=active and prop.min_disk=40 and prop.min_disk in (40, none) and prop.x and prop.env_id=e-1", nil},
	{"prop.min_disk > 1000 or prop.min_disk < 5", nil}, // a comparison by order names no value

	// Of a list of ids each is told with what is odd about itself.
	{`id in (i-web-9, "i-*")`, []string{
		`no resource has the id "i-*"; a * is an ordinary character here: there are no patterns`,
		`no resource has the id "i-web-9"; near: i-web-1, i-web-2`,
	}},

	// Keys.
	{"regin", []string{`no resource has the key "regin"; near: region, legion`}},
	{"Region=eu-west-1", []string{`no resource has the key "Region"; near: region, legion`}},
	{"not envv=prod or env=prod", []string{`no resource has the key "envv"; near: env`}},
	{"nonesuch in (a, b) and nonesuch and nonesuch ~ x", []string{`no resource has the key "nonesuch"`}},
	{"status=active", []string{`no resource has the key "status"; there is a property: prop.status=active`}},
	{"status ~ act", []string{`no resource has the key "status"; there is a property: prop.status`}},
	{"env=prod or test", []string{`no resource has the key "test"; it is a value of the key env: write env=test`}},
	{"eu-west-2", []string{`no resource has the key "eu-west-2"; it is a value of the key region: write region=eu-west-2`}},
	{"*", []string{`no resource has the key "*"; write all, which stands for itself without quotes and in small letters`}},
	{"alice", []string{`no resource has the key "alice"; it is a value of the key _sys_owner: write _sys_owner=alice`}},
	{"_sys_ower", []string{`no resource has the key "_sys_ower"; near: _sys_owner`}},
	{"env:prod", []string{`no resource has the key "env:prod"; near: env; write env=prod if a tag is meant`}},
	{"tag:env=prod", []string{`no resource has the key "tag:env"; a tag is asked for by its key alone: write env=prod`}},
	{"tag.env=prod", []string{`no resource has the key "tag.env"; a tag is asked for by its key alone: write env=prod`}},
	{"tags.env:prod", []string{`no resource has the key "tags.env:prod"; a tag is asked for by its key alone: write env=prod`}},
	{`"env=prod"`, []string{`no resource has the key "env=prod"; near: env; what stands in quotes is one key; write env=prod without quotes around it`}},
	{`"reg\x1bin"=x`, []string{`no resource has the key "reg\x1bin"; near: region; the text holds a control character, as \n makes one within double quotes; write \\ for a backslash, or use single quotes, which know no escapes`}},

	// Values.
	{"env=prd", []string{`no resource has the value "prd" of the key "env"; near: prod`}},
	{"env=PROD", []string{`no resource has the value "PROD" of the key "env"; near: prod`}},
	{"env in (prod, tset, pre)", []string{
		`no resource has the value "pre" of the key "env"; near: preprod`,
		`no resource has the value "tset" of the key "env"; near: test`,
	}},
	{"region=eu-west", []string{`no resource has the value "eu-west" of the key "region"; near: eu-west-2, eu-west-1`}},
	{"env=pr*", []string{`no resource has the value "pr*" of the key "env"; a * is an ordinary character here; write env ~ pr for contains`}},
	{"Name=we*", []string{`no resource has the value "we*" of the key "Name"; near: web; a * is an ordinary character here; write Name ~ we for contains`}},
	{"env ~ PROD", []string{`no value of the key "env" contains "PROD"; near: prod`}},
	{"env=null", []string{`no resource has the value "null" of the key "env"; write not env for what lacks it`}},
	{`path="C:\new"`, []string{`no resource has the value "C:\new" of the key "path"; near: "C:\\new"; the text holds a control character, as \n makes one within double quotes; write \\ for a backslash, or use single quotes, which know no escapes`}},
	{`path='C:\new'`, nil},
	{"_sys_owner=bob", []string{`no resource has the value "bob" of the key "_sys_owner"`}},

	// Properties.
	{"prop.stauts=active", []string{`no resource has the property "stauts"; near: prop.status`}},
	{"prop.tier", []string{`no resource has the property "tier"`}}, // null is as if it were not there
	{"prop.env=prod", []string{`no resource has the property "env"; near: prop.env_id; there is a tag: env=prod`}},
	{"prop.region > 5", []string{`no resource has the property "region"; there is a tag: region`}},
	{"prop._sys_owner=x", []string{`no resource has the property "_sys_owner"; there is a tag: _sys_owner=x`}},
	{"prop.status in (active, actve)", []string{`no resource has the value "actve" of the property "status"; near: active`}},
	{"prop.status < 5 or prop.min_disk > 2024", []string{`no resource has a number as the property "status"; a time is written prop.x >= 2024-01-31`}},
	{"not prop.min_disk <= 2024-01-31", []string{`no resource has a time as the property "min_disk"; a number is written prop.x >= 40`}},
	{"prop.env_id > 2024 and prop.env_id < 2025", []string{`no resource has a number as the property "env_id"; a time is written prop.x >= 2024-01-31`}},
	{"prop.status=2024-02-29", []string{`no resource has the value "2024-02-29" of the property "status"; = compares the text; write prop.status >= 2024-02-29T00:00:00Z and prop.status < 2024-03-01T00:00:00Z for the time`}},
	{`prop.status in (active, "2024-01-31T08:00:00+08:00")`, []string{`no resource has the value "2024-01-31T08:00:00+08:00" of the property "status"; = compares the text; write prop.status >= 2024-01-31T00:00:00Z and prop.status <= 2024-01-31T00:00:00Z for the time`}},
	{"prop.x=1", []string{`no resource has the value "1" of the property "x"`}},
	{"prop.name=web", []string{`no resource has the property "name"; the resource's own name is asked for by name=web`}},

	// Ids and names.
	{"id=i-web-3", []string{`no resource has the id "i-web-3"; near: i-web-1, i-web-2`}},
	{"name=i-web", []string{`no resource has the name "i-web"; = compares the whole name; write name ~ "i-web" for contains`}},
	{"name ~ web*", []string{`no name contains "web*"; a * is an ordinary character here; write name ~ "web" for contains`}},
	{"name ^= web and name ~ nonesuch and env ~ nonesuch", nil}, // an answer, no name
	{"name ^= web*", []string{`no name begins with "web*"; a * is an ordinary character here; write name ^= "web" for begins with`}},

	// Several, in the order written.
	{"(a or not b=x) and id=y", []string{`no resource has the key "a"`, `no resource has the key "b"`, `no resource has the id "y"`}},
}

func TestUnknown(t *testing.T) {
	for name, opts := range map[string]*engine.Options{"declared": declaredShop, "not declared": nil} {
		c := engine.Open(opts)
		upsert(t, c, shop()...)
		for _, row := range unknownRows {
			want := row.want
			if want == nil {
				want = []string{}
			}
			require.Equal(t, want, messages(t, c.Snapshot(), row.text, engine.UnknownOptions{}), "%s: %s", name, row.text)
		}
	}
}

func TestUnknownTellsParts(t *testing.T) {
	found, err := open(t, shop()...).Snapshot().Unknown(bg, parse(t, "env=prod and (env=prd or tag.env in (a, b))"), engine.UnknownOptions{})
	require.NoError(t, err)
	require.Equal(t, []engine.Unknown{
		{
			Kind: engine.UnknownValue, Leaf: query.Eq("env", "prd"), Key: "env", Value: "prd", Near: []string{"prod"},
			Message: `no resource has the value "prd" of the key "env"; near: prod`,
		},
		{
			Kind: engine.UnknownKey, Leaf: query.In("tag.env", "a", "b"), Key: "tag.env",
			Hint:    "a tag is asked for by its key alone: write env in (a, b)",
			Message: `no resource has the key "tag.env"; a tag is asked for by its key alone: write env in (a, b)`,
		},
	}, found)
}

// A word that means everything elsewhere is told of also where it is a value.
func TestUnknownWholeWordThatIsAValue(t *testing.T) {
	s := open(t, res("a", "latest=true", "match=*")).Snapshot()
	require.Equal(t, []string{`no resource has the key "true"; it is a value of the key latest: write latest=true; or write all, which stands for itself without quotes and in small letters`},
		messages(t, s, "true", engine.UnknownOptions{}))
	require.Equal(t, []string{`no resource has the key "*"; it is a value of the key match: write match=*; or write all, which stands for itself without quotes and in small letters`},
		messages(t, s, "*", engine.UnknownOptions{}))
}

// Tenants are not told of system tags.
func TestUnknownToTenants(t *testing.T) {
	tenant := engine.UnknownOptions{Tenant: true}
	with, without := open(t, shop()...).Snapshot(), shop()
	for i := range without {
		for j := len(without[i].Tags) - 1; j >= 0; j-- {
			if resource.IsSystem(without[i].Tags[j].Key) {
				without[i].Tags = append(without[i].Tags[:j], without[i].Tags[j+1:]...)
			}
		}
	}
	bare := open(t, without...).Snapshot()
	asked := []string{"_sys_owner", "_sys_owner=alice", "_sys_owner=bob", "_sys_ower", "sys_owner", "_sys_", "_SYS_OWNER", "prop._sys_owner=alice", "not _sys_owner ~ a"}
	for _, row := range unknownRows {
		asked = append(asked, row.text)
	}
	for _, text := range asked {
		got := messages(t, with, text, tenant)
		require.Equal(t, messages(t, bare, text, tenant), got, text)
		require.NotContains(t, strings.ReplaceAll(strings.Join(got, "\n"), "prop", ""), `key "_sys_`, text)
		require.NotContains(t, strings.Join(got, "\n"), "near: _sys_", text)
		if !strings.Contains(text, "_sys_") && text != "alice" {
			require.Equal(t, messages(t, bare, text, engine.UnknownOptions{}), got, text)
		}
	}
	// Not even of what the tenant asked for.
	require.Empty(t, messages(t, with, "_sys_owner=alice and not _sys_nonesuch", tenant))
	require.Equal(t, []string{`no resource has the property "_sys_owner"`}, messages(t, with, "prop._sys_owner", tenant))
	require.Equal(t, []string{`no resource has the key "alice"`}, messages(t, with, "alice", tenant))
}

// By lookups alone nothing is said of what must be searched for.
func TestUnknownByLookups(t *testing.T) {
	c := engine.Open(&engine.Options{Properties: []query.Property{{Name: "status", Kind: query.KindText}}})
	upsert(t, c, shop()...)
	o := engine.UnknownOptions{LookupsOnly: true}
	require.Empty(t, messages(t, c.Snapshot(), "env ~ x and name=x and name ~ xyz and prop.nonesuch and prop.min_disk=x", o))
	require.Equal(t, []string{
		`no resource has the key "envv"; near: env`,
		`no resource has the value "actve" of the property "status"; near: active`,
		`no resource has the key "min_disk"`,
		`no resource has the key "status"; there is a property: prop.status`,
	}, messages(t, c.Snapshot(), "envv and prop.status=actve and min_disk and status", o))
}

// Work and what is told are bounded.
func TestUnknownIsBounded(t *testing.T) {
	rs := make([]resource.Resource, 40_000)
	for i := range rs {
		rs[i] = res(fmt.Sprintf("id-%05d", i), fmt.Sprintf("serial=s-%05d-x", i))
		rs[i].Detail = `{"a":"b"}`
	}
	rs[39_999].Tags = append(rs[39_999].Tags, resource.Tag{Key: strings.Repeat("k", 5000)})
	s := open(t, rs...).Snapshot()

	// Names beyond the bound are looked at only where they begin alike.
	few := engine.UnknownOptions{Names: 100}
	require.Equal(t, []string{`no resource has the value "s-00050-xx" of the key "serial"; near: s-00050-x, s-00000-x, s-00005-x`}, messages(t, s, "serial=s-00050-xx", few))
	require.Equal(t, []string{`no resource has the value "s-39999" of the key "serial"; near: s-39999-x`}, messages(t, s, "serial=s-39999", few))
	require.Equal(t, []string{`no resource has the value "t-39999-x" of the key "serial"`}, messages(t, s, "serial=t-39999-x", few))
	require.Len(t, messages(t, s, "serial=t-39999-x", engine.UnknownOptions{}), 1)
	require.Contains(t, messages(t, s, "serial=t-39999-x", engine.UnknownOptions{})[0], "near: s-39999-x")

	// So are values that a part is looked for in.
	require.Empty(t, messages(t, s, "serial ~ S-39999-X", few))
	require.Equal(t, []string{`no value of the key "serial" contains "S-39999-X"; near: s-39999-x, s-09999-x, s-19999-x`}, messages(t, s, "serial ~ S-39999-X", engine.UnknownOptions{}))
	require.Empty(t, messages(t, s, "prop.a=c", engine.UnknownOptions{Names: math.MaxInt, Details: 1}))
	require.Len(t, messages(t, s, "prop.a=c", engine.UnknownOptions{Names: math.MaxInt, Details: math.MaxInt}), 1)

	// Of details some are read; what is said is said of these.
	require.Equal(t, []string{`none of the 13334 resources looked at has the property "aa"; near: prop.a`}, messages(t, s, "prop.aa", engine.UnknownOptions{}))
	require.Empty(t, messages(t, s, "prop.a=c", engine.UnknownOptions{}))

	// Of many unknown names the first are told, and long ones are cut.
	many := make([]string, 200)
	for i := range many {
		many[i] = fmt.Sprintf("%03d%s", i, strings.Repeat("\x1b", 3000))
	}
	found, err := s.Unknown(bg, query.And(query.In("serial", many...), query.Has(strings.Repeat("k", 5001))), engine.UnknownOptions{})
	require.NoError(t, err)
	require.Len(t, found, 16)
	for i := range found {
		require.Less(t, len(found[i].Message), 1000)
		require.Empty(t, found[i].Near)
	}
}

func TestUnknownOfNothing(t *testing.T) {
	require.Empty(t, messages(t, engine.Open(nil).Snapshot(), "a=b and prop.c", engine.UnknownOptions{}))
}

func TestUnknownLooksAtItsContext(t *testing.T) {
	s := open(t, catalogue(40_000)...).Snapshot()
	for _, text := range []string{"all", "serial=x", "prop.x", "id=x", "name ~ nonesuch"} {
		_, err := s.Unknown(cancelled(), parse(t, text), engine.UnknownOptions{})
		require.ErrorIs(t, err, context.Canceled, text)
	}
}

// What exists costs one allocation, whatever is asked.
// The work for a leaf does not grow with the length of its list: sixteen names
// are told, and each was once asked for a hint in all of the list.
func TestUnknownOfALongListIsShortWork(t *testing.T) {
	c := engine.Open(nil)
	_, err := c.Upsert(bg, shop()...)
	require.NoError(t, err)
	texts := make([]string, 300_000)
	for i := range texts {
		texts[i] = "x" + strconv.Itoa(i)
	}
	short := texts[:1024]
	for name, of := range map[string]func(texts ...string) query.Expr{
		"ids":    query.IDs,
		"values": func(texts ...string) query.Expr { return query.In("nokey", texts...) },
		"texts":  func(texts ...string) query.Expr { return query.PropIn("noprop", texts...) },
	} {
		t.Run(name, func(t *testing.T) {
			allocations := func(e query.Expr) float64 {
				return testing.AllocsPerRun(1, func() {
					found, err := c.Snapshot().Unknown(bg, e, engine.UnknownOptions{})
					require.NoError(t, err)
					require.NotEmpty(t, found)
				})
			}
			require.LessOrEqual(t, allocations(of(texts...)), 2*allocations(of(short...)))
		})
	}
}

func TestUnknownOfWhatExistsAllocatesOnce(t *testing.T) {
	s := open(t, catalogue(1000)...).Snapshot()
	e := parse(t, "env=prod and region in (eu-west-1, eu-west-2) and not gpu and id=id7")
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		_, err := s.Unknown(bg, e, engine.UnknownOptions{LookupsOnly: true})
		require.NoError(t, err)
	}), 1.0)
}

func BenchmarkUnknown(b *testing.B) {
	rs := make([]resource.Resource, 100_000)
	for i := range rs {
		rs[i] = res(fmt.Sprint("id", i), "env=prod", fmt.Sprintf("serial=s%05d", i), fmt.Sprintf("long=%s%06d", strings.Repeat("v", 249), i), fmt.Sprintf("k%05d=", i))
	}
	s := open(b, rs...).Snapshot()
	for name, e := range map[string]query.Expr{
		"known": parse(b, "env=prod and not serial in (s00001, s00002) and id=id7"),
		"value": query.Eq("serial", "s0000x"),
		"long":  query.Eq("long", strings.Repeat("v", 255)),
		"key":   query.Has("kk0000"),
		"id":    query.ID("idx"),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Unknown(bg, e, engine.UnknownOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

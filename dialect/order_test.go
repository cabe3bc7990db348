package dialect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// badList has every fault that one list can have, in one entry after another,
// and badListFaults are they in order.
const badList = `[3,{},{"key":"","values":3},{"key":"a","values":[1,"x","x"]},{"key":"a","values":["0","1","2","3","4","5","6","7","8","9","10"]}]`

func badListFaults(list string) []fault {
	return []fault{
		{dialect.BadType, list + "[0]"},
		{dialect.BadTag, list + "[1].key"},
		{dialect.BadTag, list + "[1].values"},
		{dialect.BadTag, list + "[2].key"},
		{dialect.BadType, list + "[2].values"},
		{dialect.BadType, list + "[3].values[0]"},
		{dialect.Duplicate, list + "[3].values[2]"},
		{dialect.Duplicate, list + "[4].key"},
		{dialect.TooMany, list + "[4].values"},
	}
}

// TestOrder pins the order that the package comment lists, whatever the order
// of members in the document.
func TestOrder(t *testing.T) {
	members := []string{
		`"matches":[{"key":"x"},{"key":"resource_name","value":"a"},{"key":"resource_name","value":3}]`,
		`"without_any_tag":"yes"`,
		`"not_tags_any":` + badList, `"not_tags":` + badList, `"tags_any":` + badList, `"tags":` + badList,
		`"offset":-1`, `"limit":0`,
	}
	var want []fault
	want = append(want, fault{dialect.BadPage, "limit"}, fault{dialect.BadPage, "offset"})
	for _, list := range []string{"tags", "tags_any", "not_tags", "not_tags_any"} {
		want = append(want, badListFaults(list)...)
	}
	want = append(want, fault{dialect.BadType, "without_any_tag"},
		fault{dialect.BadMatch, "matches[0].key"}, fault{dialect.BadMatch, "matches[0].value"},
		fault{dialect.Duplicate, "matches[2].key"}, fault{dialect.BadType, "matches[2].value"})

	a := ims()
	for range 2 {
		var got []fault
		in := a.input(strings.Join(members, ","))
		for _, e := range allFaults(t, a.profile, in) {
			got = append(got, fault{e.Case, e.Path})
		}
		require.Equal(t, want, got)
		requireFault(t, a.profile, in, want[0])
		for i, j := 0, len(members)-1; i < j; i, j = i+1, j-1 {
			members[i], members[j] = members[j], members[i]
		}
	}
}

// TestOrderOfAction: before limit and offset, which mean nothing until the
// action is known.
func TestOrderOfAction(t *testing.T) {
	all := allFaults(t, dialect.IMS(), dialect.Input{Body: []byte(`{"limit":0,"tags":3,"action":"x"}`)})
	require.Len(t, all, 2)
	require.Equal(t, "action", all[0].Path)
	require.Equal(t, "tags", all[1].Path)
}

// TestOrderOfSystemTags: after without_any_tag, before matches.
func TestOrderOfSystemTags(t *testing.T) {
	a := cts()
	in := a.input(`"matches":3,"sys_tags":[{}],"without_any_tag":0,"tags":3,"limit":0`)
	paths := func() (got []string) {
		for _, e := range allFaults(t, a.profile, in) {
			got = append(got, e.Path)
		}
		return got
	}
	require.Equal(t, []string{"limit", "tags", "without_any_tag", "sys_tags", "matches"}, paths())
	in.Operator = true
	require.Equal(t, []string{
		"limit", "tags", "without_any_tag", "sys_tags[0].key", "sys_tags[0].values", "matches",
	}, paths())
}

// TestOrderDocumentFirst: nothing else is said about a broken document.
func TestOrderDocumentFirst(t *testing.T) {
	all := allFaults(t, dialect.IMS(), dialect.Input{Body: []byte(`{"action":"x","limit":0,"tags":3,"tags":4}`)})
	require.Len(t, all, 1)
	require.Equal(t, dialect.BadDocument, all[0].Case)
	require.Equal(t, "tags", all[0].Path)
}

// TestFaultsAreBounded: however bad a document, the list of faults is no
// longer than the limits allow.
func TestFaultsAreBounded(t *testing.T) {
	for _, a := range []api{ims(), cts()} {
		value := `{"key":"","values":[` + strings.Repeat("1,", a.profile.MaxValues-1) + `1]},`
		list := `[` + strings.TrimSuffix(strings.Repeat(value, a.profile.MaxKeys), ",") + `]`
		in := a.input(`"tags":` + list + `,"tags_any":` + list + `,"not_tags":` + list + `,"not_tags_any":` + list +
			`,"matches":[` + strings.Repeat("1,", 10_000) + `1]`)
		n := len(allFaults(t, a.profile, in))
		require.LessOrEqual(t, n, 4*a.profile.MaxKeys*(a.profile.MaxValues+1)+a.profile.MaxKeys+a.profile.MaxValues)
	}
}

package dialect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/query"
)

func TestMatchesShapes(t *testing.T) {
	for _, a := range []api{ims(), cts()} {
		require.Empty(t, requireRequest(t, a.profile, a.input(`"matches":null`)).Filter.Matches)
		for _, v := range []string{`{}`, `"x"`, `1`, `true`} {
			requireFault(t, a.profile, a.input(`"matches":`+v), fault{dialect.BadType, "matches"})
		}
		for _, v := range []string{`null`, `"x"`, `1`, `[]`} {
			requireFault(t, a.profile, a.input(`"matches":[`+v+`]`), fault{dialect.BadType, "matches[0]"})
		}
		for _, v := range []string{`null`, `1`, `[]`, `{}`, `false`} {
			requireFault(t, a.profile, a.input(`"matches":[{"key":`+v+`,"value":"x"}]`), fault{dialect.BadType, "matches[0].key"})
			requireFault(t, a.profile, a.input(`"matches":[{"key":"resource_name","value":`+v+`}]`), fault{dialect.BadType, "matches[0].value"})
		}
		requireFault(t, a.profile, a.input(`"matches":[{"value":"x"}]`), fault{dialect.BadMatch, "matches[0].key"})
		requireFault(t, a.profile, a.input(`"matches":[{"key":"resource_name"}]`), fault{dialect.BadMatch, "matches[0].value"})
		requireFault(t, a.profile, a.input(`"matches":[{"key":"resource_name","values":["x"]}]`), fault{dialect.BadMatch, "matches[0].value"})
	}
	a := ims()
	e := requireFault(t, a.profile, a.input(`"matches":[]`), fault{dialect.BadMatch, "matches"})
	require.Equal(t, "IMG.0001", e.Code)
	a = cts()
	require.Empty(t, requireRequest(t, a.profile, a.input(`"matches":[]`)).Filter.Matches)
}

// TestMatchKeys is SEMANTICS section 4, match keys.
func TestMatchKeys(t *testing.T) {
	a := ims()
	req := requireRequest(t, a.profile, a.input(`"matches":[{"key":"resource_id","value":"i"},{"key":"resource_name","value":"n"}]`))
	require.Equal(t, []query.Match{{Field: query.FieldID, Value: "i"}, {Field: query.FieldName, Value: "n"}}, req.Filter.Matches)
	for _, key := range []string{"resource_name", "resource_id"} {
		requireFault(t, a.profile, a.input(`"matches":[{"key":"`+key+`","value":"a"},{"key":"`+key+`","value":"b"}]`),
			fault{dialect.Duplicate, "matches[1].key"})
	}
	a.profile.MaxKeys, a.profile.MaxValues = 1, 1 // which are about tags
	require.Len(t, requireRequest(t, a.profile, a.input(`"matches":[{"key":"resource_id","value":"i"},{"key":"resource_name","value":"n"}]`)).Filter.Matches, 2)
	b := cts()
	requireRequest(t, b.profile, b.input(`"matches":[{"key":"resource_name","value":"n"}]`))
	requireFault(t, b.profile, b.input(`"matches":[{"key":"resource_id","value":"n"}]`), fault{dialect.BadMatch, "matches[0].key"})
	for _, a := range []api{a, b} {
		for _, key := range []string{"", "Resource_name", "resource_name ", "name", "id", "status"} {
			requireFault(t, a.profile, a.input(`"matches":[{"key":"`+key+`","value":"n"}]`), fault{dialect.BadMatch, "matches[0].key"})
		}
		// However long the list: some entry is unknown or given before.
		entry := `{"key":"resource_name","value":"n"}`
		requireFault(t, a.profile, a.input(`"matches":[`+strings.Repeat(entry+",", 5000)+entry+`]`), fault{dialect.Duplicate, "matches[1].key"})
	}
}

// TestMatchValues is SEMANTICS section 4, match value length, and section 2.
func TestMatchValues(t *testing.T) {
	match := func(a api, key, value string) dialect.Input {
		return a.input(`"matches":[{"key":"` + key + `","value":"` + value + `"}]`)
	}
	const path = "matches[0].value"
	for _, a := range []api{ims(), cts()} {
		for _, r := range []string{"n", "名", "😀"} {
			requireRequest(t, a.profile, match(a, "resource_name", strings.Repeat(r, 255)))
			requireFault(t, a.profile, match(a, "resource_name", strings.Repeat(r, 256)), fault{dialect.BadMatch, path})
		}
		require.Equal(t, "", requireRequest(t, a.profile, match(a, "resource_name", "")).Filter.Matches[0].Value)
		requireRequest(t, a.profile, match(a, "resource_name", "*"))
		a.profile.RefuseEmptyName = true
		requireFault(t, a.profile, match(a, "resource_name", ""), fault{dialect.BadMatch, path})
		requireRequest(t, a.profile, match(a, "resource_name", " "))
	}
	a := ims()
	requireFault(t, a.profile, match(a, "resource_id", ""), fault{dialect.BadMatch, path})
	requireRequest(t, a.profile, match(a, "resource_id", strings.Repeat("é", 255)))
	requireFault(t, a.profile, match(a, "resource_id", strings.Repeat("é", 256)), fault{dialect.BadMatch, path})
	for _, v := range []string{"_", "%", "a_b", "a%b", "100%"} {
		requireRequest(t, a.profile, match(a, "resource_name", v))
		b := cts()
		e := requireFault(t, b.profile, match(b, "resource_name", v), fault{dialect.BadMatch, path})
		require.Equal(t, "CTS.0003", e.Code)
	}
}

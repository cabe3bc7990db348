package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/resource"
)

// tagEntries makes n entries of a list with distinct keys.
func tagEntries(n int) string {
	entries := make([]string, n)
	for i := range entries {
		entries[i] = fmt.Sprintf(`{"key":"k%d","value":"v"}`, i)
	}
	return "[" + strings.Join(entries, ",") + "]"
}

func create(list string) string     { return `{"action":"create","tags":` + list + `}` }
func deleting(list string) string   { return `{"action":"delete","tags":` + list + `}` }
func quoted(c string, n int) string { return `"` + strings.Repeat(c, n) + `"` }

// one is a document of TagAdd.
func one(key, value string) string { return `{"tag":{"key":` + key + `,"value":` + value + `}}` }

func TestTagEditFaults(t *testing.T) {
	const add, batch = dialect.TagAdd, dialect.TagBatch
	for _, row := range []struct {
		call dialect.TagCall
		body string
		want fault
	}{
		{add, ``, fault{dialect.EmptyBody, "body"}},
		{add, " \n", fault{dialect.EmptyBody, "body"}},
		{add, "\ufeff{}", fault{dialect.BadDocument, "body"}},
		{add, `{"tag":{"key":"a","key":"b","value":""}}`, fault{dialect.BadDocument, "tag.key"}},
		{add, `{"tag":{"key":"a","value":""}} x`, fault{dialect.BadDocument, "body"}},
		{add, `[]`, fault{dialect.BadType, "body"}},
		{add, `{}`, fault{dialect.BadTag, "tag"}},
		{add, `{"Tag":{"key":"a","value":""}}`, fault{dialect.BadTag, "tag"}},
		{add, `{"tags":[{"key":"a","value":""}]}`, fault{dialect.BadTag, "tag"}},
		{add, `{"tag":null}`, fault{dialect.BadType, "tag"}},
		{add, `{"tag":[]}`, fault{dialect.BadType, "tag"}},
		{add, `{"tag":{}}`, fault{dialect.BadTag, "tag.key"}},
		{add, `{"tag":{"key":"a"}}`, fault{dialect.BadTag, "tag.value"}},
		{add, `{"tag":{"value":"a"}}`, fault{dialect.BadTag, "tag.key"}},
		{add, one(`null`, `""`), fault{dialect.BadType, "tag.key"}},
		{add, one(`1`, `""`), fault{dialect.BadType, "tag.key"}},
		{add, one(`"a"`, `null`), fault{dialect.BadType, "tag.value"}},
		{add, one(`"a"`, `["v"]`), fault{dialect.BadType, "tag.value"}},
		{add, one(`""`, `""`), fault{dialect.BadTag, "tag.key"}},
		{add, one(quoted("a", 37), `""`), fault{dialect.BadTag, "tag.key"}},
		{add, one(quoted("鍵", 37), `""`), fault{dialect.BadTag, "tag.key"}},
		{add, one(`"a"`, quoted("v", 44)), fault{dialect.BadTag, "tag.value"}},
		{add, one(`"a"`, quoted("値", 44)), fault{dialect.BadTag, "tag.value"}},
		{add, one(`"_sys_a"`, `""`), fault{dialect.Forbidden, "tag.key"}},
		{batch, `{"tags":` + tagEntries(1) + `}`, fault{dialect.BadAction, "action"}},
		{batch, `{"action":null,"tags":` + tagEntries(1) + `}`, fault{dialect.BadType, "action"}},
		{batch, `{"action":"Create","tags":` + tagEntries(1) + `}`, fault{dialect.BadAction, "action"}},
		{batch, `{"action":"filter","tags":3}`, fault{dialect.BadAction, "action"}},
		{batch, `{"action":"create"}`, fault{dialect.BadTag, "tags"}},
		{batch, create(`null`), fault{dialect.BadTag, "tags"}},
		{batch, create(`{}`), fault{dialect.BadType, "tags"}},
		{batch, create(`[]`), fault{dialect.BadTag, "tags"}},
		{batch, create(tagEntries(11)), fault{dialect.TooMany, "tags"}},
		{batch, create(`[{"key":"a","value":""},null]`), fault{dialect.BadType, "tags[1]"}},
		{batch, create(`[{"key":"a","value":""},{"key":"a","value":"b"}]`), fault{dialect.Duplicate, "tags[1].key"}},
		{batch, create(`[{"key":"a","value":""},{"key":"a","value":1}]`), fault{dialect.Duplicate, "tags[1].key"}},
		{batch, create(`[{"key":"a","value":1},{"key":"a","value":""}]`), fault{dialect.BadType, "tags[0].value"}},
		{batch, create(`[{"key":"a","value":""},{"key":"_sys_","value":""}]`), fault{dialect.Forbidden, "tags[1].key"}},
		{batch, create(`[{"key":"a b","value":""}]`), fault{dialect.BadTag, "tags[0].key"}},
		{batch, deleting(`[]`), fault{dialect.BadTag, "tags"}},
		{batch, deleting(tagEntries(101)), fault{dialect.TooMany, "tags"}},
		{batch, deleting(`[{"value":"v"}]`), fault{dialect.BadTag, "tags[0].key"}},
		{batch, deleting(`[{"key":""}]`), fault{dialect.BadTag, "tags[0].key"}},
		{batch, deleting(`[{"key":"  "}]`), fault{dialect.BadTag, "tags[0].key"}},
		{batch, deleting(`[{"key":` + quoted("k", 128) + `}]`), fault{dialect.BadTag, "tags[0].key"}},
		{batch, deleting(`[{"key":"a","value":` + quoted("v", 256) + `}]`), fault{dialect.BadTag, "tags[0].value"}},
		{batch, deleting(`[{"key":"a","value":null}]`), fault{dialect.BadType, "tags[0].value"}},
		{batch, deleting(`[{"key":"a"},{"key":"a","value":"x"}]`), fault{dialect.Duplicate, "tags[1].key"}},
		{batch, deleting(`[{"key":"_sys_a"}]`), fault{dialect.Forbidden, "tags[0].key"}},
	} {
		p := dialect.IMS()
		edit, err := p.DecodeTagEdit(row.call, dialect.Input{Body: []byte(row.body)})
		require.Nil(t, edit, row.body)
		require.ErrorIs(t, err, row.want.is, row.body)
		var e *dialect.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, row.want.path, e.Path, "%s: %v", row.body, err)
		require.Equal(t, p.Errors.Table[row.want.is].Code, e.Code)
	}
}

func TestTagEdits(t *testing.T) {
	p := dialect.IMS()
	tag := func(key, value string) []resource.Tag { return []resource.Tag{{Key: key, Value: value}} }
	for _, row := range []struct {
		call dialect.TagCall
		in   dialect.Input
		want dialect.TagEdit
	}{
		{dialect.TagAdd, dialect.Input{Body: []byte(one(`"a"`, `""`))}, dialect.TagEdit{Set: tag("a", ""), Path: "tag"}},
		{
			dialect.TagAdd,
			dialect.Input{Body: []byte(one(quoted("鍵", 36), quoted(".", 43)))},
			dialect.TagEdit{Set: tag(strings.Repeat("鍵", 36), strings.Repeat(".", 43)), Path: "tag"},
		},
		{
			dialect.TagAdd,
			dialect.Input{Body: []byte(`{"x":[{"tag":1}],"tag":{"key":"a","value":"b","values":3}}`)},
			dialect.TagEdit{Set: tag("a", "b"), Path: "tag", Ignored: []dialect.Ignored{{Path: "x"}, {Path: "tag.values", Near: "value"}}},
		},
		{
			dialect.TagAdd,
			dialect.Input{Body: []byte(one(`"_sys_a"`, `"b"`)), Operator: true},
			dialect.TagEdit{Set: tag("_sys_a", "b"), Path: "tag"},
		},
		{
			dialect.TagBatch,
			dialect.Input{Body: []byte(create(`[{"key":"a","value":"1"},{"value":"","key":"A"}]`))},
			dialect.TagEdit{Set: []resource.Tag{{Key: "a", Value: "1"}, {Key: "A"}}, Path: "tags"},
		},
		{
			dialect.TagBatch,
			dialect.Input{Body: []byte(deleting(`[{"key":"a=*/ ","value":"<>"},{"key":` + quoted("k", 127) + `}]`))},
			dialect.TagEdit{Remove: []string{"a=*/ ", strings.Repeat("k", 127)}, Path: "tags"},
		},
		{dialect.TagRemove, dialect.Input{Key: "a=*/ \xff", Body: []byte("ignored")}, dialect.TagEdit{Remove: []string{"a=*/ \xff"}, Path: "key"}},
		{dialect.TagRemove, dialect.Input{Key: "_sys_a", Operator: true}, dialect.TagEdit{Remove: []string{"_sys_a"}, Path: "key"}},
	} {
		edit, err := p.DecodeTagEdit(row.call, row.in)
		require.NoError(t, err, string(row.in.Body))
		require.Equal(t, row.want, *edit)
	}
	_, err := p.DecodeTagEdit(dialect.TagRemove, dialect.Input{Key: "_sys_a"})
	require.ErrorIs(t, err, dialect.Forbidden)
	edit, err := p.DecodeTagEdit(dialect.TagBatch, dialect.Input{Body: []byte(create(tagEntries(10)))})
	require.NoError(t, err)
	require.Len(t, edit.Set, 10)
	edit, err = p.DecodeTagEdit(dialect.TagBatch, dialect.Input{Body: []byte(deleting(tagEntries(100)))})
	require.NoError(t, err)
	require.Len(t, edit.Remove, 100)
}

// TestTagCharacters walks over every rune: which may stand in a key, which in
// a value, by the rules and by the larger ones.
func TestTagCharacters(t *testing.T) {
	const common = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	large := dialect.LargeTagRules()
	for name, row := range map[string]struct {
		rules      dialect.TagRules
		key, value string
	}{
		"the rules":        {dialect.IMS().TagAPI.Rules, "-_", "-_."},
		"the larger rules": {large, "_.:+-@", "_.:/+-@"},
	} {
		p := dialect.IMS()
		p.TagAPI.Rules = row.rules
		accepts := func(key, value string) bool {
			_, err := p.DecodeTagEdit(dialect.TagAdd, dialect.Input{Body: fmt.Appendf(nil, `{"tag":{"key":%q,"value":%q}}`, key, value)})
			return err == nil
		}
		for r := rune(0x20); r <= 0x1F511; r++ {
			if r == '"' || r == '\\' || r >= 0xD800 && r <= 0xFFFF || r >= 0x3000 && r < 0x4dff || r > 0x4e01 && r < 0x9ffe || r > 0x10000 && r < 0x1F500 {
				continue // what %q does not write as JSON does, and long runs of the same
			}
			either := strings.ContainsRune(common, r) || r >= 0x4e00 && r <= 0x9fff
			inner := "a" + string(r) + "a"
			require.Equal(t, either || strings.ContainsRune(row.key, r) || r == ' ' && name != "the rules", accepts(inner, ""), "%s: key %U", name, r)
			require.Equal(t, either || strings.ContainsRune(row.value, r) || r == ' ' && name != "the rules", accepts("a", inner), "%s: value %U", name, r)
		}
		for _, outer := range []string{" ", " a", "a "} {
			require.False(t, accepts(outer, ""), "%s: key %q", name, outer)
			require.False(t, accepts("a", outer), "%s: value %q", name, outer)
		}
		longest := strings.Repeat("a", row.rules.MaxKeyLength)
		require.True(t, accepts(longest, strings.Repeat("a", row.rules.MaxValueLength)))
		require.False(t, accepts(longest+"a", ""))
		require.False(t, accepts("a", strings.Repeat("a", row.rules.MaxValueLength+1)))
	}
	require.Equal(t, []int{20, 128, 255}, []int{large.MaxTags, large.MaxKeyLength, large.MaxValueLength})
}

func TestTagAnswers(t *testing.T) {
	p := dialect.IMS()
	tags := []resource.Tag{{Key: "a", Value: "1"}, {Key: "_sys_x", Value: "2"}, {Key: `"`, Value: "<"}}
	require.Equal(t, `{"tags":[{"key":"a","value":"1"},{"key":"\"","value":"<"}]}`, string(p.AppendTags(nil, dialect.Audience{Operator: true}, tags)))
	require.Equal(t, `{"tags":[]}`, string(p.AppendTags(nil, dialect.Audience{Operator: true}, tags[1:2])))

	var l dialect.TagLister
	require.Equal(t, `{"tags":[]}`, string(l.End(nil)))
	var dst []byte
	for _, tag := range []resource.Tag{{Key: "", Value: "x"}, {Key: "a", Value: ""}, {Key: "a", Value: "b"}, {Key: "b", Value: "b"}} {
		dst = l.Add(dst, tag)
	}
	require.Equal(t,
		`{"tags":[{"key":"","values":["x"]},{"key":"a","values":["","b"]},{"key":"b","values":["b"]}]}`, string(l.End(dst)))
}

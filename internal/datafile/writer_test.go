package datafile

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

func TestWriterForm(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out)
	row := image("a", `say "hi"`+"\n", "{ \"status\" : \"active\",\n\"x\": \"a  b\" }", resource.Tag{Key: "k", Value: "v"}, resource.Tag{Key: "l"})
	require.NoError(t, w.Write(row))
	require.NoError(t, w.Write(engine.Row{Resource: resource.Resource{ID: "b"}}))
	require.Equal(t, `{"resource_id":"a","resource_name":"say \"hi\"\n","resource_detail":{"status":"active","x":"a  b"},`+
		`"tags":[{"key":"k","value":"v"},{"key":"l","value":""}],"project_id":"default","resource_type":"images"}`+"\n"+
		`{"resource_id":"b","resource_name":"","tags":[]}`+"\n", out.String())
}

func TestWriterRefuses(t *testing.T) {
	for name, row := range map[string]engine.Row{
		"no id":                   image("", "", ""),
		"invalid UTF-8":           image("a", "\xff", ""),
		"invalid UTF-8 elsewhere": {Project: "\xff", Resource: resource.Resource{ID: "a"}},
		"key twice":               image("a", "", "", resource.Tag{Key: "k"}, resource.Tag{Key: "k"}),
		"detail no JSON":          image("a", "", "{"),
		"detail with more":        image("a", "", "{}{}"),
		"detail no object":        image("a", "", "[]"),
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.Error(t, NewWriter(&out).Write(row))
			require.Empty(t, out.String())
		})
	}
	full := errors.New("disk full")
	require.ErrorIs(t, NewWriter(failing{full}).Write(image("a", "", "")), full)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// rows draws rows as a reader gives them.
func rows() *rapid.Generator[[]engine.Row] {
	text := rapid.StringOfN(rapid.Rune(), 0, 12, -1).Filter(func(s string) bool { return strings.ToValidUTF8(s, "") == s })
	some := text.Filter(func(s string) bool { return s != "" })
	tag := rapid.Custom(func(t *rapid.T) resource.Tag {
		return resource.Tag{Key: some.Draw(t, "key"), Value: text.Draw(t, "value")}
	})
	row := rapid.Custom(func(t *rapid.T) engine.Row {
		tags := rapid.SliceOfNDistinct(tag, 0, 5, func(t resource.Tag) string { return t.Key }).Draw(t, "tags")
		if len(tags) == 0 {
			tags = nil
		}
		return engine.Row{
			Project: some.Draw(t, "project"),
			Type:    some.Draw(t, "type"),
			Resource: resource.Resource{
				ID:     some.Draw(t, "id"),
				Name:   text.Draw(t, "name"),
				Detail: rapid.SampledFrom([]string{"", "{}", `{"status":"active","n":[1.50,-0,1e9],"t":"a  b\"\\ "}`}).Draw(t, "detail"),
				Tags:   tags,
			},
		}
	})
	return rapid.SliceOfN(row, 0, 20)
}

func TestReadGivesBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rows().Draw(t, "rows")
		var out bytes.Buffer
		w := NewWriter(&out)
		for _, row := range want {
			require.NoError(t, w.Write(row))
		}
		got, err := collect(New(nil), out.String())
		require.NoError(t, err)
		require.Len(t, got, len(want))
		for i := range want {
			require.Equal(t, want[i], got[i])
		}
	})
}

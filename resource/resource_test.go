package resource_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/resource"
)

// tags makes tags of alternating keys and values.
func tags(texts ...string) (list []resource.Tag) {
	for pair := range slices.Chunk(texts, 2) {
		list = append(list, resource.Tag{Key: pair[0], Value: pair[1]})
	}
	return list
}

// numbered makes n tags with different keys.
func numbered(n int) (list []resource.Tag) {
	for i := range n {
		list = append(list, resource.Tag{Key: fmt.Sprint("k", i), Value: "v"})
	}
	return list
}

func TestValidate(t *testing.T) {
	const invalid = "a\xffb"
	rows := []struct {
		name   string
		r      resource.Resource
		field  string // "" if r is valid
		reason string
	}{
		{"only an id", resource.Resource{ID: "1"}, "", ""},
		{"an empty value and a name", resource.Resource{ID: "1", Name: "n", Tags: tags("k", "")}, "", ""},
		{"white space and control characters", resource.Resource{ID: " ", Name: "\n", Tags: tags(" ", "\x00")}, "", ""},
		{"keys that differ in case only", resource.Resource{ID: "1", Tags: tags("a", "", "A", "")}, "", ""},
		{"keys that look the same", resource.Resource{ID: "1", Tags: tags("\u00e9", "", "e\u0301", "")}, "", ""},
		{"the same value twice", resource.Resource{ID: "1", Tags: tags("a", "x", "b", "x")}, "", ""},
		{"a system tag", resource.Resource{ID: "1", Tags: tags("_sys_a", "x")}, "", ""},
		{"the replacement character", resource.Resource{ID: "\ufffd", Tags: tags("\ufffd", "\ufffd")}, "", ""},
		{"a detail", resource.Resource{ID: "1", Detail: " {\"a\":[{}]}\n"}, "", ""},
		{"many tags", resource.Resource{ID: "1", Tags: numbered(1000)}, "", ""},

		{"a detail that is not UTF-8", resource.Resource{ID: "1", Detail: invalid}, "detail", "is not a JSON object"},
		{"a detail that is a list", resource.Resource{ID: "1", Detail: "[]"}, "detail", "is not a JSON object"},
		{"a detail with a member twice", resource.Resource{ID: "1", Detail: `{"a":{"b":1,"b":1}}`}, "detail", "is not a JSON object"},
		{"the first fault: tags before detail", resource.Resource{ID: "1", Tags: tags("", ""), Detail: "x"}, "tags[0].key", "is empty"},
		{"empty id", resource.Resource{Name: "n"}, "id", "is empty"},
		{"id", resource.Resource{ID: invalid}, "id", "is not valid UTF-8"},
		{"name", resource.Resource{ID: "1", Name: invalid}, "name", "is not valid UTF-8"},
		{"empty key", resource.Resource{ID: "1", Tags: tags("a", "", "", "x")}, "tags[1].key", "is empty"},
		{"key", resource.Resource{ID: "1", Tags: tags(invalid, "x")}, "tags[0].key", "is not valid UTF-8"},
		{"value", resource.Resource{ID: "1", Tags: tags("a", "x", "b", "x", "c", invalid)}, "tags[2].value", "is not valid UTF-8"},
		{"a surrogate", resource.Resource{ID: "1", Tags: tags("a", "\xed\xa0\x80")}, "tags[0].value", "is not valid UTF-8"},
		{"a cut character", resource.Resource{ID: "1", Name: "é"[:1]}, "name", "is not valid UTF-8"},
		{"a key twice", resource.Resource{ID: "1", Tags: tags("a", "", "b", "", "a", "x")}, "tags[2].key", `"a" is given twice`},
		{"a tag twice", resource.Resource{ID: "1", Tags: tags("a", "x", "a", "x")}, "tags[1].key", `"a" is given twice`},
		{"the first of two keys given twice", resource.Resource{ID: "1", Tags: tags("a", "", "b", "", "b", "", "a", "")}, "tags[2].key", `"b" is given twice`},
		{"a key twice, last of few", resource.Resource{ID: "1", Tags: append(numbered(23), tags("k0", "")...)}, "tags[23].key", `"k0" is given twice`},
		{"a key twice, last of more", resource.Resource{ID: "1", Tags: append(numbered(24), tags("k23", "")...)}, "tags[24].key", `"k23" is given twice`},
		{"the first fault: id before name", resource.Resource{Name: invalid}, "id", "is empty"},
		{"the first fault: name before tags", resource.Resource{ID: "1", Name: invalid, Tags: tags("", "")}, "name", "is not valid UTF-8"},
		{"the first fault: text before keys given twice", resource.Resource{ID: "1", Tags: tags("a", "", "a", "", "b", invalid)}, "tags[2].value", "is not valid UTF-8"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			before := slices.Clone(row.r.Tags)
			err := row.r.Validate()
			require.Equal(t, before, row.r.Tags)
			if row.field == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, resource.ErrInvalid)
			var fault *resource.FieldError
			require.True(t, errors.As(fmt.Errorf("wrapped: %w", err), &fault))
			require.Equal(t, resource.FieldError{ID: row.r.ID, Field: row.field, Reason: row.reason}, *fault)
		})
	}
}

// Whatever a resource holds, its error is one line of plain text.
func TestFieldErrorIsPlain(t *testing.T) {
	for _, hostile := range []string{"a\nlevel=info", "\x1b[2J", "\xff", "\u202e"} {
		r := resource.Resource{ID: hostile, Tags: tags(hostile, "", hostile, "")}
		err := r.Validate()
		require.Error(t, err)
		require.NotContains(t, err.Error(), hostile)
		require.False(t, strings.ContainsAny(err.Error(), "\n\x1b"))
	}
}

func TestIsSystem(t *testing.T) {
	for key, want := range map[string]bool{
		"_sys_": true, "_sys_a": true, "_sys": false, "_SYS_a": false, " _sys_a": false, "a_sys_": false, "": false,
	} {
		require.Equal(t, want, resource.IsSystem(key), key)
	}
}

func BenchmarkValidate(b *testing.B) {
	for _, n := range []int{10, 24, 25, 100} {
		r := resource.Resource{ID: "id", Name: "name", Tags: numbered(n)}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := r.Validate(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

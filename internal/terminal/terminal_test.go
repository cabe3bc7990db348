package terminal

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"github.com/stretchr/testify/require"
)

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain, 中文, Ёлка, 🚀":  "plain, 中文, Ёлка, 🚀",
		`back\slash "quotes"`: `back\slash "quotes"`,
		"a\x1b[31mred":        `a\x1b[31mred`,
		"a\nb\tc\x00\x7f":     `a\nb\tc\x00\x7f`,
		"\u202egnp.exe":       `\u202egnp.exe`,
		"zero\u200bwidth":     `zero\u200bwidth`,
		"c1 \u009b31m":        `c1 \u009b31m`,
		"bad \xff\xfe byte":   `bad \xff\xfe byte`,
		"\ufffd":              `�`,
		"no\u00a0break":       `no\u00a0break`,
		"cafe\u0301":          "cafe\u0301",
		"":                    "",
	} {
		require.Equal(t, want, Printable(in), "%q", in)
	}
}

func table(rows ...[]string) *Table {
	t := &Table{}
	for _, row := range rows {
		t.Row(row...)
	}
	return t
}

func TestTableAligns(t *testing.T) {
	var out strings.Builder
	require.NoError(t, table(
		[]string{"ID", "NAME", "TAGS"},
		[]string{"1", "生产环境", "a=b"},
		[]string{"22", "cafe\u0301", "c=d"},
		[]string{"333", "x\ny", ""},
	).Write(&out, 0))
	require.Equal(t, ""+
		"ID   NAME      TAGS\n"+
		"1    生产环境  a=b\n"+
		"22   cafe\u0301      c=d\n"+
		"333  x\\ny\n", out.String())
}

func TestTableIsCut(t *testing.T) {
	var out strings.Builder
	require.NoError(t, table(
		[]string{"1", strings.Repeat("n", 50), "tags"},
		[]string{"2", strings.Repeat("名", 50), strings.Repeat("值", 50)},
	).Write(&out, 40))
	require.Equal(t, ""+
		"1  nnnnnnnnnnnn…  tags\n"+
		"2  名名名名名名…  值值值值值值值值值值…\n", out.String())
}

func TestTableReportsWriteErrors(t *testing.T) {
	full := errors.New("disk full")
	require.ErrorIs(t, table([]string{"a"}).Write(failing{full}, 0), full)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Whatever the cells hold, a line is one line, prints, and is not too wide.
func FuzzTable(f *testing.F) {
	f.Add("a\nb", "\x1b]0;x\x07", uint8(20))
	f.Add("名\u0301\u200d", "\xff", uint8(1))
	f.Fuzz(func(t *testing.T, a, b string, width uint8) {
		var out strings.Builder
		require.NoError(t, table([]string{a, b}, []string{b, a}).Write(&out, int(width)))
		lines := strings.Split(out.String(), "\n")
		require.Len(t, lines, 3)
		for _, line := range lines {
			require.True(t, utf8.ValidString(line))
			if width > 0 {
				require.LessOrEqual(t, uniseg.StringWidth(line), max(int(width), 1))
			}
		}
	})
}

package terminal

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

func TestAppendJSON(t *testing.T) {
	for in, want := range map[string]string{
		"{\n  \"a\": \"plain, 中文, 🚀, \\\"\\n\"\n}": "{\n  \"a\": \"plain, 中文, 🚀, \\\"\\n\"\n}",
		"\"c1 \u009b31m\u0080\"":                   `"c1 \u009b31m\u0080"`,
		"\"delete \x7f\"":                          `"delete \u007f"`,
		"\"\u202egnp.exe\u2066\u200f\u061c\"":      `"\u202egnp.exe\u2066\u200f\u061c"`,
		"\"\u2028\u2029\u200b\ufeff\u00ad\u00a0\"": `"\u2028\u2029\u200b\ufeff\u00ad\u00a0"`,
		"\"\U000e0041\U0001d173\"":                 `"\udb40\udc41\ud834\udd73"`,
		"\"\ufffd\"":                               "\"\ufffd\"",
		`"\u009b \\u009b"`:                         `"\u009b \\u009b"`,
		"":                                         "",
	} {
		require.Equal(t, want, string(AppendJSON(nil, []byte(in))), "%q", in)
		require.Equal(t, "x"+want, string(AppendJSON([]byte("x"), []byte(in))))
	}
}

// Every character comes back as it was, and none that does not print is there.
func TestAppendJSONKeepsTexts(t *testing.T) {
	const block = 1 << 12
	for first := rune(0); first <= unicode.MaxRune; first += block {
		var text strings.Builder
		for r := first; r < first+block; r++ {
			text.WriteRune(r) // a surrogate becomes U+FFFD
		}
		raw, err := json.Marshal(text.String())
		require.NoError(t, err)
		out := string(AppendJSON(nil, raw))
		var back string
		require.NoError(t, json.Unmarshal([]byte(out), &back))
		require.Equal(t, text.String(), back)
		require.False(t, strings.ContainsFunc(out, func(r rune) bool { return r != 0xfffd && unprintable(r) }), "%U", first)
	}
}

package wire

import (
	"strings"
	"testing"
)

func nested(levels int) string {
	return strings.Repeat("[", levels) + strings.Repeat("]", levels)
}

func TestParse(t *testing.T) {
	for _, row := range []struct {
		document string
		ok       bool
	}{
		{`{}`, true},
		{` {"a":[1,"x",null,true,{"b":{}}]} ` + "\n", true},
		{`{"a":1} {}`, false},
		{`{"a":1}x`, false},
		{``, false},
		{`{"a":1,"a":2}`, false},
		{`{"a":1,"\u0061":2}`, false},
		{`{"a":{"b":1},"c":{"b":1}}`, true},
		{`{"a":[{"b":1,"b":1}]}`, false},
		{"\ufeff{}", false},
		{"{\"a\":\"\xff\"}", false},
		{"{\"a\":\"\xed\xa0\x80\"}", false},
		{`{"a":"\u0000"}`, true},
		{"{\"a\":\"\x00\"}", false},
		{`"\ud83d\ude00"`, true},
		{`"\uD83D\uDE00\uD83D\uDE00"`, true},
		{`"\ud83d"`, false},
		{`"\ud83dx"`, false},
		{`"\ude00\ud83d"`, false},
		{`"\ud83d\ud83d\ude00"`, false},
		{`"\ud83d\\ude00"`, false},
		{`"\\ud83d"`, true},
		{`{"\ud83d":1}`, false},
		{`"\ud83d\u0041"`, false},
		{nested(16), true},
		{nested(17), false},
		{`["` + nested(17) + `"]`, true},
		{`["\"` + nested(17) + `"]`, true},
		{strings.Repeat("[],", 3), false},
		{`[` + strings.Repeat("[],", 20) + `0]`, true},
		{`[1e400]`, true},
		{`[01]`, false},
	} {
		if _, err := parse([]byte(row.document)); (err == nil) != row.ok {
			t.Errorf("parse(%q): %v", row.document, err)
		}
	}
}

package detail_test

import (
	"encoding/json"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
)

func TestFind(t *testing.T) {
	const object = ` { "a" : "x" , "b":40,"c":true,"d":null,"e":[1,"]",{"a":"}"}],"f":{"b":1,"g":"\"}"},` +
		`"g":-0,"m":"40.0","n":"2024-01-31","h":1.5,"i":1e3,"j":9223372036854775808,"k":-9223372036854775808,"o":1e400,"":"","\u0061b":"\u00e9\n","l":false}` + "\n"
	require.True(t, jsontext.Value(object).IsValid())
	for name, want := range map[string]detail.Value{
		"a":    {Kind: detail.Text, Text: "x"},
		"b":    {Kind: detail.Number, Text: "40"},
		"c":    {Kind: detail.Boolean, Text: "true"},
		"d":    {},
		"e":    {Kind: detail.Other},
		"f":    {Kind: detail.Other},
		"g":    {Kind: detail.Number, Text: "0"},
		"m":    {Kind: detail.Text, Text: "40.0"},
		"h":    {Kind: detail.Number, Text: "1.5"},
		"i":    {Kind: detail.Number, Text: "1000"},
		"j":    {Kind: detail.Number, Text: "9223372036854775808"},
		"o":    {Kind: detail.Other},
		"k":    {Kind: detail.Number, Text: "-9223372036854775808"},
		"":     {Kind: detail.Text},
		"ab":   {Kind: detail.Text, Text: "é\n"},
		"l":    {Kind: detail.Boolean, Text: "false"},
		"A":    {},
		"none": {},
	} {
		require.Equal(t, want, detail.Find(object, name), "%q", name)
	}
	for name, want := range map[string][2]string{
		"b": {"40"}, "m": {"40"}, "i": {"1000"}, "n": {"", "2024-01-31T00:00:00Z"}, "a": {}, "c": {}, "d": {}, "e": {}, "o": {},
	} {
		value := detail.Find(object, name)
		number, isNumber := value.Number()
		at, isTime := value.Time()
		require.Equal(t, want[0] != "", isNumber, name)
		require.Equal(t, want[1] != "", isTime, name)
		if isNumber {
			require.Equal(t, want[0], string(scalar.AppendNumber(nil, number)))
		}
		if isTime {
			require.Equal(t, want[1], string(scalar.AppendTime(nil, at)))
		}
	}
	require.Equal(t, detail.Value{}, detail.Find("", "a"))
	require.Equal(t, detail.Value{}, detail.Find("{}", ""))
}

func FuzzMembers(f *testing.F) {
	for _, object := range []string{
		"", "{}", `{"a":1}`, ` {"a" :[{"b":"]"}], "c": "\"" } `, `{"\u0061":"\ud83d\ude00"}`, `{"a"`, `{"a":`, `{"a":1,`, `[1]`, `{"a":"\`, `{{`,
	} {
		f.Add(object)
	}
	f.Fuzz(func(t *testing.T, object string) {
		got := map[string]json.RawMessage{}
		for name, raw := range detail.Members(object) {
			got[name] = json.RawMessage(raw)
			detail.Parse(raw)
		}
		if v := jsontext.Value(object); v.Kind() != '{' || !v.IsValid() {
			return // it was read without a panic
		}
		want := map[string]json.RawMessage{}
		require.NoError(t, json.Unmarshal([]byte(object), &want))
		require.Equal(t, want, got)
	})
}

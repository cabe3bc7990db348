package detail_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/internal/detail"
)

func TestFind(t *testing.T) {
	const object = ` { "a" : "x" , "b":40,"c":true,"d":null,"e":[1,"]",{"a":"}"}],"f":{"b":1,"g":"\"}"},` +
		`"g":-0,"h":1.5,"i":1e3,"j":9223372036854775808,"k":-9223372036854775808,"":"","\u0061b":"\u00e9\n","l":false}` + "\n"
	require.True(t, jsontext.Value(object).IsValid())
	for name, want := range map[string]detail.Value{
		"a":    {Kind: detail.Text, Text: "x"},
		"b":    {Kind: detail.Integer, Text: "40", Number: 40},
		"c":    {Kind: detail.Boolean, Text: "true"},
		"d":    {},
		"e":    {Kind: detail.Other},
		"f":    {Kind: detail.Other},
		"g":    {Kind: detail.Integer, Text: "0"},
		"h":    {Kind: detail.Other},
		"i":    {Kind: detail.Other},
		"j":    {Kind: detail.Other},
		"k":    {Kind: detail.Integer, Text: "-9223372036854775808", Number: math.MinInt64},
		"":     {Kind: detail.Text},
		"ab":   {Kind: detail.Text, Text: "é\n"},
		"l":    {Kind: detail.Boolean, Text: "false"},
		"A":    {},
		"none": {},
	} {
		require.Equal(t, want, detail.Find(object, name), "%q", name)
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

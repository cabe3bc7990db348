package datafile

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// utf16Text is a text in units of two bytes, the first byte of each by order.
func utf16Text(text string, bigEndian bool) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		low, high := byte(unit), byte(unit>>8)
		if bigEndian {
			low, high = high, low
		}
		b = append(b, low, high)
	}
	return string(b)
}

func tarred(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	require.NoError(t, w.WriteHeader(&tar.Header{Name: "a.jsonl", Size: int64(len(text)), Mode: 0o600}))
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.String()
}

// Each form that is not read is told with what to do, whatever form was said,
// packed or not, and bad lines being left out or not.
func TestForeignForms(t *testing.T) {
	const line = `{"resource_id":"a"}` + "\n"
	for name, tc := range map[string]struct{ text, reason string }{
		"UTF-16, little end first":        {utf16Text("\ufeff"+line, false), "is UTF-16; convert it with iconv -f UTF-16 -t UTF-8"},
		"UTF-16, big end first":           {utf16Text("\ufeff"+line, true), "is UTF-16; convert it with iconv"},
		"UTF-16 without mark, little end": {utf16Text(line, false), "UTF-16 without a byte-order mark; convert it with iconv -f UTF-16LE"},
		"UTF-16 without mark, big end":    {utf16Text("["+line+"]", true), "iconv -f UTF-16BE"},
		"UTF-32":                          {"\xff\xfe\x00\x00{\x00\x00\x00", "is UTF-32; convert it with iconv -f UTF-32"},
		"tar":                             {tarred(t, line), "is a tar archive; unpack it first"},
		"HTML":                            {"\n<!DOCTYPE html>\n<html>", "looks like HTML; most likely it is a page of a proxy"},
		"XML":                             {`<?xml version="1.0"?><images/>`, "looks like XML; export it as JSON"},
		"Python":                          {"{'Images': []}", "looks like a dictionary as Python prints it; write it with json.dumps"},
		"Python list":                     {"[{'ImageId': 'a'}]", "as Python prints it"},
		"sheet":                           {"PK\x03\x04....", "zip; decompress it first"},
		"colours":                         {"\x1b[1;39m{\n", "holds the colours of a terminal; ask for it without them"},
		"PDF":                             {"%PDF-1.7\n", "is a file of another program"},
	} {
		for _, opts := range []Options{{Format: Auto}, {}, {Format: AWS}, {Format: IMS, SkipBad: true}, {SkipBad: true}} {
			for packed, text := range map[string]string{"plain": tc.text, "gzip": gzipped(t, tc.text)} {
				t.Run(name+", "+string(opts.Format)+", "+packed, func(t *testing.T) {
					if name == "sheet" && packed == "gzip" {
						t.Skip("an archive in an archive is damaged text")
					}
					rows, err := read(t, &opts, text)
					require.Empty(t, rows)
					require.ErrorContains(t, err, "f:1: ")
					require.ErrorContains(t, err, tc.reason)
				})
			}
		}
	}
}

// Text forms are guessed by the first line that says anything.
func TestForeignTexts(t *testing.T) {
	for text, reason := range map[string]string{
		"---\nImages:\n": "YAML",
		"# a comment\n\nImages:\n- ImageId: ami-1\n": "YAML",
		"- resource_id: a\n  tags: []\n":             "YAML; convert it with yq -o json",
		"resource_id: a\n":                           "YAML",
		"\"resource_id\": a\n":                       "YAML",
		"resource_id,name\na,b\n":                    "CSV",
		"\"ID\",\"Name\"\n\"a\",\"b\"\n":             "CSV",
		"a;b;c\n":                                    "CSV",
		"IMAGES\tx86_64\t2025\n":                     "table with tabs",
		"+----+------+\n| ID | Name |\n":             "table for people",
		"-----------------\n|  DescribeImages  |\n":  "table for people; ask for JSON: --output json (aws, az), -f json (openstack)",
		"| ID | Name |\n":                            "table for people",
	} {
		for _, format := range []Format{Auto, JSONLines, AWS} {
			_, err := read(t, &Options{Format: format}, text)
			require.ErrorIs(t, err, errForeign, "%s as %s", text, format)
			require.ErrorContains(t, err, reason)
		}
		// One bad line may look like anything, where bad lines are left out.
		rows, err := read(t, &Options{SkipBad: true}, strings.SplitAfter(text, "\n")[0]+`{"resource_id":"a"}`)
		require.NoError(t, err)
		require.Len(t, rows, 1)
	}
	for _, text := range []string{"hello\n", "\n", "", "{\"resource_id\":\"a,b;c: d\"}", "[1,2]", "{\n", "-1"} {
		require.NoError(t, foreignForm([]byte(text), true), "%q", text)
	}
}

func TestEmptyIsToldNotRefused(t *testing.T) {
	for _, text := range []string{"", "\n\n", "\ufeff"} {
		r := New(&Options{Format: Auto})
		rows, err := collect(r, text)
		require.NoError(t, err)
		require.Empty(t, rows)
		require.True(t, r.Report().Files[0].Empty)
	}
	r := New(&Options{Format: Auto})
	_, err := collect(r, many(1))
	require.NoError(t, err)
	require.False(t, r.Report().Files[0].Empty)
}

// A mark is passed by where text is taken as it is, too; a second one is not.
func TestMarkInPlainText(t *testing.T) {
	for _, plain := range []bool{false, true} {
		rows, err := read(t, &Options{Plain: plain}, "\ufeff"+many(2))
		require.NoError(t, err)
		require.Len(t, rows, 2)
		_, err = read(t, &Options{Plain: plain}, "\ufeff\ufeff"+many(2))
		require.ErrorContains(t, err, "f:1: ")
	}
}

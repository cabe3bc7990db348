package datafile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
)

// errForeign is wrapped by the error for data in a form that is not read here
// at all.
var errForeign = errors.New("not in a form that is read here")

// foreign are forms that people have and that are not read here, each with
// what to do about it. Those that are no text come first: what stands in them
// may look like anything. A zero byte beside a bracket is how UTF-16 looks
// without a mark; nobody writes UTF-32 without.
var foreign = []struct {
	is      func(head []byte) bool
	name    string
	remedy  string
	guessed bool // by how the first line looks
}{
	{is: begins("\xff\xfe\x00\x00", "\x00\x00\xfe\xff"), name: "is UTF-32", remedy: "convert it with iconv -f UTF-32 -t UTF-8"},
	{is: begins("\xff\xfe", "\xfe\xff"), name: "is UTF-16", remedy: "convert it with iconv -f UTF-16 -t UTF-8"},
	{is: begins("\x00{", "\x00["), name: "is UTF-16 without a byte-order mark", remedy: "convert it with iconv -f UTF-16BE -t UTF-8"},
	{is: begins("{\x00", "[\x00"), name: "is UTF-16 without a byte-order mark", remedy: "convert it with iconv -f UTF-16LE -t UTF-8"},
	{is: tarHeader, name: "is a tar archive", remedy: "unpack it first, or give one file of it: tar -xOf ARCHIVE FILE | tagdex ... --data -"},
	{is: begins("%PDF", "\x89PNG", "\x7fELF", "SQLite format 3\x00", "PAR1", "Obj\x01"), name: "is a file of another program", remedy: "export it as JSON"},
	{is: begins("\x1b["), name: "holds the colours of a terminal", remedy: "ask for it without them (jq -M, az -o json)"},
	{is: html, name: "looks like HTML", remedy: "most likely it is a page of a proxy or a login, not the export; look at what was downloaded"},
	{is: begins("<"), name: "looks like XML", remedy: "export it as JSON"},
	{is: begins("{'", "[{'"), name: "looks like a dictionary as Python prints it", remedy: "write it with json.dumps"},
	{is: firstLine(`^(\+[-=+]+\+|\|.*\||-{4,})$`), guessed: true, name: "looks like a table for people", remedy: "ask for JSON: --output json (aws, az), -f json (openstack), --format json (gcloud)"},
	{is: firstLine(`^(---|%YAML|---\s.*|- .*|["']?[A-Za-z_][\w .-]*["']?:(\s.*)?)$`), guessed: true, name: "looks like YAML", remedy: "convert it with yq -o json, or ask for JSON where it comes from"},
	{is: firstLine(`^[^{}\[\]]*[^{}\[\],;\t][,;\t][^{}\[\]]*$`), guessed: true, name: "looks like CSV, or a table with tabs", remedy: "a resource a line is read as JSON: " + wantedLine},
}

// wantedLine is a resource in the form of JSON Lines.
const wantedLine = `{"resource_id":"i1","resource_name":"web","tags":[{"key":"env","value":"prod"}]}`

// foreignForm says what data are that begin with head, if they are in a form
// that is not read. What is only guessed is left out where guess is false.
func foreignForm(head []byte, guess bool) error {
	text := bytes.TrimLeft(head, " \t\r\n")
	for _, f := range foreign {
		if f.guessed && !guess {
			continue
		}
		if f.is(text) || !f.guessed && f.is(head) {
			return fmt.Errorf("%w: %s; %s", errForeign, f.name, f.remedy)
		}
	}
	return nil
}

func begins(with ...string) func([]byte) bool {
	return func(head []byte) bool {
		for _, w := range with {
			if bytes.HasPrefix(head, []byte(w)) {
				return true
			}
		}
		return false
	}
}

// tarHeader looks for the word that stands in the header of an archive's first
// file.
func tarHeader(head []byte) bool {
	const at = 257
	return len(head) >= at+5 && binary.BigEndian.Uint32(head[at:]) == binary.BigEndian.Uint32([]byte("usta"))
}

func html(head []byte) bool {
	return begins("<!doctype html", "<html")(bytes.ToLower(head[:min(len(head), 16)]))
}

// firstLine matches the first line that is no comment.
func firstLine(pattern string) func([]byte) bool {
	re := regexp.MustCompile(pattern)
	return func(head []byte) bool {
		for first := range bytes.Lines(head) {
			if first = bytes.TrimSpace(first); len(first) > 0 && first[0] != '#' {
				return re.Match(first)
			}
		}
		return false
	}
}

package datafile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// read returns the rows of text and the error that ended them.
func read(t testing.TB, opts *Options, text string) ([]engine.Row, error) {
	t.Helper()
	return collect(New(opts), text)
}

func collect(r *Reader, text string) ([]engine.Row, error) {
	var rows []engine.Row
	for row, err := range r.Stream(context.Background(), "f", strings.NewReader(text)) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func image(id, name, detail string, tags ...resource.Tag) engine.Row {
	return engine.Row{
		Project: DefaultProject, Type: DefaultType,
		Resource: resource.Resource{ID: id, Name: name, Detail: detail, Tags: tags},
	}
}

func TestLineForms(t *testing.T) {
	cts := image("a", "", "")
	cts.Project, cts.Type = "p1", "cts-tracker"
	for _, tc := range []struct {
		name, text string
		want       []engine.Row
	}{
		{"nothing", "", nil},
		{"blank lines only", "\n \t\r\n\n", nil},
		{"byte-order mark only", "\ufeff", nil},
		{"id alone", `{"resource_id":"a"}`, []engine.Row{image("a", "", "")}},
		{
			"everything, spaced out, members in any order",
			` { "tags" : [ { "value" : "v" , "key" : "k" , "x":1 } ] , "resource_name":"n", "resource_detail" : { "a b" : [ 1 , "x y\" z" ] } , "resource_id":"a" } `,
			[]engine.Row{image("a", "n", `{"a b":[1,"x y\" z"]}`, resource.Tag{Key: "k", Value: "v"})},
		},
		{"detail as the CTS page has it", `{"resource_id":"a","resource_detail":"","tags":[],"resource_type":"cts-tracker","project_id":"p1"}`, []engine.Row{cts}},
		{"null and empty for what is optional", `{"resource_id":"a","resource_name":null,"resource_detail":null,"tags":null,"project_id":"","resource_type":null}`, []engine.Row{image("a", "", "")}},
		{"empty detail object is a detail", `{"resource_id":"a","resource_detail":{}}`, []engine.Row{image("a", "", "{}")}},
		{"tag without value", `{"resource_id":"a","tags":[{"key":"k"},{"key":"l","value":null}]}`, []engine.Row{image("a", "", "", resource.Tag{Key: "k"}, resource.Tag{Key: "l"})}},
		{"tags as an object", `{"tags":{"env":"prod","\u0074":null},"resource_id":"a"}`, []engine.Row{image("a", "", "", resource.Tag{Key: "env", Value: "prod"}, resource.Tag{Key: "t"})}},
		{"no tags in an object", `{"tags":{},"resource_id":"a"}`, []engine.Row{image("a", "", "")}},
		{"escapes", `{"resource\u005fid":"\u0061\n","resource_name":"\ud83d\ude00"}`, []engine.Row{image("a\n", "😀", "")}},
		{"unknown members", `{"x":{"y":[{}]},"resource_id":"a","Resource_Id":"b"}`, []engine.Row{image("a", "", "")}},
		{"line ends of other systems, blank lines, mark, no last line end", "\ufeff{\"resource_id\":\"a\"}\r\n\r\n\n{\"resource_id\":\"b\"}", []engine.Row{image("a", "", ""), image("b", "", "")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := read(t, nil, tc.text)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestDefaultsOfRows(t *testing.T) {
	got, err := read(t, &Options{Project: "p", Type: "t"}, `{"resource_id":"a"}`+"\n"+`{"resource_id":"b","project_id":"q","resource_type":"u"}`)
	require.NoError(t, err)
	require.Equal(t, "p", got[0].Project)
	require.Equal(t, "t", got[0].Type)
	require.Equal(t, "q", got[1].Project)
	require.Equal(t, "u", got[1].Type)
}

// badLines are lines that are no rows, and what must be said of them.
var badLines = []struct{ name, line, reason string }{
	{"no JSON", `hello`, "invalid character 'h'"},
	{"cut off", `{"resource_id":"a"`, "unexpected EOF"},
	{"two rows", `{"resource_id":"a"}{"resource_id":"b"}`, "more after the resource"},
	{"rubbish after", `{"resource_id":"a"} x`, "invalid character 'x'"},
	{"not an object", `["a"]`, "resource: must be an object, is an array"},
	{"no id", `{"resource_name":"a"}`, "resource_id: is missing or empty"},
	{"empty id", `{"resource_id":""}`, "resource_id: is missing or empty"},
	{"null id", `{"resource_id":null}`, "resource_id: is missing or empty"},
	{"id of another type", `{"resource_id":1}`, "resource_id: must be a string, is a number"},
	{"name of another type", `{"resource_id":"a","resource_name":["x"]}`, "resource_name: must be a string, is an array"},
	{"detail of another type", `{"resource_id":"a","resource_detail":[]}`, `resource_detail: must be an object or "", is an array`},
	{"detail a text", `{"resource_id":"a","resource_detail":"x"}`, `resource_detail: must be an object or "", is a string`},
	{"tags of another type", `{"resource_id":"a","tags":"k=v"}`, "tags: must be an array or an object, is a string"},
	{"tag value of another type in an object", `{"resource_id":"a","tags":{"k":1}}`, "tags.k: must be a string, is a number"},
	{"tag key empty in an object", `{"resource_id":"a","tags":{"":"v"}}`, "tags[0].key: is empty"},
	{"tag key twice in an object", `{"resource_id":"a","tags":{"k":"v","k":"w"}}`, `duplicate object member name "k"`},
	{"tag of another type", `{"resource_id":"a","tags":[{"key":"k"},"k=v"]}`, "tags[1]: must be an object, is a string"},
	{"tag key of another type", `{"resource_id":"a","tags":[{"key":true}]}`, "tags[0].key: must be a string, is true"},
	{"tag value of another type", `{"resource_id":"a","tags":[{"key":"k","value":1}]}`, "tags[0].value: must be a string, is a number"},
	{"tag key empty", `{"resource_id":"a","tags":[{"key":""}]}`, "tags[0].key: is empty"},
	{"tag key missing", `{"resource_id":"a","tags":[{"value":"v"}]}`, "tags[0].key: is empty"},
	{"tag key twice", `{"resource_id":"a","tags":[{"key":"k"},{"key":"k"}]}`, `tags[1].key: "k" is given twice`},
	{"member twice", `{"resource_id":"a","resource_id":"b"}`, `duplicate object member name "resource_id"`},
	{"unknown member twice", `{"resource_id":"a","x":1,"x":2}`, `duplicate object member name "x"`},
	{"member of the detail twice", `{"resource_id":"a","resource_detail":{"x":1,"x":2}}`, `duplicate object member name "x"`},
	{"invalid UTF-8", "{\"resource_id\":\"a\xff\"}", "invalid UTF-8"},
	{"invalid UTF-8 in what is ignored", "{\"resource_id\":\"a\",\"x\":\"\xff\"}", "invalid UTF-8"},
	{"lone surrogate", `{"resource_id":"\ud800"}`, "invalid"},
	{"control character", "{\"resource_id\":\"a\x00\"}", "invalid character"},
	{"space that JSON does not know", "\u00a0{\"resource_id\":\"a\"}", "invalid character"},
	{"byte-order mark inside", "\ufeff{}", "invalid character"},
	{"nested too deep", `{"resource_id":"a","x":` + strings.Repeat("[", 20000), "exceeded max depth"},
	{"number out of form", `{"resource_id":"a","x":01}`, "invalid character"},
	{"project of another type", `{"resource_id":"a","project_id":7}`, "project_id: must be a string, is a number"},
}

func TestBadLine(t *testing.T) {
	for _, tc := range badLines {
		t.Run(tc.name, func(t *testing.T) {
			got, err := read(t, nil, `{"resource_id":"first"}`+"\n\n"+tc.line+"\n"+`{"resource_id":"last"}`)
			require.Len(t, got, 1, "rows before the bad line, none after")
			e, ok := errors.AsType[*LineError](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, "f", e.File)
			require.Equal(t, 3, e.Line)
			require.Contains(t, err.Error(), "f:3: ")
			require.Contains(t, err.Error(), tc.reason)
			require.NotContains(t, err.Error(), "jsontext")
		})
	}
}

func TestSkipBad(t *testing.T) {
	var text strings.Builder
	for _, tc := range badLines {
		text.WriteString(tc.line + "\n" + `{"resource_id":"` + tc.name + `"}` + "\n")
	}
	r := New(&Options{SkipBad: true})
	got, err := collect(r, text.String())
	require.NoError(t, err)
	require.Len(t, got, len(badLines))
	require.Equal(t, len(badLines), r.Skipped().Lines)
	require.Len(t, r.Skipped().First, keptReasons)
	require.Contains(t, r.Skipped().First[1].Error(), "f:3: ")
}

func TestTooLong(t *testing.T) {
	fits := `{"resource_id":"` + strings.Repeat("a", 83) + `"}` // 101 bytes
	text := fits + "\n" + fits + " " + "\n" + strings.Repeat("x", 300<<10) + "\n" + `{"resource_id":"b"}`
	got, err := read(t, &Options{MaxLine: 101}, text)
	require.Len(t, got, 1)
	require.ErrorIs(t, err, ErrTooLong)
	require.ErrorContains(t, err, "f:2: ")

	r := New(&Options{MaxLine: 101, SkipBad: true})
	got, err = collect(r, text)
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, 2, r.Skipped().Lines)
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	a := write("a.jsonl", `{"resource_id":"a"}`)
	b := write("b.jsonl", `{"resource_id":"b"}`+"\nx")
	var last Progress
	r := New(&Options{
		Stdin:    strings.NewReader(`{"resource_id":"in"}`),
		Progress: func(p Progress) { last = p },
	})

	var ids []string
	var err error
	for row, e := range r.Files(context.Background(), a, Stdin, b, a) {
		if err = e; e == nil {
			ids = append(ids, row.Resource.ID)
		}
	}
	require.Equal(t, []string{"a", "in", "b"}, ids)
	require.EqualError(t, err, b+":2: at byte 1: invalid character 'x' at start of value")
	require.Equal(t, Progress{Read: 60, Rows: 3}, last, "no total where standard input is among the files")

	r = New(&Options{Progress: func(p Progress) { last = p }})
	for range r.Files(context.Background(), a, a) {
	}
	require.Equal(t, Progress{Read: 38, Total: 38, Rows: 2}, last)

	for _, err := range r.Files(context.Background(), filepath.Join(dir, "none")) {
		require.ErrorIs(t, err, fs.ErrNotExist)
	}
	for _, err := range r.Files(context.Background(), dir) {
		require.ErrorContains(t, err, "is a directory")
	}
}

func TestReadErrorIsNamed(t *testing.T) {
	broken := errors.New("disk on fire")
	src := io.MultiReader(strings.NewReader("{\"resource_id\":\"a\"}\n{\"resou"), iotestReader{broken})
	var rows int
	r := New(&Options{SkipBad: true})
	for _, err := range r.Stream(context.Background(), "f", src) {
		if err == nil {
			rows++
			continue
		}
		require.ErrorIs(t, err, broken)
		require.EqualError(t, err, "f:2: disk on fire")
	}
	require.Equal(t, 1, rows)
	require.Zero(t, r.Skipped().Lines, "half a line is not a bad line")
}

type iotestReader struct{ err error }

func (r iotestReader) Read([]byte) (int, error) { return 0, r.err }

// many is a text of n good lines.
func many(n int) string { return strings.Repeat(`{"resource_id":"a"}`+"\n", n) }

func TestConsumerLeavesEarly(t *testing.T) {
	n := 0
	for range New(nil).Stream(context.Background(), "f", strings.NewReader(many(200_000))) {
		if n++; n == 10 {
			break
		}
	}
	require.Equal(t, 10, n)
	// TestMain sees to it that no goroutine is left.
}

func TestOrderIsKept(t *testing.T) {
	var text bytes.Buffer
	w := NewWriter(&text)
	const n = 30_000
	for i := range n {
		r := resource.Resource{ID: strings.Repeat("x", i%97+1), Name: string(rune('a' + i%26))}
		require.NoError(t, w.Write(engine.Row{Resource: r}))
	}
	i := 0
	for row, err := range New(nil).Stream(context.Background(), "f", &text) {
		if err != nil || len(row.Resource.ID) != i%97+1 || row.Resource.Name != string(rune('a'+i%26)) {
			t.Fatalf("row %d: %v, %v", i, row, err)
		}
		i++
	}
	require.Equal(t, n, i)
}

func TestContext(t *testing.T) {
	t.Run("done before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		for _, err := range New(nil).Stream(ctx, "f", strings.NewReader(many(3))) {
			require.ErrorIs(t, err, context.Canceled)
		}
	})
	t.Run("done while reading is blocked", func(t *testing.T) {
		src, feed := io.Pipe()
		defer feed.Close() // lets the reading goroutine go
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			_, _ = io.WriteString(feed, many(1))
			cancel()
		}()
		var last error
		for _, last = range New(nil).Stream(ctx, "f", src) {
		}
		require.ErrorIs(t, last, context.Canceled)
	})
}

// blocked is a reader whose Read takes until some time after Close.
type blocked struct {
	closed chan struct{}
	left   bool
}

func (b *blocked) Read([]byte) (int, error) {
	<-b.closed
	time.Sleep(time.Millisecond)
	b.left = true
	return 0, io.EOF
}

func (b *blocked) Close() error {
	close(b.closed)
	return nil
}

// What can be closed is not read any more when the loop has ended.
func TestStreamClosesItsSource(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	src := &blocked{closed: make(chan struct{})}
	for _, err := range New(nil).Stream(ctx, "f", src) {
		require.ErrorIs(t, err, context.Canceled)
	}
	require.True(t, src.left)
}

func TestLongReasonIsCut(t *testing.T) {
	key := strings.Repeat("é", 10_000)
	_, err := read(t, nil, `{"resource_id":"a","tags":[{"key":"`+key+`"},{"key":"`+key+`"}]}`)
	require.Less(t, len(err.Error()), 500)
	require.True(t, utf8.ValidString(err.Error()))
}

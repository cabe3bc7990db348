package datafile

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/realdata"
	"github.com/tagdex/tagdex/resource"
)

func realText(tb testing.TB) []byte {
	f, err := os.Open(realdata.Path(tb))
	require.NoError(tb, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(tb, err)
	text, err := io.ReadAll(z)
	require.NoError(tb, err)
	return text
}

func TestRealImages(t *testing.T) {
	n, tags := 0, 0
	for row, err := range New(nil).Files(context.Background(), realdata.Path(t)) {
		require.NoError(t, err)
		n++
		tags += len(row.Resource.Tags)
	}
	require.Equal(t, realdata.Images, n)
	require.InDelta(t, 11.4, float64(tags)/float64(n), 0.05)
}

// BenchmarkFile is the whole way from the compressed file to rows.
func BenchmarkFile(b *testing.B) {
	path := realdata.Path(b)
	for b.Loop() {
		for _, err := range New(nil).Files(context.Background(), path) {
			require.NoError(b, err)
		}
	}
}

// BenchmarkDecode is one worker's part, on one core.
func BenchmarkDecode(b *testing.B) {
	text := realText(b)
	lines := bytes.SplitAfter(bytes.TrimSpace(text), []byte("\n"))
	d := newDecoder(&New(nil).opts)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for _, l := range lines {
			var row engine.Row
			require.NoError(b, d.row(l, &row))
		}
	}
}

// BenchmarkReflect is the same by json.Unmarshal, the plain way, to see what
// walking the tokens is worth.
func BenchmarkReflect(b *testing.B) {
	text := realText(b)
	lines := bytes.SplitAfter(bytes.TrimSpace(text), []byte("\n"))
	type tag struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	type plainRow struct {
		ID     string         `json:"resource_id"`
		Name   string         `json:"resource_name"`
		Detail jsontext.Value `json:"resource_detail"`
		Tags   []tag          `json:"tags"`
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for _, l := range lines {
			var row plainRow
			require.NoError(b, json.Unmarshal(l, &row))
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	row := image("0123-4567", "a name of an image", `{"status":"active","owner":"library","min_disk":40}`)
	for range 8 {
		row.Resource.Tags = append(row.Resource.Tags, resource.Tag{Key: string(rune('a' + len(row.Resource.Tags))), Value: "some value"})
	}
	w := NewWriter(io.Discard)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, w.Write(row))
	}
}

// BenchmarkExport is one worker's part of an export, which keeps all members.
func BenchmarkExport(b *testing.B) {
	for _, file := range []string{"aws.json", "gcloud.json", "openstack.json", "ims.json"} {
		b.Run(file, func(b *testing.B) {
			text, err := os.ReadFile(filepath.Join("testdata", "exports", file))
			require.NoError(b, err)
			one := elements(b, string(text))[0]
			f, err := recognise(one)
			require.NoError(b, err)
			d := newDecoder(&New(&Options{Format: f.format}).opts)
			b.SetBytes(int64(len(one)))
			b.ReportAllocs()
			for b.Loop() {
				var row engine.Row
				require.NoError(b, d.row(one, &row))
			}
		})
	}
}

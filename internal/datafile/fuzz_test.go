package datafile

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzReader gives arbitrary bytes to every format. Whatever is accepted must
// be storable, and must come back the same when it is written and read again,
// its form recognised. The report must add up.
func FuzzReader(f *testing.F) {
	for _, tc := range badLines {
		if len(tc.line) < 1<<10 {
			f.Add(uint8(0), []byte(tc.line))
		}
	}
	f.Add(uint8(0), []byte(many(3)))
	f.Add(uint8(0), []byte(gzipped(f, many(3))))
	f.Add(uint8(0), []byte(zstded(f, many(3))))
	f.Add(uint8(0), []byte(utf16Text(many(1), true)))
	f.Add(uint8(0), []byte("- resource_id: a\n"))
	f.Add(uint8(0), []byte(`{"data":{"Images":[{"ImageId":"a"}]},"NextToken":"x"}{"ImageId":"b"}`))
	f.Add(uint8(1), []byte(awsAnswer))
	f.Add(uint8(2), []byte(imsAnswer))
	for i, tc := range exportForms {
		text, err := os.ReadFile(filepath.Join("testdata", "exports", tc.file))
		require.NoError(f, err)
		f.Add(uint8(0), text)
		f.Add(uint8(i), text)
	}
	formats := Formats()
	f.Fuzz(func(t *testing.T, format uint8, data []byte) {
		r := New(&Options{
			Format:  formats[int(format&15)%len(formats)],
			SkipBad: format&16 != 0,
			Plain:   format&32 != 0,
			MaxLine: 1 << 16,
		})
		var again bytes.Buffer
		w := NewWriter(&again)
		n := 0
		for row, err := range r.Stream(context.Background(), "f", bytes.NewReader(data)) {
			if err != nil {
				_, ok := errors.AsType[*LineError](err)
				require.True(t, ok, "%v", err)
				require.Less(t, len(err.Error()), 2000)
				break
			}
			require.NoError(t, row.Resource.Validate())
			require.NoError(t, w.Write(row))
			if n++; n == 1000 {
				break
			}
		}
		report := r.Report()
		require.Equal(t, n, report.Resources)
		require.Equal(t, n, report.Files[0].Resources)
		require.LessOrEqual(t, len(report.Dropped.Names)+len(report.Kept.Names)+len(report.Shadowed.Names), 3*maxTallied)

		first := again.String()
		again.Reset()
		back := New(&Options{Format: Auto})
		for row, err := range back.Stream(context.Background(), "f", bytes.NewReader([]byte(first))) {
			require.NoError(t, err)
			require.NoError(t, w.Write(row))
		}
		require.Equal(t, first, again.String())
		require.Equal(t, JSONLines, back.Report().Files[0].Format)
	})
}

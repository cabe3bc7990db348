package datafile

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzReader gives arbitrary bytes to every format. Whatever is accepted must
// be storable, and must come back the same when it is written and read again.
func FuzzReader(f *testing.F) {
	for _, tc := range badLines {
		if len(tc.line) < 1<<10 {
			f.Add(uint8(0), []byte(tc.line))
		}
	}
	f.Add(uint8(0), []byte(many(3)))
	f.Add(uint8(0), []byte(gzipped(f, many(3))))
	f.Add(uint8(0), []byte(zstded(f, many(3))))
	f.Add(uint8(1), []byte(awsAnswer))
	f.Add(uint8(2), []byte(imsAnswer))
	f.Fuzz(func(t *testing.T, format uint8, data []byte) {
		opts := &Options{
			Format:  []Format{JSONLines, AWS, IMS}[format%3],
			SkipBad: format&4 != 0,
			MaxLine: 1 << 16,
		}
		var again bytes.Buffer
		w := NewWriter(&again)
		n := 0
		for row, err := range New(opts).Stream(context.Background(), "f", bytes.NewReader(data)) {
			if err != nil {
				_, ok := errors.AsType[*LineError](err)
				require.True(t, ok, "%v", err)
				break
			}
			require.NoError(t, row.Resource.Validate())
			require.NoError(t, w.Write(row))
			if n++; n == 1000 {
				break
			}
		}
		first := again.String()
		again.Reset()
		for row, err := range New(nil).Stream(context.Background(), "f", bytes.NewReader([]byte(first))) {
			require.NoError(t, err)
			require.NoError(t, w.Write(row))
		}
		require.Equal(t, first, again.String())
	})
}

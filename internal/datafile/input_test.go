package datafile

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

func gzipped(t testing.TB, text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.String()
}

func zstded(t testing.TB, text string) string {
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	defer w.Close()
	return string(w.EncodeAll([]byte(text), nil))
}

func TestCompressed(t *testing.T) {
	text := "\ufeff" + many(50_000)
	for name, compress := range map[string]func(testing.TB, string) string{"gzip": gzipped, "zstd": zstded} {
		t.Run(name, func(t *testing.T) {
			rows, err := read(t, nil, compress(t, text))
			require.NoError(t, err)
			require.Len(t, rows, 50_000)

			rows, err = read(t, nil, compress(t, many(2))+compress(t, many(3)))
			require.NoError(t, err)
			require.Len(t, rows, 5, "two archives one after the other are one text")
		})
	}
}

func TestCompressedAndCutOff(t *testing.T) {
	var text strings.Builder // does not compress well, so that the cut is inside
	for i := range 40_000 {
		text.WriteString(`{"resource_id":"` + strings.Repeat(string(rune('a'+i%26)), i%13+1) + `"}` + "\n")
	}
	for name, compress := range map[string]func(testing.TB, string) string{"gzip": gzipped, "zstd": zstded} {
		t.Run(name, func(t *testing.T) {
			whole := compress(t, text.String())
			for _, n := range []int{7, len(whole) / 2, len(whole) - 1} {
				rows, err := read(t, &Options{SkipBad: true}, whole[:n])
				require.ErrorIs(t, err, io.ErrUnexpectedEOF, "%d of %d bytes, %d rows", n, len(whole), len(rows))
				require.ErrorContains(t, err, "the "+name+" data end too early")
				require.ErrorContains(t, err, "f:")
			}
		})
	}
}

func TestCompressedAndDamaged(t *testing.T) {
	whole := []byte(gzipped(t, many(3)))
	whole[len(whole)-6] ^= 1 // the checksum
	_, err := read(t, nil, string(whole))
	require.ErrorIs(t, err, gzip.ErrChecksum)
	require.ErrorContains(t, err, "f:4: after 60 bytes of text: the gzip data are damaged")
}

func TestOtherArchives(t *testing.T) {
	for name, magic := range map[string]string{"xz": "\xfd7zXZ\x00", "bzip2": "BZh9", "zip": "PK\x03\x04"} {
		_, err := read(t, nil, magic+"rest")
		require.ErrorIs(t, err, errArchive)
		require.ErrorContains(t, err, name)
	}
}

// A frame may ask for a window of gigabytes in a dozen bytes.
func TestZstdWindowIsCapped(t *testing.T) {
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x98 /* window of 512 MiB */, 0x01, 0x00, 0x00}
	_, err := read(t, nil, string(frame))
	require.ErrorIs(t, err, zstd.ErrWindowSizeExceeded)
	require.ErrorContains(t, err, "the zstd data ask for more than 128 MiB of memory")
}

// What is compressed a thousandfold is no reason to hold it in memory.
func TestBombIsStreamed(t *testing.T) {
	line := strings.Repeat(" ", 1<<20) + "\n"
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	for range 64 {
		_, err := io.WriteString(w, line)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, err := range New(nil).Stream(context.Background(), "f", &bomb) {
		require.NoError(t, err)
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20))
}

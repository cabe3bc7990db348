package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

func restore(t testing.TB, c *engine.Collection, data []byte) {
	t.Helper()
	require.NoError(t, c.Restore(bg, bytes.NewReader(data)))
}

// TestSaveAndRestore takes collections of several kinds through bytes: all
// answers are as they were.
func TestSaveAndRestore(t *testing.T) {
	gaps := paged(t, 3000)
	for i := range 2000 {
		remove(t, gaps, fmt.Sprint("id", i))
	}
	large := paged(t, 60_000) // over three blocks, and over one frame
	upsert(t, large, named("odd", "\x00 Kelvin \u212a", "k=v", "_sys_x=\x00", "_sys_only"), resource.Resource{ID: "bare"},
		resource.Resource{ID: "long", Detail: `{"text":"` + strings.Repeat("x", 600_000) + `"}`})
	sequenced := open(t, res("a", "k=v"))
	apply(t, sequenced, 77)
	for name, c := range map[string]*engine.Collection{
		"empty": engine.Open(nil), "one": open(t, res("a", "k=v")), "gaps": gaps, "large": large, "sequenced": sequenced,
		"emptied": func() *engine.Collection {
			c := open(t, res("a"))
			remove(t, c, "a")
			return c
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			want := c.Snapshot()
			data := saved(t, want)
			back := open(t, res("gone", "gone=1"))
			before := back.Snapshot()
			restore(t, back, data)
			got := back.Snapshot()
			require.Equal(t, want.Sequence(), got.Sequence())
			require.Equal(t, before.Version()+1, got.Version())
			require.Equal(t, want.Len(), got.Len())
			require.Equal(t, terms(want), terms(got))
			for _, text := range append([]string{"gone"}, momentQueries...) {
				require.True(t, ids(t, want, text) == ids(t, got, text), text)
			}
			require.True(t, bytes.Equal(data, saved(t, got)), "saved again, the bytes differ")
			require.Equal(t, "gone", ids(t, before, "all"))

			// It is a collection like any other.
			upsert(t, back, res("a", "k=new"), res("new"))
			require.Equal(t, "new", ids(t, back, "not k and not u and not third and name = new"))
		})
	}
}

// TestRestoreKeepsOrderAndGoesOn inserts after what was restored.
func TestRestoreKeepsOrderAndGoesOn(t *testing.T) {
	c := open(t, res("c"), res("a"), res("b"))
	remove(t, c, "a")
	upsert(t, c, res("a"), res("c", "replaced=1"))
	data := saved(t, c.Snapshot())
	back := engine.Open(nil)
	restore(t, back, data)
	upsert(t, back, res("0"))
	require.Equal(t, "c b a 0", ids(t, back, "all"))
}

// TestRestoreOfManyDetails has more details than a saved version refers to
// (index/codec.go), and each of them again, in another order.
func TestRestoreOfManyDetails(t *testing.T) {
	const details = 1<<14 + 20
	detail := func(i int) string { return fmt.Sprintf(`{"n":%d}`, i) }
	rs := make([]resource.Resource, 0, 3*details)
	for i := range details {
		rs = append(rs, resource.Resource{ID: fmt.Sprint("a", i), Detail: detail(i)})
	}
	for i := range 40 {
		rs = append(rs, resource.Resource{ID: fmt.Sprint("b", i), Detail: detail(i)}, resource.Resource{ID: fmt.Sprint("c", i), Detail: detail(details - 1 - i)})
	}
	for i := range details {
		rs = append(rs, resource.Resource{ID: fmt.Sprint("d", i), Detail: detail(i * 7 % details)})
	}
	c := open(t, rs...)
	var saved bytes.Buffer
	require.NoError(t, c.Save(bg, &saved))
	restored := engine.Open(nil)
	require.NoError(t, restored.Restore(bg, &saved))
	for _, want := range rs {
		got, ok := restored.Get(want.ID)
		require.True(t, ok, want.ID)
		require.Equal(t, want.Detail, got.Detail, want.ID)
	}
}

// small is a saved version of a few hundred bytes with every part there is.
func small(t testing.TB) []byte {
	c := open(t, named("a", "a name", "k=v", "l=v"), res("b", "k=v"), resource.Resource{ID: "c", Detail: `{"status":"active"}`})
	apply(t, c, 300)
	return saved(t, c.Snapshot())
}

// refused holds that bytes are not restored, as damage, and change nothing.
func refused(t testing.TB, c *engine.Collection, data []byte) *engine.CorruptError {
	t.Helper()
	var damage *engine.CorruptError
	unchanged(t, c, func() {
		err := c.Restore(bg, bytes.NewReader(data))
		require.ErrorIs(t, err, engine.ErrCorrupt)
		require.ErrorAs(t, err, &damage)
	})
	require.GreaterOrEqual(t, damage.Offset, int64(0))
	require.LessOrEqual(t, damage.Offset, int64(len(data)))
	require.NotEmpty(t, damage.Part)
	require.Contains(t, damage.Error(), fmt.Sprintf("%s at byte %d: %s", damage.Part, damage.Offset, damage.Reason))
	return damage
}

func TestTruncatedIsRefused(t *testing.T) {
	data := small(t)
	c := open(t, res("kept"))
	last := int64(-1)
	for n := range data {
		damage := refused(t, c, data[:n])
		require.ErrorIs(t, damage, io.ErrUnexpectedEOF)
		require.GreaterOrEqual(t, damage.Offset, last, "after %d bytes", n)
		last = damage.Offset
	}
	require.Equal(t, "kept", ids(t, c, "all"))
}

func TestFlippedIsRefused(t *testing.T) {
	data := small(t)
	c := open(t, res("kept"))
	for i := range data {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			bad := bytes.Clone(data)
			bad[i] ^= flip
			damage := refused(t, c, bad)
			require.LessOrEqual(t, damage.Offset, int64(i), "byte %d: found too late", i)
		}
	}
}

// TestEditedIsRefused takes bytes out, puts some in, swaps and repeats parts.
func TestEditedIsRefused(t *testing.T) {
	data := small(t)
	c := open(t, res("kept"))
	for i := range data {
		refused(t, c, append(bytes.Clone(data[:i]), data[i+1:]...))
		refused(t, c, append(bytes.Clone(data[:i]), append([]byte{0}, data[i:]...)...))
		if i > 0 {
			refused(t, c, append(bytes.Clone(data[:i]), data...))
		}
	}
	for _, more := range [][]byte{{0}, []byte("\n"), data, data[8:]} {
		damage := refused(t, c, append(bytes.Clone(data), more...))
		require.Equal(t, int64(len(data)), damage.Offset)
	}
	for _, other := range []string{"", "{", `{"resource_id":"a"}`, "\x1f\x8b\x08", strings.Repeat("\x00", 100)} {
		refused(t, c, []byte(other))
	}
}

// TestRestoreChecksResources: what Apply refuses, Restore refuses too, even
// with checksums that are right. index, which wrote it, does not look at the
// detail.
func TestRestoreChecksResources(t *testing.T) {
	b := index.Empty().Builder()
	_, err := b.Upsert(&resource.Resource{ID: "a", Detail: "[]"})
	require.NoError(t, err)
	var w bytes.Buffer
	require.NoError(t, b.Freeze().Save(bg, &w))
	damage := refused(t, open(t), w.Bytes())
	require.ErrorIs(t, damage, engine.ErrInvalidResource)
	var field *resource.FieldError
	require.ErrorAs(t, damage, &field)
	require.Equal(t, "detail", field.Field)
}

// TestReaderFails passes the reader's own error on.
func TestReaderFails(t *testing.T) {
	data := small(t)
	c := open(t, res("kept"))
	for n := range len(data) + 1 {
		r := io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(errBroken))
		unchanged(t, c, func() {
			err := c.Restore(bg, r)
			require.ErrorIs(t, err, errBroken)
			require.NotErrorIs(t, err, engine.ErrCorrupt)
		})
	}
	for _, slow := range []io.Reader{
		iotest.OneByteReader(bytes.NewReader(data)), iotest.HalfReader(bytes.NewReader(data)), iotest.DataErrReader(bytes.NewReader(data)),
	} {
		require.NoError(t, c.Restore(bg, slow))
	}
}

// fullDisk takes some bytes and then fails, for good or once.
type fullDisk struct {
	room int
	once bool
}

var errFullDisk = errors.New("no space left")

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) <= d.room {
		d.room -= len(p)
		return len(p), nil
	}
	n := d.room
	if d.room = 0; d.once {
		d.room = 1 << 30
	}
	return n, errFullDisk
}

// TestWriterFails fails at each byte of a small version, and around the
// writes of a large one: Save always tells.
func TestWriterFails(t *testing.T) {
	c := open(t, res("a", "k=v"))
	length := len(saved(t, c.Snapshot()))
	large := paged(t, 20_000)
	lengthLarge := len(saved(t, large.Snapshot()))
	for _, once := range []bool{false, true} {
		for room := range length {
			require.ErrorIs(t, c.Save(bg, &fullDisk{room, once}), errFullDisk, "room for %d", room)
		}
		for room := 0; room < lengthLarge; room += 9_973 {
			require.ErrorIs(t, large.Save(bg, &fullDisk{room, once}), errFullDisk, "room for %d", room)
		}
		require.ErrorIs(t, large.Save(bg, &fullDisk{lengthLarge - 1, once}), errFullDisk)
	}
	require.NoError(t, c.Save(bg, &fullDisk{room: length}))
}

// TestSaveAndRestoreThroughAPipe: a collection may be restored from itself.
func TestSaveAndRestoreThroughAPipe(t *testing.T) {
	c := paged(t, 5000)
	want := ids(t, c, "all")
	r, w := io.Pipe()
	done := make(chan error, 1)
	s := c.Snapshot()
	go func() { done <- errors.Join(s.Save(bg, w), w.Close()) }()
	require.NoError(t, c.Restore(bg, r))
	require.NoError(t, <-done)
	require.Equal(t, want, ids(t, c, "all"))
	n, err := c.Count(bg, query.Has("k"))
	require.NoError(t, err)
	require.Equal(t, 5000-3, n)
}

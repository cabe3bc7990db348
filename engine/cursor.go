package engine

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"

	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
)

// Cursor is a place in the order of a list, made by List and given back to it:
// the sort values and the id of a row. It is text of letters, digits, "-" and
// "_", and means something only with the Sort that it was made for. It holds
// no secret and is not signed: one that is made up leads to some place of the
// order, or is refused.
type Cursor string

// maxCursor is how long a cursor may be, in bytes. A row whose values are too
// long for it gets a cursor of its id alone, which is of no use once that row
// is deleted and leads to its new place once it is changed.
const maxCursor = 64 << 10

// The forms of a cursor, its first byte.
const (
	cursorByID     = 1 // fingerprint, id
	cursorByValues = 3 // fingerprint, id, values; 2 was that with times in seconds
)

// The forms of a value, its first byte.
const (
	cursorAbsent = iota
	cursorRank
	cursorText
)

// fingerprint tells sorts apart, so that a cursor of another is noticed.
func (o *ordering) fingerprint() uint32 {
	h := fnv.New32a()
	for _, k := range o.keys {
		_, _ = fmt.Fprintf(h, "%d %q %d %t\n", k.By, k.Property, k.Kind, k.Descending)
	}
	return h.Sum32()
}

// cursor is the place of a row.
func (o *ordering) cursor(r *row) Cursor {
	b := binary.BigEndian.AppendUint32([]byte{cursorByValues}, o.fingerprint())
	b = appendString(b, r.id)
	byID := len(b)
	for _, v := range r.values {
		switch {
		case !v.there:
			b = append(b, cursorAbsent)
		case v.text != "":
			b = appendString(append(b, cursorText), v.text)
		default:
			b = binary.AppendVarint(append(b, cursorRank), v.high)
			b = binary.AppendUvarint(b, uint64(v.low))
		}
	}
	if base64.RawURLEncoding.EncodedLen(len(b)) > maxCursor {
		b = b[:byID]
		b[0] = cursorByID
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(b))
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// place reads a cursor. The row has no values where the cursor has none.
func (o *ordering) place(c Cursor) (*row, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(c))
	if err != nil || len(b) < 5 {
		return nil, fmt.Errorf("%w: not in the form of one", ErrInvalidCursor)
	}
	if binary.BigEndian.Uint32(b[1:]) != o.fingerprint() {
		return nil, fmt.Errorf("%w: made for another sort", ErrInvalidCursor)
	}
	r := cursorReader{rest: b[5:]}
	at := &row{id: r.text()}
	if b[0] == cursorByValues {
		at.values = make([]sortValue, len(o.keys))
		for i := range at.values {
			at.values[i] = r.value()
			r.failed = r.failed || !fits(&at.values[i], &o.keys[i])
		}
	}
	if r.failed || len(r.rest) > 0 || at.id == "" || b[0] != cursorByID && b[0] != cursorByValues {
		return nil, fmt.Errorf("%w: not in the form of one", ErrInvalidCursor)
	}
	return at, nil
}

// fits reports whether a resource can have a value under a key.
func fits(v *sortValue, key *query.SortKey) bool {
	switch {
	case key.By != query.ByProperty:
		return v.there && v.rank() == scalar.Rank{}
	case ranks[key.Kind] != nil:
		return v.text == ""
	}
	return v.rank() == scalar.Rank{}
}

// cursorReader takes a cursor apart.
type cursorReader struct {
	rest   []byte
	failed bool
}

func (r *cursorReader) value() sortValue {
	if len(r.rest) == 0 {
		r.failed = true
		return sortValue{}
	}
	form := r.rest[0]
	r.rest = r.rest[1:]
	switch form {
	case cursorAbsent:
		return sortValue{}
	case cursorText:
		return sortValue{there: true, text: r.text()}
	case cursorRank:
		high, n := binary.Varint(r.rest)
		r.skip(n)
		low, n := binary.Uvarint(r.rest)
		r.skip(n)
		r.failed = r.failed || low > math.MaxUint16
		return rankValue(scalar.Rank{High: high, Low: uint16(low)})
	}
	r.failed = true
	return sortValue{}
}

func (r *cursorReader) text() string {
	size, n := binary.Uvarint(r.rest)
	r.skip(n)
	if r.failed || size > uint64(len(r.rest)) {
		r.failed = true
		return ""
	}
	text := string(r.rest[:size])
	r.rest = r.rest[size:]
	return text
}

func (r *cursorReader) skip(n int) {
	if n <= 0 {
		r.failed = true
		return
	}
	r.rest = r.rest[n:]
}

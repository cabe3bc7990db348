package index

import "strings"

// pieces keeps copies of texts. Those of a large build stand side by side in
// pieces of a KiB: an allocation for each would cost more time, and a tenth
// more memory. A text that stays in use keeps its piece alive, that is, up to
// a KiB of others; longer ones, and the first few, stand alone.
type pieces struct {
	alone int
	piece strings.Builder
}

const (
	pieceSize  = 1 << 10
	pieceAlone = 16 // the texts of a small write stand alone
)

// keep returns a copy of t.
func (p *pieces) keep(t string) string {
	if t == "" {
		return ""
	}
	if p.alone < pieceAlone || len(t) > pieceSize/4 {
		p.alone++
		return strings.Clone(t)
	}
	p.room(len(t))
	at := p.piece.Len()
	p.piece.WriteString(t)
	return p.piece.String()[at:]
}

// keepBytes is keep for bytes.
func (p *pieces) keepBytes(t []byte) string {
	if p.alone < pieceAlone || len(t) > pieceSize/4 {
		p.alone++
		return string(t)
	}
	p.room(len(t))
	at := p.piece.Len()
	p.piece.Write(t)
	return p.piece.String()[at:]
}

// room begins a new piece if n bytes do not fit. What was written to the old
// one stays where it is: a piece never grows.
func (p *pieces) room(n int) {
	if p.piece.Cap()-p.piece.Len() < n {
		p.piece.Reset()
		p.piece.Grow(pieceSize)
	}
}

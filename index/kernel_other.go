//go:build !amd64 || purego

package index

// level is the one kernel there is: plain Go.
var level = kernelPlain

// And keeps what is in o too and reports whether anything is left.
func (b *Block) And(o *Block) bool { return andPlain(b, o) }

// AndNot takes out what is in o and reports whether anything is left.
func (b *Block) AndNot(o *Block) bool { return andNotPlain(b, o) }

// Or puts in what is in o.
func (b *Block) Or(o *Block) { orPlain(b, o) }

// Len counts the ordinals.
func (b *Block) Len() int { return lenPlain(b) }

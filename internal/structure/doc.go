// Package structure holds no code. Its tests hold the shape of the module:
// which package may import which, what may stand in a public signature, that
// exported names are documented, how long a file may be, and that no text
// names a place on somebody's machine.
package structure

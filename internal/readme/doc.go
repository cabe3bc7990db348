// Package readme holds no code. Its tests hold README.md to what it says: the
// example is compiled and run as a program outside the module, the command
// lines are run and their output is compared, the tables are looked up in the
// packages they describe.
//
//	go test ./internal/readme -update
//
// writes the output that the commands have now into README.md.
package readme

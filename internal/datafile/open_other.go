//go:build !unix

package datafile

// nonBlocking is nothing where pipes have no names in the file system.
const nonBlocking = 0

//go:build unix

package datafile

import "syscall"

// nonBlocking opens one end of a pipe without waiting for the other.
const nonBlocking = syscall.O_NONBLOCK

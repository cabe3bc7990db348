//go:build race

package fuzz

func init() { underRace = true }

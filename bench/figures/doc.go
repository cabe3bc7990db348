// Package figures shows what was measured: as a table on a terminal, as JSON,
// as one HTML page that needs no network, and as a section of README.md. Where
// the engine lost it says so as plainly as where it won.
package figures

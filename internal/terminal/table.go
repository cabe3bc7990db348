package terminal

import (
	"bufio"
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// gap stands between two columns, ellipsis for what was cut off.
const (
	gap      = "  "
	ellipsis = "…"
)

// Table is text in aligned columns. Widths are those of a terminal, where a
// Chinese character takes two columns and a combining accent none. The zero
// value is empty and ready. A table holds all its rows in memory.
type Table struct {
	rows [][]string
}

// Row adds a row; the first may be the header. All rows must have the same
// number of cells. The cells are made Printable.
func (t *Table) Row(cells ...string) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = Printable(cell)
	}
	t.rows = append(t.rows, row)
}

// Write writes the table, no line wider than width; 0 means that nothing is
// cut. On a limited width no column but the last takes more than a third.
func (t *Table) Write(w io.Writer, width int) error {
	widths := t.widths(width / 3)
	out := bufio.NewWriter(w)
	for _, row := range t.rows {
		line := strings.TrimRight(compose(row, widths), " ")
		if width > 0 {
			line = cut(line, width)
		}
		_, _ = out.WriteString(line) // Flush reports
		_ = out.WriteByte('\n')
	}
	return out.Flush()
}

// widths returns the width of each column, at most limit unless that is 0.
func (t *Table) widths(limit int) []int {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	for i := range widths {
		if limit > 0 {
			widths[i] = min(widths[i], limit)
		}
	}
	return widths
}

// compose joins cells, each but the last brought to the width of its column.
func compose(row []string, widths []int) string {
	var line strings.Builder
	for i, cell := range row {
		if i == len(row)-1 {
			line.WriteString(cell)
			break
		}
		cell = cut(cell, widths[i])
		line.WriteString(cell)
		line.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell)))
		line.WriteString(gap)
	}
	return line.String()
}

// cut shortens s to the width, with an ellipsis where something is missing.
func cut(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	end, room := 0, width-uniseg.StringWidth(ellipsis)
	graphemes := uniseg.NewGraphemes(s)
	for graphemes.Next() {
		if room -= graphemes.Width(); room < 0 {
			break
		}
		_, end = graphemes.Positions()
	}
	return s[:end] + ellipsis
}

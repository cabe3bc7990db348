package command

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/term"
)

// Progress shows what is going on: on a terminal one line that is written
// over, elsewhere one line for each stage.
type Progress struct {
	to       *os.File
	terminal bool
	begun    time.Time
	stage    string
	shown    time.Time
}

// NewProgress begins to show on a file, which stays the caller's.
func NewProgress(to *os.File) *Progress {
	return &Progress{to: to, terminal: term.IsTerminal(int(to.Fd())), begun: time.Now()}
}

// Show says how far a stage has come; a total of 0 is not known.
func (p *Progress) Show(stage string, done, total int) {
	news := stage != p.stage
	if !news && (!p.terminal || time.Since(p.shown) < 100*time.Millisecond) {
		return
	}
	p.stage, p.shown = stage, time.Now()
	seconds := int(time.Since(p.begun).Seconds())
	if !p.terminal {
		fmt.Fprintf(p.to, "%3d s  %s\n", seconds, stage)
		return
	}
	percent := ""
	if total > 0 {
		percent = fmt.Sprintf(", %d %%", 100*done/total)
	}
	fmt.Fprintf(p.to, "\r\x1b[K%3d s  %s%s", seconds, stage, percent)
}

// End takes the line away.
func (p *Progress) End() {
	if p.terminal {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}

package main

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/terminal"
	"github.com/tagdex/tagdex/query"
)

// loaded is what became of the data files.
type loaded struct {
	report  datafile.Report
	skipped datafile.Skipped
	applied engine.Applied
	kinds   map[string]query.Kind // of the declared properties
}

// tell says on standard error what the files were taken for, how much was
// loaded, and what of it was not taken as it stood.
func (l *loaded) tell(io *stdio) {
	if l == nil {
		return
	}
	for _, text := range l.files() {
		fmt.Fprintf(io.err, "tagdex: %s\n", text)
	}
	for _, text := range l.remarks() {
		fmt.Fprintf(io.err, "tagdex: %s\n", text)
	}
	tellSkipped(io, l.skipped)
}

// log says the same in a log.
func (l *loaded) log(io *stdio, logger *slog.Logger) {
	if l == nil {
		return
	}
	for i := range l.report.Files {
		f := &l.report.Files[i]
		logger.Info("read", "file", f.Name, "as", string(f.Format), "resources", f.Resources, "tags", f.Tags)
	}
	for _, text := range l.remarks() {
		logger.Warn(text)
	}
	tellSkipped(io, l.skipped)
}

// maxFilesTold is how many files are told of one by one.
const maxFilesTold = 20

// files has a line for each file, and one for all if there are several.
func (l *loaded) files() []string {
	var told []string
	files := l.report.Files
	for i := range files[:min(len(files), maxFilesTold)] {
		told = append(told, fileLine(&files[i]))
	}
	if len(files) > 1 {
		told = append(told, fmt.Sprintf("%s in all: %s", plural(len(files), "file", "files"), amounts(l.report.Resources, l.report.Tags)))
	}
	return told
}

func fileLine(f *datafile.FileReport) string {
	if f.Empty {
		return terminal.Printable(f.Name) + ": is empty"
	}
	return taken(f) + ": " + amounts(f.Resources, f.Tags)
}

// taken says what a file was taken for.
func taken(f *datafile.FileReport) string {
	return fmt.Sprintf("%s: read as %s (%s)", terminal.Printable(f.Name), f.Format, f.Format.Title())
}

func amounts(resources, tags int) string {
	return fmt.Sprintf("%s, %s", grouped(resources, "resource", "resources"), grouped(tags, "tag", "tags"))
}

// remarks are what one would not expect.
func (l *loaded) remarks() []string {
	var told []string
	for i := range l.report.Files {
		if f := &l.report.Files[i]; f.Looks != "" && len(told) < maxFilesTold {
			told = append(told, fmt.Sprintf("%s: looks like %s (%s), and was read as %s, as --from says",
				terminal.Printable(f.Name), f.Looks, f.Looks.Title(), f.Format))
		}
	}
	add := func(t *datafile.Tally, one, many string) {
		if n := t.Total(); n > 0 {
			told = append(told, grouped(n, one, many)+": "+tallied(t))
		}
	}
	r := &l.report
	add(&r.Dropped, "member that is not known was left out", "members that are not known were left out")
	add(&r.Kept, "member that is not known was kept as a property", "members that are not known were kept as properties")
	add(&r.Shadowed, "member is hidden by a translated property of its name", "members are hidden by translated properties of their names")
	if n := l.applied.Replaced; n > 0 {
		told = append(told, grouped(n, "id was given twice, the later resource replaced", "ids were given twice, the later resources replaced")+" the earlier")
	}
	if r.TagsLeftOut > 0 {
		text := grouped(r.TagsLeftOut, "tag was left out", "tags were left out")
		for _, err := range r.FirstTags {
			text += "; " + terminal.Printable(err.Error())
		}
		told = append(told, text)
	}
	told = append(told, l.mismatches()...)
	return append(told, l.partial()...)
}

// mismatches says which properties have values that are not of the kind that
// the image list gives them: they hold no comparison by order, and sort below
// all others.
func (l *loaded) mismatches() []string {
	var told []string
	for _, name := range slices.Sorted(maps.Keys(l.applied.KindMismatches)) {
		n := l.applied.KindMismatches[name]
		told = append(told, fmt.Sprintf("%s a property %s that is no %s",
			grouped(n, "resource has", "resources have"), terminal.Printable(name), l.kinds[name]))
	}
	return told
}

// partial says which files are but a part of something.
func (l *loaded) partial() []string {
	var told []string
	for i := range l.report.Files {
		f := &l.report.Files[i]
		if !f.Partial() || len(told) == maxFilesTold {
			continue
		}
		reason := "it names a next page"
		if !f.More {
			reason = fmt.Sprintf("its total_count is %d", f.Announced)
		}
		told = append(told, fmt.Sprintf("%s: is not all there is: %s, and it holds %s",
			terminal.Printable(f.Name), reason, grouped(f.Resources, "resource", "resources")))
	}
	return told
}

// maxNamesTold is how many names of a tally are told.
const maxNamesTold = 10

func tallied(t *datafile.Tally) string {
	var names []string
	rest := t.Others
	for i, c := range t.Names {
		if i >= maxNamesTold {
			rest += c.N
			continue
		}
		names = append(names, fmt.Sprintf("%s (%s)", terminal.Printable(c.Name), group(c.N)))
	}
	if rest > 0 {
		names = append(names, "and "+group(rest)+" more")
	}
	return strings.Join(names, ", ")
}

func grouped(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return group(n) + " " + many
}

// group writes a number with a comma between thousands.
func group(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func tellSkipped(io *stdio, s datafile.Skipped) {
	if s.Lines == 0 {
		return
	}
	fmt.Fprintf(io.err, "tagdex: %s left out\n", grouped(s.Lines, "bad line", "bad lines"))
	for _, err := range s.First {
		fmt.Fprintf(io.err, "  %s\n", terminal.Printable(err.Error()))
	}
	if more := s.Lines - len(s.First); more > 0 {
		fmt.Fprintf(io.err, "  and %d more\n", more)
	}
}

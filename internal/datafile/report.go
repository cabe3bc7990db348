package datafile

import (
	"slices"
	"strings"
)

// Bounds of what a Report keeps, so that no file can make it large.
const (
	maxTallied   = 50
	maxNameBytes = 100
	maxFiles     = 1000
)

// Report tells what became of what was read: how much there was, and what of
// it was not taken as it stood. It is whole when the stream of rows has ended.
type Report struct {
	// Files are the inputs in their order, up to a thousand.
	Files []FileReport
	// Resources and Tags are how many were handed out.
	Resources, Tags int
	// Dropped are members of rows that mean nothing here and are in no detail.
	Dropped Tally
	// Kept are members that the form does not describe. They are properties
	// under their own names.
	Kept Tally
	// Shadowed are members whose name in the detail a translated property has
	// that says something else.
	Shadowed Tally
	// TagsLeftOut counts texts that were no tags; FirstTags are the first few.
	TagsLeftOut int
	FirstTags   []*LineError
}

// FileReport is about one input.
type FileReport struct {
	Name   string // as in errors
	Format Format // what it was read as; "" where nothing was read
	Empty  bool   // it holds no text at all
	// Looks is what it looks like, where that has its list and its ids under
	// other names than the form that it was said to have; else "".
	Looks           Format
	Resources, Tags int
	// Announced is the highest total that the documents name of which the
	// input is a page, or 0. More is set where the last document says that
	// there is another page.
	Announced int64
	More      bool
}

// Partial reports whether the input says that it is not all there is.
func (f *FileReport) Partial() bool { return f.More || f.Announced > int64(f.Resources) }

// Count is how often a name was met.
type Count struct {
	Name string
	N    int
}

// Tally counts names. It keeps the first fifty, in the order they were met;
// of a long one it keeps the beginning.
type Tally struct {
	Names  []Count
	Others int // how often other names were met
}

// Total is how many were counted.
func (t *Tally) Total() int {
	total := t.Others
	for _, c := range t.Names {
		total += c.N
	}
	return total
}

func (t *Tally) add(name string, n int) {
	name = shorten(name)
	i := slices.IndexFunc(t.Names, func(c Count) bool { return c.Name == name })
	switch {
	case i >= 0:
		t.Names[i].N += n
	case len(t.Names) < maxTallied:
		t.Names = append(t.Names, Count{strings.Clone(name), n})
	default:
		t.Others += n
	}
}

func (t *Tally) merge(other *Tally) {
	for _, c := range other.Names {
		t.add(c.Name, c.N)
	}
	t.Others += other.Others
}

// shorten cuts a name that is too long to be repeated.
func shorten(name string) string { return shortened(name, maxNameBytes) }

// shortened cuts a text to so many bytes.
func shortened(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}

// notes are what a worker has to tell of the rows of one block.
type notes struct {
	dropped, kept, shadowed Tally
	tagsLeftOut             int
	tags                    []lostTag // the first few
}

// lostTag is a text that was no tag. The place is an offset in the text of
// the row at first, and a line of the input when the row is done.
type lostTag struct {
	offset int
	line   int
	id     string
	err    error
}

func (n *notes) loseTag(offset int, err error) {
	n.tagsLeftOut++
	if len(n.tags) < keptReasons {
		n.tags = append(n.tags, lostTag{offset: offset, err: err})
	}
}

// Report returns what is known up to now.
func (r *Reader) Report() Report { return r.report }

// begin opens the report of an input.
func (r *Reader) begin(name string) *FileReport {
	if len(r.report.Files) >= maxFiles {
		return &FileReport{Name: name} // of which nobody hears
	}
	r.report.Files = append(r.report.Files, FileReport{Name: name})
	return &r.report.Files[len(r.report.Files)-1]
}

// note takes over what a block has to tell.
func (r *Reader) note(f *FileReport, b *block) {
	f.Format, f.Empty = b.format, b.empty
	if looks := formOf(b.looks); looks != nil && !slices.Equal(looks.lists, b.form.lists) {
		f.Looks = b.looks
	}
	f.Announced, f.More = max(f.Announced, b.announced), b.more
	n := &b.notes
	r.report.Dropped.merge(&n.dropped)
	r.report.Kept.merge(&n.kept)
	r.report.Shadowed.merge(&n.shadowed)
	r.report.TagsLeftOut += n.tagsLeftOut
	for _, t := range n.tags {
		if len(r.report.FirstTags) < keptReasons {
			r.report.FirstTags = append(r.report.FirstTags, &LineError{File: f.Name, Line: t.line, ID: t.id, Err: t.err})
		}
	}
}

package command

import (
	"io"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/internal/datafile"
)

// Files writes a report to the files that are asked for, as JSON and as HTML.
func (o *Options) Files(r *figures.Report, stdout io.Writer) error {
	if err := write(o.JSON, stdout, r.WriteJSON); err != nil {
		return err
	}
	return write(o.HTML, stdout, r.WriteHTML)
}

// write writes one form of the report to a file, if it has a name. What was
// there before stays until all of it is written.
func write(name string, stdout io.Writer, form func(io.Writer) error) error {
	if name == "" {
		return nil
	}
	out, err := datafile.Create(name, stdout)
	if err != nil {
		return err
	}
	if err := form(out); err != nil {
		out.Abort()
		return err
	}
	return out.Commit()
}

package gen

import (
	"slices"

	"github.com/tagdex/tagdex/resource"
)

// Sizes that bound a history.
const (
	maxSteps = 40
	maxBatch = 12
)

// Change is one operation of a batch: an upsert of Resource, or, by the flag
// that is set, something done to the resource with the id Resource.ID.
type Change struct {
	Delete     bool // it is removed
	SetTags    bool // it gets Resource.Tags, beside those it has
	RemoveTags bool // it loses the tags with the keys of Resource.Tags
	Resource   resource.Resource
}

// StepKind is what a Step of a history does.
type StepKind int

// The kinds of steps. The step's own comments say which fields they use.
const (
	StepQuery   StepKind = iota // ask the current version something
	StepApply                   // apply Batch under Sequence
	StepKeep                    // take a snapshot and keep it
	StepRecheck                 // ask a kept snapshot something
	StepCompact                 // compact
	StepReload                  // save the current version and restore it
)

// Step is one step of a history. What is asked in steps that ask something is
// made by the target, from the same source, when it comes to the step.
type Step struct {
	Kind     StepKind
	Batch    []Change // StepApply: in order
	Sequence uint64   // StepApply: 0 for none
	MaxTags  int      // StepApply: tags that an edit may leave, 0 for no limit
}

// History makes a data set to begin with and hands back a function that makes
// the next step, or reports false at the end. Steps are made when they are
// asked for, so that queries in between can use the same source.
func (s *Source) History() (Filler, func() (Step, bool)) {
	filler := s.Filler()
	steps, sequence := 0, uint64(0)
	return filler, func() (Step, bool) {
		if steps == maxSteps || s.Done() {
			return Step{}, false
		}
		steps++
		return s.Step(filler, &sequence), true
	}
}

// Step makes one step. *sequence is the highest sequence number given so far,
// and kept so.
func (s *Source) Step(filler Filler, sequence *uint64) Step {
	switch s.N(16) {
	case 0, 1, 2:
		return Step{Kind: StepQuery}
	case 10, 11:
		return Step{Kind: StepKeep}
	case 12, 13:
		return Step{Kind: StepRecheck}
	case 14:
		return Step{Kind: StepCompact}
	case 15:
		return Step{Kind: StepReload}
	}
	step := Step{Kind: StepApply, Batch: s.Batch(filler)}
	if s.OneIn(4) {
		step.MaxTags = 1 + s.N(maxTags)
	}
	switch s.N(8) {
	case 6:
		*sequence += 1 + uint64(s.N(3))
		step.Sequence = *sequence
	case 7: // stale, unless it is the first
		step.Sequence = *sequence - min(*sequence, uint64(s.N(3)))
	}
	return step
}

// Batch makes the changes of one batch, none included. Some batches delete an
// id and insert it again, some are long runs over the filler's ids, some edit
// tags, and some hold an invalid resource.
func (s *Source) Batch(filler Filler) []Change {
	if filler.N > 0 && s.OneIn(4) {
		return s.run(filler)
	}
	batch := make([]Change, 0, maxBatch)
	for range s.N(maxBatch + 1) {
		switch s.N(10) {
		case 0, 1, 2, 3:
			batch = append(batch, Change{Resource: s.Resource()})
		case 4, 5:
			batch = append(batch, remove(s.ID()))
		case 6: // delete and insert again, other tags
			r := s.Resource()
			batch = append(batch, remove(r.ID), Change{Resource: r})
		case 7: // insert and delete again
			r := s.Resource()
			batch = append(batch, Change{Resource: r}, remove(r.ID))
		case 8: // insert, so that there is something to edit
			r := s.Resource()
			batch = append(batch, Change{Resource: r}, s.tagEdit(r.ID))
		case 9:
			batch = append(batch, s.tagEdit(s.ids.recall(s, "r0")))
		}
	}
	if s.OneIn(16) {
		batch = append(batch, Change{Resource: s.BadResource()})
	}
	return batch
}

// run deletes or replaces the filler's resources between two edges of blocks,
// so that blocks become empty, full or sparse.
func (s *Source) run(filler Filler) []Change {
	from := s.edge()
	if from >= filler.N {
		from = s.N(min(filler.N, 65536))
	}
	to := min(filler.N, from+Pick(s, []int{1, 2, 300, BlockSize - 1, BlockSize, BlockSize + 1}))
	other := Filler{N: filler.N, Layout: s.N(Layouts)}
	deletes := !s.OneIn(3)
	var batch []Change
	for i := from; i < to; i++ {
		if deletes {
			batch = append(batch, remove(FillerID(i)))
		} else {
			batch = append(batch, Change{Resource: other.At(i)})
		}
	}
	return batch
}

// tagEdit sets or removes a few tags of a resource, which may not be there.
func (s *Source) tagEdit(id string) Change {
	edit := Change{Resource: resource.Resource{ID: id}}
	for range 1 + s.N(4) {
		key, value := s.Tag()
		edit.Resource.Tags = append(edit.Resource.Tags, s.tags.keep(resource.Tag{Key: key, Value: value}))
	}
	edit.RemoveTags = s.OneIn(3)
	edit.SetTags = !edit.RemoveTags
	if edit.SetTags && !s.OneIn(16) { // else a key may stand there twice, which is a fault
		edit.Resource.Tags = distinct(edit.Resource.Tags)
	}
	return edit
}

// distinct keeps the first tag of each key.
func distinct(tags []resource.Tag) []resource.Tag {
	seen := map[string]bool{}
	return slices.DeleteFunc(tags, func(t resource.Tag) bool {
		twice := seen[t.Key]
		seen[t.Key] = true
		return twice
	})
}

func remove(id string) Change {
	return Change{Delete: true, Resource: resource.Resource{ID: id}}
}

package fuzz

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/fuzz/model/wire"
	"github.com/tagdex/tagdex/query"
)

// What is generated has to reach what it is there for; else the targets pass
// for want of anything to fail at.

func TestRequestsReachEveryAnswer(t *testing.T) {
	codes, asked, found := map[string]int{}, 0, 0
	for number := range 2000 {
		src := gen.New(caseBytes("FuzzWire", number))
		_, p := wireData(t, src)
		for range maxQueries {
			answer := requestOf(src).want(p.model)
			asked++
			codes[answer.Code()]++
			if answer.Total > 0 && answer.Total < p.model.Len() {
				found++
			}
			if src.Done() {
				break
			}
		}
	}
	t.Log(asked, found, codes)
	for _, code := range []string{"", "IMG.0001", "IMG.0007", "IMG.0115", "IMG.0116", "CTS.0002", "CTS.0003"} {
		require.Greater(t, codes[code]*1000, asked, "code %q in %v", code, codes)
	}
	require.Greater(t, codes[""]*4, asked, "a quarter is answered: %v", codes)
	require.Greater(t, found*40, asked, "some answers are neither nothing nor everything")
}

func TestTagCallsReachEveryAnswer(t *testing.T) {
	answers, asked := map[string]int{}, 0
	for number := range 2000 {
		src := gen.New(caseBytes("FuzzTagCalls", number))
		m := &model.Collection{}
		for _, r := range tagCallData(src) {
			m.Upsert(r)
		}
		for range maxTagCalls {
			call := tagCallOf(src)
			answer := wire.Tags(m, call.options, &call.TagRequest)
			answers[call.Call+answer.Code()]++
			if call.Call == "batch" && answer.Code() == "IMG.0116" && m.Len() > 0 && bytes.Count(call.Body, []byte(`"key"`)) <= 10 {
				answers["too many there"]++
			}
			asked++
			if src.Done() {
				break
			}
		}
	}
	t.Log(asked, answers)
	for _, answer := range []string{
		"list", "listIMG.0144", "all", "add", "addIMG.0001", "addIMG.0007", "addIMG.0115", "addIMG.0026", "addIMG.0116", "addIMG.0144",
		"remove", "removeIMG.0404", "removeIMG.0026", "removeIMG.0144",
		"batch", "batchIMG.0001", "batchIMG.0007", "batchIMG.0115", "batchIMG.0026", "batchIMG.0116", "batchIMG.0144", "too many there",
	} {
		require.Greater(t, answers[answer], 10, "%q in %v", answer, answers)
	}
	require.Greater(t, answers["add"]*20, asked)
}

func TestQueriesReachSomething(t *testing.T) {
	asked, none, every, large := 0, 0, 0, 0
	for number := range 2000 {
		src := gen.New(caseBytes("FuzzStatic", number))
		set := src.Set()
		if set.Filler.N > gen.BlockSize {
			large++
			continue
		}
		for range maxQueries {
			e, n := src.Expr(), 0
			for i := range set.Own {
				if model.Match(e, &set.Own[i]) {
					n++
				}
			}
			asked++
			switch n {
			case 0:
				none++
			case len(set.Own):
				every++
			}
			if src.Done() {
				break
			}
		}
	}
	require.Greater(t, (asked-none-every)*4, asked, "a quarter of %d queries selects some", asked)
	require.Greater(t, every*20, asked)
	require.Greater(t, large, 5, "data sets of more than a block")
}

func TestHistoriesReachEveryStep(t *testing.T) {
	kinds, failures, sum := map[gen.StepKind]int{}, map[error]int{}, model.Applied{}
	for number := range 2500 {
		src := gen.New(caseBytes("FuzzHistory", number))
		_, next := src.History()
		m := &model.Collection{}
		for step, more := next(); more; step, more = next() {
			kinds[step.Kind]++
			changes := make([]model.Change, len(step.Batch))
			for i := range changes {
				changes[i] = model.Change(step.Batch[i])
			}
			done, err := m.Apply(changes, step.Sequence, step.MaxTags)
			failures[err]++
			sum.Deleted += done.Deleted
			sum.Replaced += done.Replaced
			sum.TagsAdded += done.TagsAdded
			sum.TagsChanged += done.TagsChanged
			sum.TagsRemoved += done.TagsRemoved
		}
	}
	for kind := gen.StepQuery; kind <= gen.StepReload; kind++ {
		require.Greater(t, kinds[kind], 300, "kind %d", kind)
	}
	for what, n := range map[string]int{
		"invalid": failures[model.ErrInvalid], "stale": failures[model.ErrStale],
		"not found": failures[model.ErrNotFound], "too many": failures[model.ErrTooMany],
		"deleted": sum.Deleted, "replaced": sum.Replaced,
		"tags added": sum.TagsAdded, "tags changed": sum.TagsChanged, "tags removed": sum.TagsRemoved,
	} {
		require.Greater(t, n, 100, what)
	}
	require.Greater(t, failures[nil]*3, kinds[gen.StepApply]*2, "two batches of three are applied: %v", failures)
}

// TestNamesReachWords: some of the texts that names are asked for must be
// known by words without a look at a name, some of them in part only.
func TestNamesReachWords(t *testing.T) {
	asked, known, inPart := 0, 0, 0
	for number := range 1500 {
		src := gen.New(caseBytes("FuzzStatic", number))
		set := src.Set()
		if set.Filler.N > 300 {
			continue
		}
		s := pairOf(t, set).engine.Snapshot()
		for range 4 {
			plan, err := s.Explain(t.Context(), query.NameContains(src.NamePart()))
			require.NoError(t, err)
			asked++
			if plan.Root.Op == "word" {
				known++
			}
			for _, step := range plan.Root.Args {
				if step.Known > 0 && step.Known < step.Actual {
					inPart++
				} else if step.Known > 0 {
					known++
				}
			}
		}
	}
	t.Log(asked, known, inPart)
	require.Greater(t, known*100, asked)
	require.Greater(t, inPart*1000, asked)
}

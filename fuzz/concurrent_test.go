package fuzz

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
)

// shared is a collection that one goroutine changes and others read.
type shared struct {
	engine *engine.Collection
	// models holds, by version, what the model held, put there before the
	// engine publishes the version.
	models sync.Map
	ended  atomic.Bool
}

// batches is how many versions the concurrent test makes.
const batches = 600

// Readers of the newest version, readers of old snapshots and a writer, at
// once: every answer has to be the answer of one version, the one that the
// snapshot names. Meant to be run with -race too. A check that fails ends its
// goroutine, and the others see it by t.Failed.
func TestConcurrent(t *testing.T) {
	s := &shared{engine: engine.Open(declared)}
	s.models.Store(uint64(0), &model.Collection{})
	var group sync.WaitGroup
	for reader := range 3 {
		group.Go(func() { s.read(t, reader) })
	}
	group.Go(func() { s.readOld(t) })
	group.Go(func() {
		defer s.ended.Store(true)
		s.write(t)
	})
	group.Wait()
	checkAll(t, s.engine.Snapshot(), s.modelOf(s.engine.Snapshot()))
}

func (s *shared) modelOf(snapshot *engine.Snapshot) *model.Collection {
	m, _ := s.models.Load(snapshot.Version())
	return m.(*model.Collection)
}

// write applies random batches, compacts now and then, and keeps the model of
// each version.
func (s *shared) write(t *testing.T) {
	m := &model.Collection{}
	filler := gen.Filler{N: 300, Layout: 2}
	begin := []gen.Change{}
	for _, r := range filler.Resources() {
		begin = append(begin, gen.Change{Resource: r})
	}
	s.apply(t, m, 1, begin)
	for version, round := uint64(2), 0; version <= batches && !t.Failed(); round++ {
		if version%50 == 0 {
			s.models.Store(version, m.Clone())
			if err := s.engine.Compact(t.Context()); err != nil {
				t.Errorf("compact: %v", err)
			}
			version++
			continue
		}
		src := gen.New(randomBytes("TestConcurrent write", round, 400))
		if s.apply(t, m, version, src.Batch(filler)) {
			version++
		}
	}
}

// apply applies a batch to both, and reports whether it was one to apply.
func (s *shared) apply(t *testing.T, m *model.Collection, version uint64, changes []gen.Change) bool {
	batch, mine := batchOf(changes)
	batch.Sequence = version
	_, refused := m.Apply(mine, version, 0)
	if refused == nil {
		s.models.Store(version, m.Clone())
	}
	if _, err := s.engine.Apply(t.Context(), batch); (err == nil) != (refused == nil) {
		t.Errorf("version %d: %v, the model says %v", version, err, refused)
	}
	return refused == nil
}

// read asks the newest version, again and again.
func (s *shared) read(t *testing.T, reader int) {
	for n := 0; !s.ended.Load() && !t.Failed(); n++ {
		src := gen.New(randomBytes("TestConcurrent read", n<<4|reader, 200))
		snapshot := s.engine.Snapshot()
		ask(t, src, snapshot, s.modelOf(snapshot))
	}
}

// readOld holds a few snapshots for long, and asks them once more at the end.
func (s *shared) readOld(t *testing.T) {
	var old []*engine.Snapshot
	for n := 0; !s.ended.Load() && !t.Failed(); n++ {
		src := gen.New(randomBytes("TestConcurrent old", n, 200))
		if snapshot := s.engine.Snapshot(); len(old) < 12 && (len(old) == 0 || snapshot.Version() > old[len(old)-1].Version()+10) {
			old = append(old, snapshot)
		}
		snapshot := gen.Pick(src, old)
		ask(t, src, snapshot, s.modelOf(snapshot))
	}
	for _, snapshot := range old {
		checkAll(t, snapshot, s.modelOf(snapshot))
	}
}

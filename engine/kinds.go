package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// ErrKindMismatch: a resource with a declared property whose value is of
// another kind, where Options.RefuseKindMismatch is set. The error is a
// *KindError; it matches ErrInvalidResource too.
var ErrKindMismatch = errors.New("value is not of the declared kind")

// KindError names a property whose value is not of the kind that
// Options.Properties declares (SEMANTICS section 2, declared properties).
type KindError struct {
	Property string
	Value    string     // as JSON, cut to 100 bytes
	Want     query.Kind // as declared
}

func (e *KindError) Error() string {
	return fmt.Sprintf("property %q is %q, want a %s", e.Property, e.Value, e.Want)
}

// Unwrap makes errors.Is hold for ErrKindMismatch and ErrInvalidResource.
func (e *KindError) Unwrap() []error { return []error{ErrKindMismatch, ErrInvalidResource} }

// ofKind are what values are of a declared kind (SEMANTICS section 2, declared
// properties).
var ofKind = [query.NumKinds]func(detail.Value) bool{
	query.KindText:    func(v detail.Value) bool { return v.Kind > detail.Other },
	query.KindBoolean: func(v detail.Value) bool { return v.Text == "true" || v.Text == "false" },
	query.KindNumber:  func(v detail.Value) bool { return hasRank(v.Number()) },
	query.KindTime:    func(v detail.Value) bool { return hasRank(v.Time()) },
}

func hasRank(_ scalar.Rank, ok bool) bool { return ok }

// maxKindValue is how many bytes of a value a KindError repeats.
const maxKindValue = 100

// CheckKinds returns the *KindError for which a collection of r would refuse a
// resource, nil if it would not, or if Options.RefuseKindMismatch is not set:
// so a stream can be checked before it is loaded. It costs a look at each member
// of the detail. Safe for concurrent use.
func (r *Registry) CheckKinds(res *resource.Resource) error { return r.opts.checkKinds(res) }

// checkKinds refuses a resource with a value that is not of the declared kind,
// if that is wanted.
func (o *Options) checkKinds(r *resource.Resource) error {
	if !o.RefuseKindMismatch || len(o.Properties) == 0 {
		return nil
	}
	for name, raw := range detail.Members(r.Detail) {
		i := slices.IndexFunc(o.Properties, func(p query.Property) bool { return p.Name == name && p.Kind < query.NumKinds })
		if i < 0 {
			continue
		}
		value, want := detail.Parse(raw), o.Properties[i].Kind
		if value.Kind != detail.Absent && !ofKind[want](value) {
			return &KindError{Property: name, Value: strings.ToValidUTF8(raw[:min(len(raw), maxKindValue)], ""), Want: want}
		}
	}
	return nil
}

// addKinds adds numbers of mismatches by property.
func (a *Applied) addKinds(mismatches map[string]int) {
	if a.KindMismatches == nil {
		a.KindMismatches = maps.Clone(mismatches)
		return
	}
	for property, n := range mismatches {
		a.KindMismatches[property] += n
	}
}

// KindMismatches tells how many resources have a value of a declared property
// that is not of its kind, by property; nil where there are none. The map is
// the caller's. It costs in proportion to the number of declared properties.
func (s *Snapshot) KindMismatches() map[string]int {
	var all map[string]int
	for name, n := range s.content().Mismatches() {
		if all == nil {
			all = map[string]int{}
		}
		all[name] = n
	}
	return all
}

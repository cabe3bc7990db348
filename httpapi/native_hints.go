package httpapi

import (
	"context"
	"unicode/utf8"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// hintInfo is one name of a question that no resource has.
type hintInfo struct {
	Kind    engine.UnknownKind `json:"kind"`
	Key     string             `json:"key,omitzero"`
	Value   string             `json:"value,omitzero"`
	Near    []string           `json:"near,omitempty"`
	Message string             `json:"message"`
}

// What hints may cost, for each question: well under a millisecond.
const (
	hintNames   = 1 << 12
	hintDetails = 1 << 9
)

// maxHintText is how many bytes of a name that was asked for a hint repeats.
const maxHintText = 256

// hints are what an expression, as the caller wrote it, names and no resource
// has (SEMANTICS section 11). Where the question found something only what
// lookups tell is told, which costs next to nothing.
func (a *answering) hints(ctx context.Context, s *engine.Snapshot, e query.Expr, total int) ([]hintInfo, error) {
	unknown, err := s.Unknown(ctx, e, engine.UnknownOptions{
		Tenant: a.tenant, LookupsOnly: total > 0, Names: hintNames, Details: hintDetails,
	})
	var infos []hintInfo
	for i := range unknown {
		u := &unknown[i]
		infos = append(infos, hintInfo{u.Kind, cutHint(u.Key), cutHint(u.Value), u.Near, u.Message})
	}
	return infos, err
}

// cutHint cuts a long text between two code points.
func cutHint(text string) string {
	if len(text) <= maxHintText {
		return text
	}
	end := maxHintText
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}

// withKeys is an expression that names some keys, too.
func withKeys(e query.Expr, keys []string) query.Expr {
	all := []query.Expr{e}
	for _, key := range keys {
		all = append(all, query.Has(key))
	}
	return query.And(all...)
}

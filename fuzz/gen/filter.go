package gen

import "github.com/tagdex/tagdex/query"

// maxKeys bounds the keys of a list of a Filter.
const maxKeys = 4

// Filter makes a filter. A few of them are errors: matches of unknown fields,
// and a lone "*" where wildcards are on.
func (s *Source) Filter() query.Filter {
	f := query.Filter{
		Tags:       s.tagMatches(),
		TagsAny:    s.tagMatches(),
		NotTags:    s.tagMatches(),
		NotTagsAny: s.tagMatches(),
	}
	f.WithoutAnyTag = s.OneIn(8)
	if s.OneIn(8) {
		f.SysTags = s.tagMatches()
	}
	for range Pick(s, []int{0, 0, 0, 1, 1, 2}) {
		f.Matches = append(f.Matches, s.match())
	}
	return f
}

// Reading chooses a reading.
func (s *Source) Reading() query.Reading {
	return query.Reading{SwapNegation: s.OneIn(2), Wildcards: s.OneIn(2)}
}

// tagMatches makes one list, empty half of the time.
func (s *Source) tagMatches() []query.TagMatch {
	if !s.OneIn(2) {
		return nil
	}
	list := make([]query.TagMatch, 1+s.N(maxKeys))
	for i := range list {
		key, value := s.Tag()
		list[i] = query.TagMatch{Key: key}
		if n := Pick(s, []int{0, 1, 1, 2, 4}); n > 0 {
			list[i].Values = append(s.valueList(n-1), value)
		}
	}
	return list
}

func (s *Source) match() query.Match {
	switch s.N(8) {
	case 0, 1, 2, 3:
		return query.Match{Field: query.FieldName, Value: s.NamePart()}
	case 4:
		return query.Match{Field: query.FieldName, Value: ""}
	case 5, 6:
		return query.Match{Field: query.FieldID, Value: s.ID()}
	}
	return query.Match{Field: Pick(s, []query.Field{"", "name", "Resource_name"}), Value: s.Value()}
}

package main

import "github.com/tagdex/tagdex/dialect"

// profileFlags choose between readings of the documented APIs.
type profileFlags struct {
	SwappedNegation bool `help:"Read not_tags as 'none of' and not_tags_any as 'not all of', as some pages do."`
	KeyLength       int  `enum:"127,128" default:"128" help:"Longest tag key that a request may hold, in characters: ${enum}. Older pages say 127."`
	LenientValues   bool `help:"Take a tag without 'values' as any value, instead of an error."`
	LenientKeys     bool `help:"Let a CTS request hold tag keys of any characters, instead of those that its page names."`
	RefuseEmptyName bool `help:"Refuse an empty resource_name in matches, instead of matching the empty name."`
	Strict          bool `help:"Refuse members and parameters that the documented APIs do not know, naming the nearest that there is, instead of ignoring and telling them."`
	LargeTags       bool `help:"Let tags be written by the limits of the newest page: 20 of an image, keys of 128 characters, values of 255, more kinds of characters."`
}

func (f *profileFlags) ims() *dialect.Profile {
	p := f.apply(dialect.IMS())
	if f.LargeTags {
		p.TagAPI.Rules = dialect.LargeTagRules()
	}
	return p
}

func (f *profileFlags) cts() *dialect.Profile {
	p := f.apply(dialect.CTS())
	if f.LenientKeys {
		p.KeyChars = nil
	}
	return p
}

func (f *profileFlags) apply(p *dialect.Profile) *dialect.Profile {
	p.MaxKeyLength = f.KeyLength
	p.Reading.SwapNegation = f.SwappedNegation
	p.LenientValues = f.LenientValues
	p.RefuseEmptyName = f.RefuseEmptyName
	p.Strict = f.Strict
	return p
}

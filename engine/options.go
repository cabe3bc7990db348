package engine

// Options tune a Collection. The zero value, and a nil pointer, are the
// defaults.
type Options struct {
	// MaxResources limits how many resources the collection holds; a batch
	// that would exceed it fails with ErrFull. 0: no limit but that of
	// ordinals, of which there are 2^32-1 between compactions.
	MaxResources int
}

func (o *Options) orDefault() Options {
	if o == nil {
		return Options{}
	}
	return *o
}

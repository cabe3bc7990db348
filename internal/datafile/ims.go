package datafile

// imsImages is the answer of the image list call (list page, table 1). The
// members that are not the id, the name or the tags make the detail; the links
// are not given where they are null (SEMANTICS section 5).
var imsImages = &export{
	members: map[string]role{
		"id": theID, "name": theName, "tags": theTags,
		"self": link, "file": link, "schema": link,
	},
	tags: lineTag,
	word: listWord,
}

// Package relational is what the relational peers share. SQLite and DuckDB
// hold an image as a row and a posting as a row of its own:
//
//	image(ord, id, name, tagged)    name is folded
//	posting(term, ord)              a term is a key, or a key with a value
//
// The dictionary of terms is a table as well; a host would look its few terms
// up once, so that is part of preparing. Literals stand in the text of a
// statement: it is prepared for this query, and planned for it.
package relational

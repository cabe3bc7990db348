package datafile

// appendCompact appends JSON text without the white space between its tokens.
// The text must be valid; strings, numbers and the order of members stay as
// they are written.
func appendCompact(dst, text []byte) []byte {
	inString, escaped := false, false
	for _, c := range text {
		switch {
		case !inString && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			continue
		case escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		}
		dst = append(dst, c)
	}
	return dst
}

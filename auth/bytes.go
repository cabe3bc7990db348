package auth

// hasOther reports whether s has a byte that is not allowed.
func hasOther(s string, allowed func(byte) bool) bool {
	for i := range len(s) {
		if !allowed(s[i]) {
			return true
		}
	}
	return false
}

func isPrintable(c byte) bool { return ' ' <= c && c <= '~' }

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// isTokenByte holds for what a bearer token is made of (RFC 6750, section
// 2.1, b64token).
func isTokenByte(c byte) bool {
	switch c {
	case '-', '.', '_', '~', '+', '/', '=':
		return true
	}
	return isAlphanumeric(c)
}

func isAccessKeyByte(c byte) bool { return c == '-' || c == '_' || c == '.' || isAlphanumeric(c) }

// isUnreserved holds for what is not escaped in a canonical request.
func isUnreserved(c byte) bool { return c == '~' || isAccessKeyByte(c) }

// isHeaderByte holds for the names of signed headers: tokens in lower case
// (RFC 9110, section 5.6.2), of which the separators of Authorization are none.
func isHeaderByte(c byte) bool {
	switch c {
	case '!', '#', '$', '%', '&', '\'', '*', '+', '^', '`', '|', '~':
		return true
	}
	return isAccessKeyByte(c) && (c < 'A' || 'Z' < c)
}

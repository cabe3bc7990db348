package auth

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// canonicalRequest is the one form of a request that is signed, as the SDK's
// signer makes it: method, path, query, headers, their names, hash of the
// body, one a line. Two requests that a handler could take for different ones
// have different forms, a slash at the end of the path aside.
func canonicalRequest(r *http.Request, headers []string, bodyHash string) (string, error) {
	path, err := canonicalPath(r.URL.EscapedPath())
	if err != nil {
		return "", err
	}
	query, err := canonicalQuery(r.URL.RawQuery)
	if err != nil {
		return "", err
	}
	lines, err := canonicalHeaders(r, headers)
	if err != nil {
		return "", err
	}
	return strings.Join([]string{r.Method, path, query, lines, strings.Join(headers, ";"), bodyHash}, "\n"), nil
}

// canonicalPath unescapes and escapes each segment, and ends with a slash.
func canonicalPath(escaped string) (string, error) {
	segments := strings.Split(escaped, "/")
	for i, s := range segments {
		text, err := url.PathUnescape(s)
		if err != nil {
			return "", refusal("the path is not well escaped")
		}
		segments[i] = escape(text)
	}
	path := strings.Join(segments, "/")
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	return path, nil
}

// pair is one parameter of a query, unescaped.
type pair struct{ key, val string }

// canonicalQuery sorts the parameters by key and value.
func canonicalQuery(raw string) (string, error) {
	if strings.Contains(raw, "+") {
		return "", refusal(`the query has a "+", which is not one thing to all: write %2B or %20`)
	}
	var pairs []pair
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		key, val, _ := strings.Cut(part, "=")
		key, err := url.PathUnescape(key)
		if err != nil {
			return "", refusal("the query is not well escaped")
		}
		if val, err = url.PathUnescape(val); err != nil {
			return "", refusal("the query is not well escaped")
		}
		pairs = append(pairs, pair{key, val})
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return strings.Compare(a.val, b.val)
	})
	parts := make([]string, len(pairs))
	for i, p := range pairs {
		parts[i] = escape(p.key) + "=" + escape(p.val)
	}
	return strings.Join(parts, "&"), nil
}

// canonicalHeaders gives a line for each value of each signed header, every
// one of which must be there, and ends with a line end.
func canonicalHeaders(r *http.Request, names []string) (string, error) {
	var lines strings.Builder
	for _, name := range names {
		values := r.Header.Values(name)
		if name == "host" { // net/http keeps it elsewhere
			values = []string{r.Host}
		}
		if len(values) == 0 {
			return "", refusal("a header that is signed is not there")
		}
		for _, v := range slices.Sorted(slices.Values(values)) {
			if strings.ContainsAny(v, "\r\n") {
				return "", refusal("a header that is signed has a line end in it")
			}
			lines.WriteString(name + ":" + strings.TrimSpace(v) + "\n")
		}
	}
	return lines.String(), nil
}

const upperHex = "0123456789ABCDEF"

// escape writes everything but letters, digits and "-_.~" as %XX.
func escape(s string) string {
	if !hasOther(s, isUnreserved) {
		return s
	}
	out := make([]byte, 0, 3*len(s))
	for i := range len(s) {
		if c := s[i]; isUnreserved(c) {
			out = append(out, c)
		} else {
			out = append(out, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return string(out)
}

package httpapi

import (
	"io"
	"net/http"
	"time"
)

// Limits on how much of a refused body is still read, and for how long.
const (
	lingerBytes = 256 << 20
	lingerTime  = 5 * time.Second
)

// linger sends the answer of a refused request, and then reads the rest of its
// body and forgets it. Closing a connection on which bytes are unread resets
// it, and a client that sends all before it reads, as most do, would lose the
// answer (RFC 9112, section 9.6). HTTP/2 has a way of its own to say it.
func (x *exchange) linger(r *http.Request, body io.Reader) {
	if x.fault == nil || body == nil || r.ContentLength == 0 || r.ProtoMajor != 1 {
		return
	}
	control := http.NewResponseController(x.ResponseWriter)
	if control.SetReadDeadline(time.Now().Add(lingerTime)) != nil || control.Flush() != nil {
		return // not a connection of ours
	}
	_, _ = io.CopyN(io.Discard, body, lingerBytes)
}

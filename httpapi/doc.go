// Package httpapi answers the documented tag queries and the image list over
// HTTP, the calls that list and change tags, and a native API of our own, from
// the collections of an engine.Registry:
//
//	handler := httpapi.New(registry, nil)
//	http.ListenAndServe("127.0.0.1:8080", handler)
//
// Which paths there are, what a request may hold and how answers and errors
// look is the business of package dialect; this package moves bytes, and holds
// the limits of SEMANTICS section 5: size of bodies, number of queries at
// once, time of a query.
//
// # The native API
//
// Below /tagdex/v1 (Options.NoNative leaves it out), described by the document
// of package api. What changes something needs Caller.Write, and system tags
// need Caller.Operator. A bulk load that is over 8 MiB waits in a file of
// Options.SpoolDir until it has come in whole; the file has no name, and goes
// with the request.
//
// # In front of the handler
//
// The handler knows no users: Options.Authenticate tells who a caller is and
// what it may do, by package auth or by what the host has. Or a host mounts the
// handler behind an authentication of its own, which may answer by WriteError
// in the documented form. A http.ServeMux of the host answers paths like "//"
// and "/../" by a redirect before the handler sees them; alone, the handler
// never redirects.
//
// # Requests
//
// A path that names no project, as that of the image list, is about the
// caller's own (Caller.Project), or about the one that the header X-Project-Id
// names, if the caller is not held to some projects, or else about
// Options.DefaultProject.
//
// Path segments are unescaped once and compared as bytes: "%2F" in a project
// id or a key is a slash of it, "%2E%2E" is the id "..". An empty segment, "."
// and ".." that are not escaped find no path, and a slash at the end another
// path than the same one without. The Content-Type of a request is not looked at. A project nobody has
// loaded answers like an empty one, and is not made.
//
// Tags are changed for a Caller with Write alone (SEMANTICS section 7). Such a
// request is one batch of the engine. Changes wait for each other and for bulk
// loads, within the limits of Options, but take no turn from queries.
//
// # Answers
//
// Answers are JSON, whole: the handler writes nothing before it knows all, but
// for the list of all tags of a project, which may be long: that goes out in
// portions, of one snapshot, and is cut off by the end of the connection where
// it cannot be finished. A "<" is not escaped, since an answer is no HTML and
// says so (nosniff). Every answer carries X-Request-Id, the caller's own if
// that is 1 to 128 letters, digits, "-", "_", "." or ":", else a random one.
//
// A request that is refused before its body has come in whole is answered at
// once; what still comes of the body is read and forgotten, up to 256 MiB and
// for 5 seconds, so that a client that sends all before it reads sees why.
//
// Paths that are not there are answered 404, methods that are not there 405,
// in the form of the gateway; everything else in the form of the API. A panic
// is answered 500 and logged; the answer says nothing of the inside.
package httpapi

package auth

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/httpapi"
)

// Limits of a key file.
const (
	maxCredentials = 10_000
	maxProjects    = 1_000 // of one credential: each request looks through them
	maxName        = 64    // bytes of a credential's name
	maxProjectName = 256   // bytes
	minSecret      = 20    // bytes of a token or secret key
	maxSecret      = 1024  // bytes
	minDifferent   = 8     // different bytes in a secret
	maxAccessKey   = 128   // bytes
)

// The members of a key file.
var (
	fileMembers       = []string{"credentials"}
	credentialMembers = []string{
		"name", "role", "projects", "default_project", "token", "token_sha256", "access_key", "secret_key",
	}
)

// roles are what a caller may do, by name.
var roles = map[string]httpapi.Caller{
	"read":     {},
	"write":    {Write: true},
	"manage":   {Write: true, Drop: true},
	"operator": {Write: true, Drop: true, Operator: true},
}

// Parse reads the text of a key file. An error is of the type Faults, with
// every fault that there is.
func Parse(text []byte) (*Keys, error) {
	d := &document{text: text}
	p := &parser{document: d, keys: newKeys(), names: map[string]string{}, secrets: map[digest]string{}, accessKeys: map[string]string{}}
	p.file()
	if err := d.err(); err != nil {
		return nil, err
	}
	return p.keys, nil
}

// parser fills keys from a document. What must be there once is kept with the
// path of where it was.
type parser struct {
	*document
	keys       *Keys
	names      map[string]string
	secrets    map[digest]string
	accessKeys map[string]string
}

func (p *parser) file() {
	root, ok := p.root()
	if !ok {
		return
	}
	members := p.members(root, "", fileMembers)
	if members == nil {
		return
	}
	all, ok := members["credentials"]
	switch {
	case !ok:
		p.fault(root.at, "credentials", "is missing")
		return
	case all.kind() != jsontext.KindBeginArray:
		p.fault(all.at, "credentials", "is %s, it must be a list", kindName(all.kind()))
		return
	}
	count := 0
	all.items(func(i int, item value) {
		if count++; count <= maxCredentials {
			p.credential(item, fmt.Sprintf("credentials[%d]", i))
		}
	})
	switch {
	case count == 0:
		p.fault(all.at, "credentials", "is empty: nobody could come in")
	case count > maxCredentials:
		p.fault(all.at, "credentials", "has %d entries, more than %d", count, maxCredentials)
	}
}

// credential reads one entry into the keys. Where it has a fault the keys are
// never used.
func (p *parser) credential(v value, path string) {
	members := p.members(v, path, credentialMembers)
	if members == nil {
		return
	}
	e := &entry{parser: p, path: path, at: v.at, members: members}
	caller := e.role()
	caller.Name = e.name()
	caller.Projects = e.projects()
	caller.Project = e.defaultProject(caller.Projects)
	e.secret(caller)
}

// entry is one credential while it is read.
type entry struct {
	*parser
	path    string
	at      int
	members map[string]value
}

func (e *entry) wrong(name, format string, args ...any) {
	at := e.at
	if v, ok := e.members[name]; ok {
		at = v.at
	}
	e.fault(at, join(e.path, name), format, args...)
}

func (e *entry) has(name string) bool {
	_, ok := e.members[name]
	return ok
}

// text returns a member that must be there and a string.
func (e *entry) text(name string) (string, bool) {
	v, ok := e.members[name]
	switch {
	case !ok:
		e.wrong(name, "is missing")
	case v.kind() != jsontext.KindString:
		e.wrong(name, "is %s, it must be a string", kindName(v.kind()))
	default:
		return v.str(), true
	}
	return "", false
}

// once notes something that no two entries may share.
func once[K comparable](e *entry, name string, seen map[K]string, key K) bool {
	if other, twice := seen[key]; twice {
		e.wrong(name, "is that of %s too", other)
		return false
	}
	seen[key] = e.path
	return true
}

func (e *entry) role() httpapi.Caller {
	name, ok := e.text("role")
	caller, known := roles[name]
	if ok && !known {
		e.wrong("role", "%s is none of read, write, manage, operator", quote(name))
	}
	return caller
}

func (e *entry) name() string {
	name, ok := e.text("name")
	switch {
	case !ok:
	case name == "" || len(name) > maxName || hasOther(name, isPrintable):
		e.wrong("name", "must be 1 to %d printable ASCII characters", maxName)
	default:
		once(e, "name", e.names, name)
	}
	return name
}

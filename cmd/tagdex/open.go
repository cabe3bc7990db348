package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"github.com/tagdex/tagdex/httpapi"
)

// open lets everybody in who reaches the address.
func (c *serveCmd) open(addr net.Addr, logger *slog.Logger) (authenticate, error) {
	d := &door{loopback: isLoopback(addr)}
	d.caller.Operator = c.AllowSystemTags || d.loopback
	d.caller.Write = c.Writable
	if d.loopback {
		return d.authenticate, nil
	}
	may := "read"
	if c.Writable {
		may = "read and change"
	}
	if c.Writable && !c.AllowOpenWrites {
		return nil, &failure{exitUsage, fmt.Errorf("--writable on %s would let everybody who reaches it write: "+
			"give --keys FILE, or an --addr on 127.0.0.1, or say --allow-open-writes", addr)}
	}
	logger.Warn("there are no --keys: everybody who reaches this address may "+may+" every project", "addr", addr.String())
	return d.authenticate, nil
}

// door is what everybody may do where nobody is asked who he is.
type door struct {
	loopback bool
	caller   httpapi.Caller
	foreign  http.CrossOriginProtection
}

// authenticate takes away what a page of another site may not have its
// visitor's browser do: to write, and where only this machine can reach us, to
// be the operator. Reading stays: browsers keep the answers from such pages, but
// not from one whose own name has been made to mean this machine.
func (d *door) authenticate(r *http.Request) (httpapi.Caller, error) {
	// A name that somebody has made to mean this machine is not ours.
	misnamed := d.loopback && !namesLoopback(r.Host)
	if misnamed || d.foreign.Check(r) != nil {
		return httpapi.Caller{Name: "another site's page", Operator: d.caller.Operator && !d.loopback}, nil
	}
	return d.caller, nil
}

func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// namesLoopback reports whether the Host of a request is this machine, under a
// name that nobody can give to another.
func namesLoopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.Trim(name, "[]")
	return strings.EqualFold(name, "localhost") || net.ParseIP(name).IsLoopback()
}

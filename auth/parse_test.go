package auth_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/httpapi"
)

// whole is a file with every kind of credential.
var whole = fmt.Sprintf(`{"credentials": [
  {"name": "dashboard", "role": "read", "projects": ["p1", "p2"], "default_project": "p2", "token": %q},
  {"name": "loader", "role": "write", "projects": ["p1"], "token_sha256": %q},
  {"name": "keeper", "role": "manage", "projects": ["p1"], "token": "%s"},
  {"name": "ops", "role": "operator", "projects": "*", "token": "%s"},
  {"name": "all of p3", "role": "read", "projects": "*", "default_project": "p3", "token": "%s"},
  {"name": "nothing", "role": "read", "projects": [], "token": "%s"},
  {"name": "sdk", "role": "write", "projects": ["p1", "p2"], "access_key": %q, "secret_key": %q}
]}`, token, hashOf("1"+token), "5"+token, "2"+token, "3"+token, "4"+token, accessKey, secretKey)

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// TestRoles: what each credential may do.
func TestRoles(t *testing.T) {
	keys := parse(t, whole)
	require.Equal(t, 7, keys.Len())
	who := auth.New(keys, nil)
	for given, want := range map[string]httpapi.Caller{
		token:       {Name: "dashboard", Projects: []string{"p1", "p2"}, Project: "p2"},
		"1" + token: {Name: "loader", Projects: []string{"p1"}, Project: "p1", Write: true},
		"5" + token: {Name: "keeper", Projects: []string{"p1"}, Project: "p1", Write: true, Drop: true},
		"2" + token: {Name: "ops", Write: true, Drop: true, Operator: true},
		"3" + token: {Name: "all of p3", Project: "p3"},
		"4" + token: {Name: "nothing", Projects: []string{}},
	} {
		for _, header := range [][2]string{{"Authorization", "Bearer " + given}, {"X-Auth-Token", given}, {"Authorization", "bearer  " + given}} {
			r := httptest.NewRequest("POST", "/", nil)
			r.Header.Set(header[0], header[1])
			caller, err := who.Authenticate(r)
			require.NoError(t, err)
			require.Equal(t, want, caller)
		}
	}
}

// one is a file with one credential, from its members.
func one(members string) string { return `{"credentials":[{` + members + `}]}` }

const common = `"name":"a","role":"read","projects":"*",`

// TestLeast: the weakest that is taken.
func TestLeast(t *testing.T) {
	require.Equal(t, 1, parse(t, one(common+`"token":"01234567012345670123"`)).Len())
}

// TestMost: what is as long as it may be is taken, and one more is not.
func TestMost(t *testing.T) {
	filled := func(unit string, n int) string { return strings.Repeat(unit, n/len(unit)+1)[:n] }
	list := func(n int) string {
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf(`"p%d"`, i)
		}
		return "[" + strings.Join(names, ",") + "]"
	}
	strong := fmt.Sprintf(`"token":%q`, token)
	for name, c := range map[string]struct {
		most int
		text func(n int) string
	}{
		"token": {1024, func(n int) string { return one(common + fmt.Sprintf(`"token":%q`, filled("0123456789", n))) }},
		"secret key": {1024, func(n int) string {
			return one(common + fmt.Sprintf(`"access_key":"k","secret_key":%q`, filled("0123456789", n)))
		}},
		"access key": {128, func(n int) string {
			return one(common + fmt.Sprintf(`"access_key":%q,"secret_key":%q`, filled("k", n), token))
		}},
		"name": {64, func(n int) string {
			return one(fmt.Sprintf(`"name":%q,"role":"read","projects":"*",`, filled("n", n)) + strong)
		}},
		"project": {256, func(n int) string {
			return one(fmt.Sprintf(`"name":"a","role":"read","projects":[%q],`, filled("p", n)) + strong)
		}},
		"projects": {1000, func(n int) string { return one(`"name":"a","role":"read","projects":` + list(n) + `,` + strong) }},
		"credentials": {10_000, func(n int) string {
			all := make([]string, n)
			for i := range all {
				all[i] = fmt.Sprintf(`{"name":"n%d","role":"read","projects":"*","token":"%s%d"}`, i, token, i)
			}
			return `{"credentials":[` + strings.Join(all, ",") + `]}`
		}},
	} {
		_, err := auth.Parse([]byte(c.text(c.most)))
		require.NoError(t, err, name)
		_, err = auth.Parse([]byte(c.text(c.most + 1)))
		require.ErrorContains(t, err, fmt.Sprint(c.most), name)
	}
}

// TestFaults: each fault alone, by path and reason.
func TestFaults(t *testing.T) {
	strong := fmt.Sprintf(`"token":%q`, token)
	for text, want := range map[string]string{
		``:                               `line 1: is empty`,
		" \n\n ":                         `is empty`,
		`[]`:                             `line 1: is a list, it must be an object`,
		`null`:                           `is null`,
		`{}`:                             `credentials: is missing`,
		`{"credentials":{}}`:             `credentials: is an object, it must be a list`,
		`{"credentials":[]}`:             `credentials: is empty: nobody could come in`,
		`{"credentials":[3]}`:            `credentials[0]: is a number, it must be an object`,
		"{\"credentials\":[\n{]}":        `line 2: is not well-formed JSON in UTF-8 (column 2)`,
		`{"credentials":[`:               `the JSON ends too early`,
		"\xef\xbb\xbf{}":                 `is not well-formed JSON`,
		"{\"\xff\":1}":                   `is not well-formed JSON in UTF-8`,
		`{"credentials":[]} {}`:          `there is something after the document`,
		whole[:len(whole)-1] + `,"x":1}`: `there is no member "x"; the members are credentials`,
		whole[:len(whole)-1] + `,"credentials":[]}`:                                      `credentials: is given twice`,
		one(common + strong + `,"Role":"read"`):                                          `credentials[0]: there is no member "Role"; the members are name, role,`,
		one(common + strong + `,"name":"b"`):                                             `credentials[0].name: is given twice`,
		one(`"role":"read","projects":"*",` + strong):                                    `credentials[0].name: is missing`,
		one(`"name":1,"role":"read","projects":"*",` + strong):                           `credentials[0].name: is a number, it must be a string`,
		one(`"name":"","role":"read","projects":"*",` + strong):                          `credentials[0].name: must be 1 to 64`,
		one(`"name":"\n","role":"read","projects":"*",` + strong):                        `credentials[0].name: must be 1 to 64 printable`,
		one(`"name":"a","projects":"*",` + strong):                                       `credentials[0].role: is missing`,
		one(`"name":"a","role":"admin","projects":"*",` + strong):                        `credentials[0].role: "admin" is none of read, write, manage, operator`,
		one(`"name":"a","role":true,"projects":"*",` + strong):                           `credentials[0].role: is true or false`,
		one(`"name":"a","role":"read",` + strong):                                        `credentials[0].projects: is missing`,
		one(`"name":"a","role":"read","projects":"p",` + strong):                         `credentials[0].projects: must be a list of projects, or "*" for all`,
		one(`"name":"a","role":"read","projects":null,` + strong):                        `credentials[0].projects: must be a list`,
		one(`"name":"a","role":"read","projects":["*"],` + strong):                       `credentials[0].projects[0]: "*" stands alone`,
		one(`"name":"a","role":"read","projects":["p",""],` + strong):                    `credentials[0].projects[1]: must have 1 to 256 bytes`,
		one(`"name":"a","role":"read","projects":["p","p"],` + strong):                   `credentials[0].projects[1]: "p" is given twice`,
		one(`"name":"a","role":"read","projects":[null],` + strong):                      `credentials[0].projects[0]: is null`,
		one(common + strong + `,"default_project":"*"`):                                  `credentials[0].default_project: "*" stands alone`,
		one(common + strong + `,"default_project":null`):                                 `credentials[0].default_project: is null`,
		one(`"name":"a","role":"read","projects":["p"],"default_project":"q",` + strong): `credentials[0].default_project: "q" is not one of the projects`,
		one(`"name":"a","role":"read","projects":"*"`):                                   `credentials[0]: needs one of token, token_sha256, or access_key with secret_key; it has 0`,
		one(common + strong + `,"token_sha256":"x"`):                                     `it has 2 of the three`,
		one(common + strong + `,"secret_key":"x"`):                                       `it has 2 of the three`,
		one(common + `"token":""`):                                                       `credentials[0].token: is empty`,
		one(common + `"token":null`):                                                     `credentials[0].token: is null`,
		one(common + `"token":"0123456789012345678"`):                                    `credentials[0].token: has 19 bytes, fewer than 20`,
		one(common + `"token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`):                       `credentials[0].token: is of 1 different bytes, fewer than 8`,
		one(common + `"token":"` + token + ` "`):                                         `credentials[0].token: has a character`,
		one(common + `"token":"` + strings.Repeat(token, 33) + `"`):                      `credentials[0].token: has 1056 bytes, more than 1024`,
		one(common + `"token_sha256":"abc"`):                                             `credentials[0].token_sha256: must be the 64 hex digits`,
		one(common + `"token_sha256":"` + strings.Repeat("z", 64) + `"`):                 `credentials[0].token_sha256: must be the 64 hex digits`,
		one(common + `"token_sha256":5`):                                                 `credentials[0].token_sha256: is a number`,
		one(common + `"access_key":"a"`):                                                 `credentials[0].secret_key: is missing`,
		one(common + `"secret_key":"` + secretKey + `"`):                                 `credentials[0].access_key: is missing`,
		one(common + `"access_key":"a,b","secret_key":"` + secretKey + `"`):              `credentials[0].access_key: must be 1 to 128 letters`,
		one(common + `"access_key":"a","secret_key":"short"`):                            `credentials[0].secret_key: has 5 bytes`,
		one(common + `"access_key":"a","secret_key":"` + secretKey + `é"`):               `credentials[0].secret_key: has a character`,
	} {
		keys, err := auth.Parse([]byte(text))
		require.Nil(t, keys, text)
		faults, ok := errors.AsType[auth.Faults](err)
		require.True(t, ok, text)
		require.Len(t, faults, 1, "%s\n%v", text, err)
		require.Contains(t, faults[0].Error(), want, text)
		require.ErrorIs(t, err, faults[0])
		require.NotContains(t, err.Error(), token)
		require.NotContains(t, err.Error(), secretKey)
	}
}

// TestAllFaults: one reading tells all of them, in the order of the file.
func TestAllFaults(t *testing.T) {
	_, err := auth.Parse([]byte(strings.Join([]string{
		`{`,
		`  "credentials": [`,
		`    {"name": "a", "role": "read", "projects": "*", "token": "` + token + `"},`,
		`    {"name": "a", "role": "reader", "projects": "*",`,
		`     "token_sha256": "` + hashOf(token) + `"},`,
		`    {"name": "b", "role": "write", "projects": ["p"], "access_key": "k", "secret_key": "` + secretKey + `"},`,
		`    {"name": "c", "role": "write", "projects": ["p"], "access_key": "k", "secret_key": "1` + secretKey + `"},`,
		`    {"name": "d", "role": "write", "projects": ["p"], "access_key": "l",`,
		`     "secret_key": "` + secretKey + `"},`,
		`    {}`,
		`  ],`,
		`  "more": 1`,
		`}`,
	}, "\n")))
	require.EqualError(t, err, strings.Join([]string{
		`line 4: credentials[1].name: is that of credentials[0] too`,
		`line 4: credentials[1].role: "reader" is none of read, write, manage, operator`,
		`line 5: credentials[1].token_sha256: is that of credentials[0] too`,
		`line 7: credentials[3].access_key: is that of credentials[2] too`,
		`line 9: credentials[4].secret_key: is that of credentials[2] too`,
		`line 10: credentials[5].role: is missing`,
		`line 10: credentials[5].name: is missing`,
		`line 10: credentials[5].projects: is missing: a list of projects, or "*" for all`,
		`line 10: credentials[5]: needs one of token, token_sha256, or access_key with secret_key; it has 0 of the three`,
		`line 12: there is no member "more"; the members are credentials`,
	}, "\n"))
}

// TestTooMany: a file cannot take memory out of proportion.
func TestTooMany(t *testing.T) {
	_, err := auth.Parse([]byte(`{"credentials":[` + strings.Repeat("0,", 10_000) + `0]}`))
	faults, ok := errors.AsType[auth.Faults](err)
	require.True(t, ok)
	require.Len(t, faults, 10_001)
	require.ErrorContains(t, err, "has 10001 entries, more than 10000")

	var projects strings.Builder
	for i := range 1001 {
		fmt.Fprintf(&projects, `,"p%d"`, i)
	}
	_, err = auth.Parse([]byte(one(`"name":"a","role":"read","projects":[` + projects.String()[1:] + `],"token":"` + token + `"`)))
	require.EqualError(t, err, `line 1: credentials[0].projects: has 1001 projects, more than 1000`)
}

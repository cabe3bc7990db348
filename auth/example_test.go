package auth_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
)

func ExampleAuthenticator() {
	keys, err := auth.Parse([]byte(`{"credentials": [
		{"name": "dashboard", "role": "read", "projects": ["p1"], "token": "8f14e45fceea167a5a36dedd4bea2543"}
	]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	who := auth.New(keys, nil)
	handler := httpapi.New(engine.NewRegistry(nil), &httpapi.Options{Authenticate: who.Authenticate})

	for _, project := range []string{"p1", "p2"} {
		r := httptest.NewRequest(http.MethodPost, "/v2/"+project+"/images/resource_instances/action", strings.NewReader(`{"action":"count"}`))
		r.Header.Set("Authorization", "Bearer 8f14e45fceea167a5a36dedd4bea2543")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 200 {"total_count":0}
	// 403 {"error":{"code":"IMG.0026","message":"the project is not one of the caller's"}}
}

func ExampleParse() {
	_, err := auth.Parse([]byte(`{"credentials": [
		{"name": "a", "role": "admin", "projects": "*", "token": "secret"}
	]}`))
	fmt.Println(err)
	// Output:
	// line 2: credentials[0].role: "admin" is none of read, write, manage, operator
	// line 2: credentials[0].token: has 6 bytes, fewer than 20: make one by 'openssl rand -hex 32'
}

package httpapi_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// A host mounts the handler in its own mux, under a prefix and behind its own
// authentication.
func ExampleNew() {
	// What the image list sorts by is kept in order.
	list := dialect.IMSList()
	reg := engine.NewRegistry(&engine.Options{Properties: list.Properties(), Orders: list.Orders()})
	_, err := reg.Open("p1", "images").Upsert(context.Background(), resource.Resource{
		ID:     "i1",
		Name:   "ubuntu-22.04",
		Detail: `{"status":"active"}`,
		Tags:   []resource.Tag{{Key: "arch", Value: "arm64"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	gateway := dialect.Gateway()
	authenticated := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Auth-Token") != "let me in" {
				httpapi.WriteError(w, r, gateway, gateway.New(dialect.Unauthenticated, "", "a token is needed"))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
	mux := http.NewServeMux()
	mux.Handle("/tags/", http.StripPrefix("/tags", authenticated(httpapi.New(reg, nil))))

	server := httptest.NewServer(mux)
	defer server.Close()
	ask := func(token string) {
		body := strings.NewReader(`{"action":"filter","tags":[{"key":"arch","values":["arm64"]}]}`)
		r, _ := http.NewRequest("POST", server.URL+"/tags/v2/p1/images/resource_instances/action", body)
		r.Header.Set("X-Auth-Token", token)
		r.Header.Set("X-Request-Id", "r-1")
		resp, err := server.Client().Do(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer resp.Body.Close()
		answer, _ := io.ReadAll(resp.Body)
		fmt.Println(resp.StatusCode, string(answer))
	}
	ask("")
	ask("let me in")
	// Output:
	// 401 {"error_code":"APIGW.0301","error_msg":"a token is needed","request_id":"r-1"}
	// 200 {"total_count":1,"resources":[{"resource_id":"i1","resource_name":"ubuntu-22.04","resource_detail":{"status":"active"},"tags":[{"key":"arch","value":"arm64"}]}]}
}

package conformance

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/config"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	ims "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// The access keys of the tests; each has its role for its name, and may ask
// about the project "mine".
const (
	reader   = "LTAKREADER"
	writer   = "LTAKWRITER"
	operator = "LTAKOPERATOR"
)

// secretOf gives the secret key of an access key.
func secretOf(accessKey string) string { return accessKey + "-0123456789abcdef" }

// projects: "mine" is what the keys may ask about.
const (
	mine   = "mine"
	theirs = "theirs"
)

func keys(t *testing.T) *auth.Keys {
	t.Helper()
	entry := func(role, id string) string {
		return fmt.Sprintf(`{"name":%q,"role":%q,"projects":[%q],"access_key":%q,"secret_key":%q}`, role, role, mine, id, secretOf(id))
	}
	all, err := auth.Parse([]byte(`{"credentials":[` + entry("read", reader) + "," + entry("write", writer) + "," + entry("operator", operator) + `]}`))
	require.NoError(t, err)
	return all
}

func tags(kv ...string) []resource.Tag {
	var list []resource.Tag
	for i := 0; i < len(kv); i += 2 {
		list = append(list, resource.Tag{Key: kv[i], Value: kv[i+1]})
	}
	return list
}

// catalogue are the images of both projects, and a tracker.
func catalogue(t *testing.T) *engine.Registry {
	t.Helper()
	reg := engine.NewRegistry(nil)
	fill := func(project, kind string, rs ...resource.Resource) {
		_, err := reg.Open(project, kind).Upsert(t.Context(), rs...)
		require.NoError(t, err)
	}
	fill(mine, "images",
		resource.Resource{ID: "i1", Name: "Ubuntu 22.04", Detail: `{"status":"active","min_disk":40}`, Tags: tags("arch", "arm64", "os", "ubuntu")},
		resource.Resource{ID: "i2", Name: "Ubuntu 24.04", Detail: `{"status":"active"}`, Tags: tags("arch", "x86", "os", "ubuntu", "_sys_owner", "1")},
		resource.Resource{ID: "i3", Name: "Debian 12", Detail: `{"status":"queued"}`, Tags: tags("arch", "arm64", "env", "")},
		resource.Resource{ID: "i4", Name: "", Tags: nil},
		resource.Resource{ID: "i5", Name: "名前 & <x>", Tags: tags("env", "prod")},
	)
	fill(mine, "cts-tracker", resource.Resource{ID: "t1", Name: "system", Tags: tags("_sys_owner", "1", "env", "prod")})
	fill(theirs, "images", resource.Resource{ID: "secret", Tags: tags("arch", "arm64")})
	return reg
}

// service serves the catalogue, behind the keys unless open is set.
func service(t *testing.T, opts httpapi.Options) (address string) {
	t.Helper()
	if opts.Authenticate == nil {
		opts.Authenticate = auth.New(keys(t), nil).Authenticate
	}
	server := httptest.NewServer(httpapi.New(catalogue(t), &opts))
	t.Cleanup(server.Close)
	return server.URL
}

// tamper changes a request after the SDK has signed it.
type tamper func(*http.Request)

func (change tamper) RoundTrip(r *http.Request) (*http.Response, error) {
	change(r)
	return http.DefaultTransport.RoundTrip(r)
}

// client is the SDK's, with an access key, asking about a project.
func client(t *testing.T, address, accessKey, project string, change tamper) *ims.ImsClient {
	t.Helper()
	credentials, err := basic.NewCredentialsBuilder().WithAk(accessKey).WithSk(secretOf(accessKey)).WithProjectId(project).SafeBuild()
	require.NoError(t, err)
	conf := config.DefaultHttpConfig()
	if change != nil {
		conf = conf.WithHttpRoundTripper(change)
	}
	built, err := ims.ImsClientBuilder().WithEndpoint(address).WithCredential(credentials).WithHttpConfig(conf).SafeBuild()
	require.NoError(t, err)
	return ims.NewImsClient(built)
}

// requireFault checks an error as the SDK understands it.
func requireFault(t *testing.T, err error, status int, code, message string) *sdkerr.ServiceResponseError {
	t.Helper()
	var fault *sdkerr.ServiceResponseError
	require.ErrorAs(t, err, &fault)
	require.Equal(t, status, fault.StatusCode, fault.ErrorMessage)
	require.Equal(t, code, fault.ErrorCode, fault.ErrorMessage)
	require.Contains(t, fault.ErrorMessage, message)
	require.NotEmpty(t, fault.RequestId)
	return fault
}

// requireUnknown checks for the documented answer to who is not known.
func requireUnknown(t *testing.T, err error) {
	t.Helper()
	requireFault(t, err, 401, dialect.Gateway().Table[dialect.Unauthenticated].Code, "no valid credential")
}

func ptr[T any](v T) *T { return &v }

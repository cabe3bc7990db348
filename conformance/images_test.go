package conformance

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	ims "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

const someImages = 300

// gallery serves many images.
func gallery(t *testing.T, all []image) (address string) {
	t.Helper()
	reg := engine.NewRegistry(nil)
	rs := make([]resource.Resource, len(all))
	for i := range all {
		rs[i] = all[i].resource(t)
	}
	_, err := reg.Open(mine, "images").Upsert(t.Context(), rs...)
	require.NoError(t, err)
	_, err = reg.Open(theirs, "images").Upsert(t.Context(), resource.Resource{ID: "secret", Name: "secret"})
	require.NoError(t, err)
	server := httptest.NewServer(httpapi.New(reg, &httpapi.Options{Authenticate: auth.New(keys(t), nil).Authenticate}))
	t.Cleanup(server.Close)
	return server.URL
}

// registered is what the list shows where it is not asked for others
// (SEMANTICS section 5).
func registered(im *image) bool {
	v, ok := im.property["__isregistered"]
	return !ok || v == "true"
}

// listed asks for a list, and returns the ids.
func listed(t *testing.T, c *ims.ImsClient, r model.ListImagesRequest) []string {
	t.Helper()
	answer, err := c.ListImages(&r)
	require.NoError(t, err)
	require.Equal(t, 200, answer.HttpStatusCode)
	require.NotNil(t, answer.Images, "none is a list all the same")
	ids := []string{}
	for _, im := range *answer.Images {
		ids = append(ids, im.Id)
	}
	return ids
}

// naive is the list as one reads it on the page: the images that hold, newest
// first; ties by id, downwards too.
func naive(all []image, holds func(im *image) bool) []string {
	var some []image
	for i := range all {
		if holds(&all[i]) {
			some = append(some, all[i])
		}
	}
	slices.SortFunc(some, func(a, b image) int {
		return -cmp.Or(strings.Compare(a.text("created_at"), b.text("created_at")), strings.Compare(a.id, b.id))
	})
	ids := []string{}
	for _, im := range some {
		ids = append(ids, im.id)
	}
	return ids
}

func (im *image) text(property string) string {
	v, _ := im.property[property].(string)
	return v
}

// TestImageListEnums: every value that the client has a name for.
func TestImageListEnums(t *testing.T) {
	all := images(someImages)
	address := gallery(t, all)
	c := client(t, address, reader, mine, nil)
	require.Equal(t, naive(all, registered), listed(t, c, model.ListImagesRequest{}))
	for _, e := range enums {
		for _, value := range e.values {
			t.Run(e.property+"="+value, func(t *testing.T) {
				r := model.ListImagesRequest{}
				e.set(&r, value)
				holds := func(im *image) bool { return im.property[e.property] == value && registered(im) }
				switch {
				case e.property == "__isregistered" && value == "true":
					holds = registered
				case e.property == "__isregistered":
					require.Empty(t, listed(t, c, r), "only operators may ask for it")
					of := func(im *image) bool { return im.property[e.property] == value }
					require.Equal(t, naive(all, of), listed(t, client(t, address, operator, mine, nil), r))
					return
				case e.property == "architecture":
					holds = func(im *image) bool {
						own, there := im.property[e.property]
						return registered(im) && (own == value || !there && value == "x86")
					}
				case e.property == "member_status":
					_, err := c.ListImages(&r)
					requireFault(t, err, 400, "IMG.0001", "member_status")
					r.Visibility = ptr(model.GetListImagesRequestVisibilityEnum().SHARED)
					holds = func(im *image) bool {
						return im.property[e.property] == value && im.property["visibility"] == "shared" && registered(im)
					}
				}
				want := naive(all, holds)
				require.NotEmpty(t, want, "the images have none such")
				require.Equal(t, want, listed(t, c, r))
			})
		}
	}
}

// TestImageListTexts: the parameters that are texts, numbers and times.
func TestImageListTexts(t *testing.T) {
	all := images(someImages)
	c := client(t, gallery(t, all), reader, mine, nil)
	for _, p := range plain {
		for _, value := range append(p.values, "5d3e0b6c-4c5b-4bd3-9c4e-0c0f6a1f1d12") {
			r := model.ListImagesRequest{}
			*p.field(&r) = &value
			holds := func(im *image) bool {
				v, ok := im.property[p.property]
				return registered(im) && (v == value || !ok && p.property == "enterprise_project_id" && value == "0")
			}
			require.Equal(t, naive(all, holds), listed(t, c, r), "%s=%s", p.property, value)
		}
	}
	has := func(property string, want any) func(*image) bool {
		return func(im *image) bool { return im.property[property] == want && registered(im) }
	}
	compare := func(property string, holds func(order int) bool) func(*image) bool {
		return func(im *image) bool {
			v, ok := im.property[property].(string)
			return ok && holds(strings.Compare(v, "2024-06-02T10:00:01Z")) && registered(im)
		}
	}
	tagged := func(value string) func(*image) bool {
		return func(im *image) bool {
			return slices.Contains(im.tags, resource.Tag{Key: "env", Value: value}) && registered(im)
		}
	}
	never := func(*image) bool { return false }
	const at = "2024-06-02T10:00:01Z"
	for name, tc := range map[string]struct {
		r     model.ListImagesRequest
		holds func(*image) bool
	}{
		"min_disk":         {model.ListImagesRequest{MinDisk: ptr(int32(40))}, has("min_disk", 40)},
		"min_disk of none": {model.ListImagesRequest{MinDisk: ptr(int32(0))}, has("min_disk", 0)},
		"min_ram":          {model.ListImagesRequest{MinRam: ptr(int32(1024))}, has("min_ram", 1024)},
		"protected":        {model.ListImagesRequest{Protected: ptr(true)}, has("protected", true)},
		"not protected":    {model.ListImagesRequest{Protected: ptr(false)}, func(im *image) bool { return im.property["protected"] != true && registered(im) }},
		"id":               {model.ListImagesRequest{Id: ptr("id-007")}, func(im *image) bool { return im.id == "id-007" && registered(im) }},
		"name":             {model.ListImagesRequest{Name: ptr("image 7 & 名")}, func(im *image) bool { return im.name == "image 7 & 名" && registered(im) }},
		"part of a name":   {model.ListImagesRequest{Name: ptr("image")}, never},
		"all projects":     {model.ListImagesRequest{EnterpriseProjectId: ptr("all_granted_eps")}, registered},
		"tag":              {model.ListImagesRequest{Tag: ptr("env=prod")}, tagged("prod")},
		"tag with equals":  {model.ListImagesRequest{Tag: ptr("env=a=b")}, tagged("a=b")},
		"tag, empty value": {model.ListImagesRequest{Tag: ptr("env")}, tagged("")},
		"tag, empty too":   {model.ListImagesRequest{Tag: ptr("env=")}, tagged("")},
		"system tag":       {model.ListImagesRequest{Tag: ptr("_sys_x=1")}, never},
		"created gt":       {model.ListImagesRequest{CreatedAt: ptr("gt:" + at)}, compare("created_at", func(o int) bool { return o > 0 })},
		"created gte":      {model.ListImagesRequest{CreatedAt: ptr("gte:" + at)}, compare("created_at", func(o int) bool { return o >= 0 })},
		"created lt":       {model.ListImagesRequest{CreatedAt: ptr("lt:" + at)}, compare("created_at", func(o int) bool { return o < 0 })},
		"created lte":      {model.ListImagesRequest{CreatedAt: ptr("lte:2024-06-02 10:00:01")}, compare("created_at", func(o int) bool { return o <= 0 })},
		"created eq":       {model.ListImagesRequest{CreatedAt: ptr("eq:" + at)}, compare("created_at", func(o int) bool { return o == 0 })},
		"created neq":      {model.ListImagesRequest{CreatedAt: ptr("neq:" + at)}, compare("created_at", func(o int) bool { return o != 0 })},
		"created at":       {model.ListImagesRequest{CreatedAt: ptr(at)}, compare("created_at", func(o int) bool { return o == 0 })},
		"updated":          {model.ListImagesRequest{UpdatedAt: ptr("gt:" + at)}, compare("updated_at", func(o int) bool { return o > 0 })},
		"two at once": {
			model.ListImagesRequest{MinDisk: ptr(int32(40)), Tag: ptr("env=prod")},
			func(im *image) bool { return has("min_disk", 40)(im) && tagged("prod")(im) },
		},
	} {
		require.Equal(t, naive(all, tc.holds), listed(t, c, tc.r), name)
	}
}

// order compares two images by a property, an absent one below every value.
func order(a, b *image, property string) int {
	switch property {
	case "id":
		return strings.Compare(a.id, b.id)
	case "name":
		return strings.Compare(a.name, b.name)
	case "size":
		x, hasX := a.property[property].(int)
		y, hasY := b.property[property].(int)
		if hasX != hasY {
			return map[bool]int{true: 1, false: -1}[hasX]
		}
		return cmp.Compare(x, y)
	}
	_, hasX := a.property[property]
	_, hasY := b.property[property]
	if hasX != hasY {
		return map[bool]int{true: 1, false: -1}[hasX]
	}
	return strings.Compare(a.text(property), b.text(property))
}

// TestImageListSorted: every sort key that the client has a name for, "status "
// with its space among them, in both directions, paged to the end by marker:
// each image exactly once, in order.
func TestImageListSorted(t *testing.T) {
	all := images(someImages)
	c := client(t, gallery(t, all), reader, mine, nil)
	sortKeys := enumOf("", model.GetListImagesRequestSortKeyEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestSortKey { return &r.SortKey })
	directions := enumOf("", model.GetListImagesRequestSortDirEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestSortDir { return &r.SortDir })
	require.Contains(t, sortKeys.values, "status ")
	for _, key := range sortKeys.values {
		for _, direction := range append(directions.values, "") {
			t.Run(key+" "+direction, func(t *testing.T) {
				var want []*image
				for i := range all {
					if registered(&all[i]) {
						want = append(want, &all[i])
					}
				}
				slices.SortFunc(want, func(a, b *image) int {
					c := cmp.Or(order(a, b, strings.TrimSpace(key)), order(a, b, "created_at"), order(a, b, "id"))
					if direction == "asc" {
						return c
					}
					return -c
				})
				r := model.ListImagesRequest{Limit: ptr(int32(50))}
				sortKeys.set(&r, key)
				if direction != "" {
					directions.set(&r, direction)
				}
				got := []string{}
				for {
					page := listed(t, c, r)
					if len(page) == 0 {
						break
					}
					require.LessOrEqual(t, len(page), 50)
					got = append(got, page...)
					r.Marker = &page[len(page)-1]
				}
				require.Len(t, got, len(want))
				for i, im := range want {
					require.Equal(t, im.id, got[i], "place %d", i)
				}
			})
		}
	}
}

// TestImageListAnswer: all of an image, as the client reads it.
func TestImageListAnswer(t *testing.T) {
	one := image{id: "i1", name: "n", property: map[string]any{
		"status": "active", "min_disk": 40, "min_ram": 0, "size": 1<<31 - 1, "protected": true, "__isregistered": "true",
		"__imagetype": "gold", "__os_type": "Linux", "created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-01-02T00:00:00Z",
		"visibility": "public", "owner": "o", "container_format": "bare", "disk_format": "zvhd2", "virtual_env_type": "FusionCompute",
	}, tags: tags("env", "prod", "empty", "", "_sys_x", "1")}
	c := client(t, gallery(t, []image{one}), reader, mine, nil)
	answer, err := c.ListImages(&model.ListImagesRequest{})
	require.NoError(t, err)
	require.Len(t, *answer.Images, 1)
	got := (*answer.Images)[0]
	require.Equal(t, "i1", got.Id)
	require.Equal(t, "n", got.Name)
	require.Equal(t, "active", got.Status.Value())
	require.Equal(t, "gold", got.Imagetype.Value())
	require.Equal(t, "true", got.Isregistered.Value())
	require.Equal(t, "public", got.Visibility.Value())
	require.Equal(t, int32(40), got.MinDisk)
	require.Equal(t, int32(0), got.MinRam)
	require.Equal(t, int32(1<<31-1), *got.Size)
	require.True(t, got.Protected)
	require.Equal(t, []string{"env=prod", "empty="}, got.Tags)
	require.Equal(t, "/v2/images/i1", got.Self)
	require.Equal(t, "/v2/images/i1/file", *got.File)
	require.Equal(t, "/v2/schemas/image", *got.Schema)
}

// TestImageListFaults: each fault as the client's typed error.
func TestImageListFaults(t *testing.T) {
	address := gallery(t, images(someImages))
	c := client(t, address, reader, mine, nil)
	for name, tc := range map[string]struct {
		r    model.ListImagesRequest
		code string
	}{
		"limit of nothing": {model.ListImagesRequest{Limit: ptr(int32(0))}, "IMG.0001"},
		"negative limit":   {model.ListImagesRequest{Limit: ptr(int32(-1))}, "IMG.0001"},
		"unknown marker":   {model.ListImagesRequest{Marker: ptr("none")}, "IMG.0027"},
		"their marker":     {model.ListImagesRequest{Marker: ptr("secret")}, "IMG.0027"},
		"bad time":         {model.ListImagesRequest{CreatedAt: ptr("gt:yesterday")}, "IMG.0001"},
		"bad operator":     {model.ListImagesRequest{UpdatedAt: ptr("after:2024-01-01T00:00:00Z")}, "IMG.0001"},
		"bad project":      {model.ListImagesRequest{EnterpriseProjectId: ptr("x")}, "IMG.0001"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.ListImages(&tc.r)
			requireFault(t, err, 400, tc.code, "")
		})
	}
	require.Len(t, listed(t, c, model.ListImagesRequest{Limit: ptr(int32(5000))}), len(naive(images(someImages), registered)))
}

// TestImageListProject: the path names no project; the credential does, and
// the client's own idea of it changes nothing.
func TestImageListProject(t *testing.T) {
	all := images(someImages)
	address := gallery(t, all)
	for _, project := range []string{mine, theirs, "nowhere"} {
		c := client(t, address, reader, project, nil)
		require.Equal(t, naive(all, registered), listed(t, c, model.ListImagesRequest{}), project)
	}
	_, err := client(t, address, "LTAKNOBODY", mine, nil).ListImages(&model.ListImagesRequest{})
	requireUnknown(t, err)
	for _, change := range []tamper{
		func(r *http.Request) { r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "limit=1", "limit=2", 1) },
		func(r *http.Request) { r.URL.RawQuery += "&name=x" },
		func(r *http.Request) { r.URL.RawQuery = "" },
		func(r *http.Request) { r.Header.Set("X-Project-Id", theirs) },
		func(r *http.Request) {
			r.Header.Set("X-Sdk-Date", time.Now().Add(-time.Hour).UTC().Format("20060102T150405Z"))
		},
	} {
		_, err := client(t, address, reader, mine, change).ListImages(&model.ListImagesRequest{Limit: ptr(int32(1))})
		requireUnknown(t, err)
	}
}

// TestImageListChosenProject: a credential of several projects leaves the
// choice to the client's project id, which is signed; one that it does not
// name is refused whether it exists or not.
func TestImageListChosenProject(t *testing.T) {
	several, err := auth.Parse([]byte(fmt.Sprintf(
		`{"credentials":[{"name":"several","role":"read","projects":[%q,%q],"access_key":%q,"secret_key":%q}]}`,
		mine, "empty", reader, secretOf(reader))))
	require.NoError(t, err)
	address := service(t, httpapi.Options{Authenticate: auth.New(several, nil).Authenticate})
	require.Len(t, listed(t, client(t, address, reader, mine, nil), model.ListImagesRequest{}), len(all))
	require.Empty(t, listed(t, client(t, address, reader, "empty", nil), model.ListImagesRequest{}))
	var words []string
	for _, project := range []string{theirs, "nowhere"} {
		_, err := client(t, address, reader, project, nil).ListImages(&model.ListImagesRequest{})
		words = append(words, requireFault(t, err, 403, "IMG.0026", "").ErrorMessage)
	}
	require.Equal(t, words[0], words[1])
}

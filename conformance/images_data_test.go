package conformance

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/resource"
)

// enum is a parameter of the image list whose values the client names.
type enum struct {
	property string
	values   []string
	set      func(r *model.ListImagesRequest, value string)
}

// valuer is one of the client's named values.
type valuer interface{ Value() string }

// enumOf gathers the client's values from the struct that it keeps them in.
func enumOf[T valuer](property string, all any, field func(r *model.ListImagesRequest) **T) enum {
	e := enum{property: property}
	named := map[string]T{}
	for v := reflect.ValueOf(all); e.values == nil || len(e.values) < v.NumField(); {
		one := v.Field(len(e.values)).Interface().(T)
		e.values = append(e.values, one.Value())
		named[one.Value()] = one
	}
	e.set = func(r *model.ListImagesRequest, value string) { *field(r) = ptr(named[value]) }
	return e
}

// enums are all of them but those that sort.
var enums = []enum{
	enumOf("__imagetype", model.GetListImagesRequestImagetypeEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestImagetype { return &r.Imagetype }),
	enumOf("__isregistered", model.GetListImagesRequestIsregisteredEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestIsregistered { return &r.Isregistered }),
	enumOf("__os_bit", model.GetListImagesRequestOsBitEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestOsBit { return &r.OsBit }),
	enumOf("__os_type", model.GetListImagesRequestOsTypeEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestOsType { return &r.OsType }),
	enumOf("__platform", model.GetListImagesRequestPlatformEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestPlatform { return &r.Platform }),
	enumOf("disk_format", model.GetListImagesRequestDiskFormatEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestDiskFormat { return &r.DiskFormat }),
	enumOf("member_status", model.GetListImagesRequestMemberStatusEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestMemberStatus { return &r.MemberStatus }),
	enumOf("status", model.GetListImagesRequestStatusEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestStatus { return &r.Status }),
	enumOf("virtual_env_type", model.GetListImagesRequestVirtualEnvTypeEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestVirtualEnvType { return &r.VirtualEnvType }),
	enumOf("visibility", model.GetListImagesRequestVisibilityEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestVisibility { return &r.Visibility }),
	enumOf("architecture", model.GetListImagesRequestArchitectureEnum(), func(r *model.ListImagesRequest) **model.ListImagesRequestArchitecture { return &r.Architecture }),
}

// plain are parameters that are texts, and the values that the images have.
var plain = []struct {
	property string
	values   []string
	field    func(r *model.ListImagesRequest) **string
}{
	{"__support_diskintensive", []string{"true"}, func(r *model.ListImagesRequest) **string { return &r.SupportDiskintensive }},
	{"__support_highperformance", []string{"true"}, func(r *model.ListImagesRequest) **string { return &r.SupportHighperformance }},
	{"__support_kvm", []string{"true", "false"}, func(r *model.ListImagesRequest) **string { return &r.SupportKvm }},
	{"__support_kvm_gpu_type", []string{"P100", "V100_vGPU"}, func(r *model.ListImagesRequest) **string { return &r.SupportKvmGpuType }},
	{"__support_kvm_infiniband", []string{"true"}, func(r *model.ListImagesRequest) **string { return &r.SupportKvmInfiniband }},
	{"__support_largememory", []string{"true"}, func(r *model.ListImagesRequest) **string { return &r.SupportLargememory }},
	{"__support_xen", []string{"true"}, func(r *model.ListImagesRequest) **string { return &r.SupportXen }},
	{"__support_xen_gpu_type", []string{"M60"}, func(r *model.ListImagesRequest) **string { return &r.SupportXenGpuType }},
	{"__support_xen_hana", []string{"true"}, func(r *model.ListImagesRequest) **string { return &r.SupportXenHana }},
	{"container_format", []string{"bare", "ovf"}, func(r *model.ListImagesRequest) **string { return &r.ContainerFormat }},
	{"enterprise_project_id", []string{"0", "5d3e0b6c-4c5b-4bd3-9c4e-0c0f6a1f1d11"}, func(r *model.ListImagesRequest) **string { return &r.EnterpriseProjectId }},
	{"owner", []string{"o1", "o2"}, func(r *model.ListImagesRequest) **string { return &r.Owner }},
	{"flavor_id", []string{"s2.medium", "s6.large.2"}, func(r *model.ListImagesRequest) **string { return &r.FlavorId }},
}

// image is an image as the naive evaluator sees it.
type image struct {
	id, name string
	property map[string]any // string, int, bool; absent: it has none
	tags     []resource.Tag
}

// images makes n of them, the same each time.
func images(n int) []image {
	rnd := rand.New(rand.NewPCG(4, 207))
	all := make([]image, n)
	for i := range all {
		one := image{id: fmt.Sprintf("id-%03d", (i*37)%n), name: fmt.Sprintf("image %d & 名", rnd.IntN(n/3)), property: map[string]any{}}
		pick := func(property string, values []string) {
			if rnd.IntN(4) > 0 {
				one.property[property] = values[rnd.IntN(len(values))]
			}
		}
		for _, e := range enums {
			pick(e.property, e.values)
		}
		for _, p := range plain {
			pick(p.property, p.values)
		}
		// The list leaves out what is not registered; so many would be a pity.
		if one.property["__isregistered"] == "false" && rnd.IntN(3) > 0 {
			delete(one.property, "__isregistered")
		}
		if rnd.IntN(3) > 0 {
			one.property["min_disk"] = 10 * rnd.IntN(6)
		}
		if rnd.IntN(3) > 0 {
			one.property["min_ram"] = 512 * rnd.IntN(4)
		}
		if rnd.IntN(3) > 0 {
			one.property["size"] = rnd.IntN(1 << 31)
		}
		if rnd.IntN(3) > 0 {
			one.property["protected"] = rnd.IntN(2) == 0
		}
		// Few different times, so that many are the same.
		one.property["created_at"] = fmt.Sprintf("2024-%02d-%02dT10:00:%02dZ", 1+rnd.IntN(12), 1+rnd.IntN(3), rnd.IntN(3))
		if rnd.IntN(3) > 0 {
			one.property["updated_at"] = fmt.Sprintf("2025-%02d-01T00:00:00Z", 1+rnd.IntN(12))
		}
		if rnd.IntN(2) == 0 {
			one.tags = append(one.tags, resource.Tag{Key: "env", Value: []string{"prod", "test", "", "a=b"}[rnd.IntN(4)]})
		}
		if rnd.IntN(4) == 0 {
			one.tags = append(one.tags, resource.Tag{Key: "_sys_x", Value: "1"})
		}
		all[i] = one
	}
	return all
}

// resource is the image as it is loaded.
func (im *image) resource(t *testing.T) resource.Resource {
	t.Helper()
	detail, err := json.Marshal(im.property)
	require.NoError(t, err)
	return resource.Resource{ID: im.id, Name: im.name, Detail: string(detail), Tags: im.tags}
}

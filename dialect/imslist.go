package dialect

import (
	"net/http"

	"github.com/tagdex/tagdex/query"
)

// IMSList returns the profile of the image list, GET /v2/cloudimages, as a
// fresh copy (image list page; SEMANTICS section 5, IMS GET /v2/cloudimages).
func IMSList() *ListProfile {
	errs := IMS().Errors
	errs.Table[BadParameter] = ErrorCode{http.StatusBadRequest, "IMG.0001"}
	errs.Table[BadImageType] = ErrorCode{http.StatusBadRequest, "IMG.0024"}
	errs.Table[BadMarker] = ErrorCode{http.StatusBadRequest, "IMG.0027"}
	createdAt := query.SortKey{Property: "created_at", Kind: query.KindTime}
	return &ListProfile{
		Name:  "IMS list",
		Route: Route{Method: http.MethodGet, Path: "/v2/cloudimages", ResourceType: "images"},
		// SEMANTICS section 5: what self names.
		ItemRoute: Route{Method: http.MethodGet, Path: "/v2/images/{resource_id}", ResourceType: "images"},
		IDName:    "image_id",

		Parameters:   imsParameters(),
		OpenPrefix:   "__",  // SEMANTICS section 5
		TagParameter: "tag", // image list page, request parameters

		// Image list page, request parameters, sort_key; the wider list is of
		// SEMANTICS section 5.
		SortKeys: map[string]query.SortKey{
			"name":             {By: query.ByName},
			"id":               {By: query.ByID},
			"container_format": {Property: "container_format"},
			"disk_format":      {Property: "disk_format"},
			"status":           {Property: "status"},
			"size":             {Property: "size", Kind: query.KindNumber},
			"min_disk":         {Property: "min_disk", Kind: query.KindNumber},
			"min_ram":          {Property: "min_ram", Kind: query.KindNumber},
			"created_at":       createdAt,
			"create_at":        createdAt, // as the page spells it
			"updated_at":       {Property: "updated_at", Kind: query.KindTime},
		},
		DefaultSort: "created_at",
		TieBreak:    createdAt,

		DefaultLimit:  500,  // image list page, request parameters, limit
		MaxLimit:      1000, // SEMANTICS section 5
		MaxQueryBytes: 64 << 10,

		Members: imsMembers(),
		Links: []Link{
			{Name: "self", Before: "/v2/images/"},
			{Name: "file", Before: "/v2/images/", After: "/file"},
			{Name: "schema", Before: "/v2/schemas/image", NoID: true},
		},
		Errors: errs,
	}
}

// imsParameters is the table of request parameters of the image list page.
func imsParameters() []Parameter {
	table := []Parameter{
		{Name: "__isregistered", Default: "true", AbsentAs: "true", DefaultAlone: true},
		{Name: "__imagetype", Values: []string{"gold", "private", "shared", "market"}, BadValue: BadImageType},
		{Name: "__whole_image", Kind: query.KindBoolean, AbsentAs: "false"},
		{Name: "protected", Kind: query.KindBoolean, AbsentAs: "false"},
		{
			Name: "architecture", Values: []string{"x86", "arm"}, BadValue: BadParameter,
			AbsentAs: "x86", AbsentWhere: []AbsentWhere{{Property: "__support_arm", Text: "true", As: "arm"}},
		},
		{Name: "id", By: query.ByID},
		{Name: "name", By: query.ByName},
		{Name: "min_ram", Kind: query.KindNumber},
		{Name: "min_disk", Kind: query.KindNumber},
		{
			Name: "member_status", Values: []string{"accepted", "rejected", "pending"}, BadValue: BadParameter,
			With: "visibility", WithValue: "shared",
		},
		{
			Name: "enterprise_project_id", UUID: true, Values: []string{"0"}, BadValue: BadParameter,
			AbsentAs: "0", Everything: "all_granted_eps",
		},
		{Name: "created_at", Kind: query.KindTime, Many: true},
		{Name: "updated_at", Kind: query.KindTime, Many: true},
	}
	for _, name := range []string{
		"visibility", "owner", "status", "flavor_id", "container_format", "disk_format", "virtual_env_type",
		"__os_bit", "__platform", "__os_type", "__support_kvm", "__support_xen", "__support_largememory",
		"__support_diskintensive", "__support_highperformance", "__support_xen_gpu_type", "__support_kvm_gpu_type",
		"__support_xen_hana", "__support_kvm_infiniband",
	} {
		table = append(table, Parameter{Name: name})
	}
	return table
}

// imsMembers is table 1 of the image list page: the types of the members of an
// image. Members that are not in it are repeated as they are.
func imsMembers() map[string]query.Kind {
	members := map[string]query.Kind{}
	for kind, names := range map[query.Kind][]string{
		query.KindNumber:  {"size", "min_ram", "min_disk", "virtual_size"},
		query.KindBoolean: {"deleted", "protected", "__system_support_market", "__whole_image"},
		query.KindText: {
			"file", "owner", "self", "schema", "status", "visibility", "checksum", "container_format", "max_ram", "updated_at",
			"__os_bit", "__os_version", "__description", "disk_format", "__isregistered", "__platform", "__os_type",
			"virtual_env_type", "__image_source_type", "__imagetype", "created_at", "deleted_at", "__originalimagename",
			"__backup_id", "__productcode", "__image_size", "__data_origin", "__support_kvm", "__support_xen",
			"__support_largememory", "__support_diskintensive", "__support_highperformance", "__support_xen_gpu_type",
			"__support_kvm_gpu_type", "__support_xen_hana", "__support_kvm_infiniband", "__is_offshelved",
			"enterprise_project_id", "__root_origin", "__sequence_num", "__support_fc_inject", "hw_firmware_type", "__support_arm",
		},
	} {
		for _, name := range names {
			members[name] = kind
		}
	}
	return members
}

package wire

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/resource"
)

// memberKinds are the members of table 1 of the page that are no texts.
var memberKinds = map[string]string{
	"size": "integer", "min_ram": "integer", "min_disk": "integer", "virtual_size": "integer",
	"deleted": "boolean", "protected": "boolean", "__system_support_market": "boolean", "__whole_image": "boolean",
}

// textMembers are the members of table 1 that are texts.
var textMembers = strings.Fields(`file owner self schema status visibility checksum container_format max_ram updated_at
	__os_bit __os_version __description disk_format __isregistered __platform __os_type virtual_env_type
	__image_source_type __imagetype created_at deleted_at __originalimagename __backup_id __productcode __image_size
	__data_origin __support_kvm __support_xen __support_largememory __support_diskintensive __support_highperformance
	__support_xen_gpu_type __support_kvm_gpu_type __support_xen_hana __support_kvm_infiniband __is_offshelved
	enterprise_project_id __root_origin __sequence_num __support_fc_inject hw_firmware_type __support_arm`)

// image is a resource as the list shows it.
func image(r *resource.Resource) any {
	shown := map[string]any{}
	_ = json.Unmarshal([]byte(r.Detail), &shown) // no detail: no members
	properties := model.Properties(r)
	for name := range shown {
		property, there := properties[name]
		if there {
			var ok bool
			if shown[name], ok = typed(name, property, shown[name]); !ok {
				delete(shown, name)
			}
		}
	}
	for name, path := range map[string]string{
		"self": "/v2/images/" + url.PathEscape(r.ID), "file": "/v2/images/" + url.PathEscape(r.ID) + "/file", "schema": "/v2/schemas/image",
	} {
		if shown[name] == nil { // not there, or null
			shown[name] = path
		}
	}
	tags := []any{}
	for _, t := range r.Tags {
		if !strings.HasPrefix(t.Key, "_sys_") {
			tags = append(tags, t.Key+"="+t.Value)
		}
	}
	shown["id"], shown["name"], shown["tags"] = r.ID, r.Name, tags
	return shown
}

// typed returns a member in the type that the page gives it, and whether it
// has a text of that type.
func typed(name string, property, asIs any) (any, bool) {
	kind, there := memberKinds[name]
	if !there && !slices.Contains(textMembers, name) {
		return asIs, true
	}
	text, ok := model.PropertyText(property)
	switch kind {
	case "integer":
		n, ok := model.PropertyNumber(text)
		if !ok || !n.IsInt() || !n.Num().IsInt64() {
			return nil, false
		}
		return float64(n.Num().Int64()), true
	case "boolean":
		return text == "true", ok && (text == "true" || text == "false")
	}
	return text, ok
}

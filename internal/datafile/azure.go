package datafile

import (
	"cmp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/engine"
)

// azureResources is `az image list`, `az sig image-definition list`, `az
// resource list` and the like.
var azureResources = &export{
	members:   map[string]role{"id": theID, "name": theName, "tags": theTags},
	tags:      lineTag,
	translate: azureDetail,
	known: names("architecture", "changedTime", "createdTime", "description", "disallowed", "endOfLifeDate", "etag", "eula",
		"extendedLocation", "features", "hyperVGeneration", "identifier", "identity", "kind", "location", "managedBy",
		"osState", "osType", "plan", "privacyStatementUri", "properties", "provisioningState", "purchasePlan",
		"publishingProfile", "recommended", "releaseNoteUri", "resourceGroup", "safetyProfile", "sku",
		"sourceVirtualMachine", "storageProfile", "systemData", "timeCreated", "type", "zones"),
}

func azureDetail(d *decoder, row *engine.Row) *imageDetail {
	im := &d.image
	var storage struct {
		OSDisk struct {
			OSType     string         `json:"osType"`
			DiskSizeGB jsontext.Value `json:"diskSizeGb"`
		} `json:"osDisk"`
	}
	im.into("storageProfile", &storage)
	var system struct {
		CreatedAt      string `json:"createdAt"`
		LastModifiedAt string `json:"lastModifiedAt"`
	}
	im.into("systemData", &system)
	machine := machines[im.string("architecture")]
	return &imageDetail{
		Status:      azureStates[im.string("provisioningState")],
		Owner:       azureOwner(row.Resource.ID),
		OSType:      cmp.Or(storage.OSDisk.OSType, im.string("osType")),
		OSBit:       machine.bits,
		Machine:     machine.name,
		Description: im.string("description"),
		Firmware:    azureFirmware[strings.ToUpper(im.string("hyperVGeneration"))],
		MinDisk:     wholeNumber(storage.OSDisk.DiskSizeGB),
		CreatedAt:   seconds(cmp.Or(system.CreatedAt, im.string("createdTime"), im.string("timeCreated"))),
		UpdatedAt:   seconds(cmp.Or(system.LastModifiedAt, im.string("changedTime"))),
	}
}

// azureStates are the list call's words for the states of a resource.
var azureStates = map[string]string{
	"Succeeded": "active",
	"Creating":  "saving",
	"Updating":  "saving",
	"Failed":    "killed",
	"Deleting":  "pending_delete",
}

var azureFirmware = map[string]string{"V1": "bios", "V2": "uefi"}

// azureOwner is the subscription in the id of a resource:
// /subscriptions/SUBSCRIPTION/resourceGroups/...
func azureOwner(id string) string {
	rest, ok := strings.CutPrefix(id, "/subscriptions/")
	if !ok {
		return ""
	}
	subscription, _, _ := strings.Cut(rest, "/")
	return subscription
}

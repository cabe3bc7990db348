package datafile

import (
	"strings"

	"github.com/tagdex/tagdex/engine"
)

// gcloudImages is `gcloud compute images list --format json`. Labels are the
// tags.
var gcloudImages = &export{
	members:   map[string]role{"id": theNumber, "name": theName, "labels": theTags},
	tags:      lineTag,
	translate: gcloudDetail,
	known: names("architecture", "archiveSizeBytes", "creationTimestamp", "deprecated", "description", "diskSizeGb",
		"enableConfidentialCompute", "family", "guestOsFeatures", "imageEncryptionKey", "kind", "labelFingerprint",
		"licenseCodes", "licenses", "locked", "rawDisk", "rolloutOverride", "satisfiesPzi", "satisfiesPzs", "selfLink",
		"shieldedInstanceInitialState", "sourceDisk", "sourceDiskEncryptionKey", "sourceDiskId", "sourceImage",
		"sourceImageEncryptionKey", "sourceImageId", "sourceSnapshot", "sourceSnapshotEncryptionKey", "sourceSnapshotId",
		"sourceType", "status", "storageLocations", "params", "projectId"),
}

func gcloudDetail(d *decoder, row *engine.Row) *imageDetail {
	im := &d.image
	machine := machines[im.string("architecture")]
	system := gcloudOSType(im)
	return &imageDetail{
		Status:      translate(gcloudStates, im.string("status")),
		Owner:       gcloudProject(im.string("selfLink")),
		OSType:      system,
		Platform:    platformIn(system, im.string("family"), row.Resource.Name, im.string("description")),
		OSBit:       machine.bits,
		Machine:     machine.name,
		Description: im.string("description"),
		MinDisk:     im.number("diskSizeGb"),
		Size:        im.number("archiveSizeBytes"),
		CreatedAt:   seconds(im.string("creationTimestamp")),
	}
}

// gcloudStates are the list call's words for the states of an image.
var gcloudStates = map[string]string{
	"READY":    "active",
	"PENDING":  "saving",
	"FAILED":   "killed",
	"DELETING": "pending_delete",
}

// gcloudProject is the project in the address of an image:
// https://www.googleapis.com/compute/v1/projects/PROJECT/global/images/NAME.
func gcloudProject(link string) string {
	_, rest, _ := strings.Cut(link, "/projects/")
	project, _, _ := strings.Cut(rest, "/")
	return project
}

func gcloudOSType(im *imported) string {
	if !im.has("guestOsFeatures") {
		return ""
	}
	var features []struct {
		Type string `json:"type"`
	}
	im.into("guestOsFeatures", &features)
	for _, f := range features {
		if f.Type == "WINDOWS" {
			return osType(true)
		}
	}
	return osType(false)
}

package datafile

import (
	"cmp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/engine"
)

// awsImages is `aws ec2 describe-images`. Tags stay what they are, those that
// begin with "aws:" included.
var awsImages = &export{
	members:   map[string]role{"ImageId": theID, "Name": theName, "Tags": theTags},
	tags:      awsTag,
	translate: awsDetail,
	known: names("Architecture", "BlockDeviceMappings", "BootMode", "CreationDate", "DeprecationTime",
		"DeregistrationProtection", "Description", "EnaSupport", "FreeTierEligible", "Hypervisor", "ImageAllowed",
		"ImageLocation", "ImageOwnerAlias", "ImageType", "ImdsSupport", "KernelId", "LastLaunchedTime", "OwnerId", "Platform",
		"PlatformDetails", "ProductCodes", "Public", "RamdiskId", "RootDeviceName", "RootDeviceType", "SourceImageId",
		"SourceImageRegion", "SourceInstanceId", "SriovNetSupport", "State", "StateReason", "TpmSupport",
		"UsageOperation", "VirtualizationType"),
}

// awsTagged is `aws resourcegroupstaggingapi get-resources`. A resource has the
// name that its tag Name says, as that cloud's console shows it.
var awsTagged = &export{
	members:   map[string]role{"ResourceARN": theID, "Tags": theTags},
	tags:      awsTag,
	translate: awsTaggedDetail,
	known:     names("ComplianceDetails"),
}

func awsDetail(d *decoder, row *engine.Row) *imageDetail {
	im := &d.image
	machine := machines[im.string("Architecture")]
	t := &imageDetail{
		Status:      translate(awsStates, im.string("State")),
		Owner:       im.string("OwnerId"),
		Platform:    platformIn(im.string("Platform"), im.string("PlatformDetails"), row.Resource.Name),
		OSBit:       machine.bits,
		Machine:     machine.name,
		Description: im.string("Description"),
		Firmware:    awsFirmware[im.string("BootMode")],
		Protected:   awsProtected(im.string("DeregistrationProtection")),
		MinDisk:     awsMinDisk(im),
		CreatedAt:   seconds(im.string("CreationDate")),
	}
	if im.has("Public") {
		public := im.flag("Public")
		t.Visibility = awsVisibility(public)
		t.ImageType = awsImageType(public, im.string("ImageOwnerAlias"))
	}
	// Of a whole image, no platform means Linux. Members that somebody has
	// picked out say nothing by what is missing.
	if im.has("Public") || im.has("Platform") || im.has("PlatformDetails") {
		t.OSType = osType(strings.EqualFold(im.string("Platform"), "windows"))
		t.Platform = cmp.Or(t.Platform, "Other")
	}
	return t
}

// awsTaggedDetail goes by the id, an ARN: arn:partition:service:region:account:...
func awsTaggedDetail(d *decoder, row *engine.Row) *imageDetail {
	for _, t := range d.tags {
		if t.Key == "Name" {
			row.Resource.Name = t.Value
		}
	}
	const account = 4
	parts := strings.SplitN(row.Resource.ID, ":", account+2)
	if len(parts) < account+2 {
		return nil
	}
	return &imageDetail{Owner: parts[account]}
}

// awsStates are the list call's words for the states of an image; a state
// without one is kept.
var awsStates = map[string]string{
	"available":    "active",
	"pending":      "saving",
	"transient":    "saving",
	"failed":       "killed",
	"error":        "killed",
	"invalid":      "killed",
	"deregistered": "deleted",
}

var awsFirmware = map[string]string{
	"uefi":           "uefi",
	"uefi-preferred": "uefi",
	"legacy-bios":    "bios",
}

func awsVisibility(public bool) string {
	if public {
		return "public"
	}
	return "private"
}

func awsImageType(public bool, alias string) string {
	switch {
	case alias == "aws-marketplace":
		return "market"
	case public:
		return "gold"
	}
	return "private"
}

func awsProtected(protection string) *bool {
	if protection == "" {
		return nil
	}
	on := protection != "disabled"
	return &on
}

// awsMinDisk is the size of the root volume in GiB, 0 if there is none.
func awsMinDisk(im *imported) int64 {
	var disks []struct {
		DeviceName string
		Ebs        struct{ VolumeSize jsontext.Value }
	}
	im.into("BlockDeviceMappings", &disks)
	root := im.string("RootDeviceName")
	for _, disk := range disks {
		if disk.DeviceName == root {
			return wholeNumber(disk.Ebs.VolumeSize)
		}
	}
	return 0
}

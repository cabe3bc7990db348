package datafile

import "github.com/tagdex/tagdex/engine"

// openStackImages is `openstack image list --long -f json`, `openstack image
// show -f json` and the answer of the image service. Tags there are words.
var openStackImages = &export{
	members: map[string]role{
		"ID": theID, "Name": theName, "Tags": theTags,
		"id": theID, "name": theName, "tags": theTags,
		"Properties": flattened, "properties": flattened,
	},
	tags:      lineTag,
	word:      plainWord,
	translate: openStackDetail,
}

func openStackDetail(d *decoder, _ *engine.Row) *imageDetail {
	im := &d.image
	return &imageDetail{
		Status:     im.either("Status", "status"),
		Owner:      im.either("Owner", "Project", "owner"),
		Visibility: im.either("Visibility", "visibility"),
		Protected:  im.protected(),
		OSType:     openStackOS[im.either("os_type")],
		Machine:    machines[im.either("hw_architecture", "architecture")].name,
		OSBit:      machines[im.either("hw_architecture", "architecture")].bits,
		MinDisk:    im.numberOf("Min Disk", "min_disk"),
		MinRAM:     im.numberOf("Min RAM", "min_ram"),
		Size:       im.numberOf("Size", "size"),
		DiskFormat: im.either("Disk Format", "disk_format"),
		Container:  im.either("Container Format", "container_format"),
		Checksum:   im.either("Checksum", "checksum"),
		CreatedAt:  seconds(im.either("Created At", "created_at")),
		UpdatedAt:  seconds(im.either("Updated At", "updated_at")),
	}
}

var openStackOS = map[string]string{"windows": "Windows", "linux": "Linux"}

// either reads the first of some members that is there, a text.
func (im *imported) either(names ...string) string {
	for _, name := range names {
		if im.has(name) {
			return im.string(name)
		}
	}
	return ""
}

// protected reads a flag that the command writes with a capital.
func (im *imported) protected() *bool {
	for _, name := range []string{"Protected", "protected"} {
		if im.has(name) {
			on := im.flag(name)
			return &on
		}
	}
	return nil
}

func (im *imported) numberOf(names ...string) int64 {
	for _, name := range names {
		if n := im.number(name); n != 0 {
			return n
		}
	}
	return 0
}

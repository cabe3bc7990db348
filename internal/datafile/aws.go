package datafile

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// awsImage is what is taken of an element of Images in the output of
// `aws ec2 describe-images`.
type awsImage struct {
	ImageID                  string `json:"ImageId"`
	Name                     string
	Description              string
	State                    string
	OwnerID                  string `json:"OwnerId"`
	ImageOwnerAlias          string
	Public                   bool
	CreationDate             string
	Architecture             string
	Platform                 string
	PlatformDetails          string
	BootMode                 string
	DeregistrationProtection string
	RootDeviceName           string
	BlockDeviceMappings      []awsDisk
	Tags                     []resource.Tag
}

type awsDisk struct {
	DeviceName string
	Ebs        struct{ VolumeSize int64 }
}

// imageDetail holds the properties that the list call has names for (list
// page, table 1). What is not known is left out, not guessed.
type imageDetail struct {
	Status      string `json:"status,omitzero"`
	Owner       string `json:"owner,omitzero"`
	Visibility  string `json:"visibility,omitzero"`
	ImageType   string `json:"__imagetype,omitzero"`
	OSType      string `json:"__os_type,omitzero"`
	Platform    string `json:"__platform,omitzero"`
	OSBit       string `json:"__os_bit,omitzero"`
	Machine     string `json:"architecture,omitzero"`
	Description string `json:"__description,omitzero"`
	Firmware    string `json:"hw_firmware_type,omitzero"`
	Protected   *bool  `json:"protected,omitzero"`
	MinDisk     int64  `json:"min_disk,omitzero"`
	CreatedAt   string `json:"created_at,omitzero"`
}

// aws decodes one image of `aws ec2 describe-images`. Its tags stay what they
// are, those that begin with "aws:" included.
func (d *decoder) aws(_ []byte, row *engine.Row) error {
	var img awsImage
	if err := json.UnmarshalDecode(&d.json, &img); err != nil {
		return err
	}
	if img.ImageID == "" {
		return missing("ImageId")
	}
	detail, err := json.Marshal(img.detail())
	if err != nil {
		return err
	}
	row.Resource.ID = img.ImageID
	row.Resource.Name = img.Name
	row.Resource.Detail = d.details.get(detail)
	d.tags = append(d.tags, img.Tags...)
	return d.end()
}

func (img *awsImage) detail() *imageDetail {
	machine := awsMachines[img.Architecture]
	return &imageDetail{
		Status:      translate(awsStates, img.State),
		Owner:       img.OwnerID,
		Visibility:  img.visibility(),
		ImageType:   img.imageType(),
		OSType:      img.osType(),
		Platform:    img.platform(),
		OSBit:       machine.bits,
		Machine:     machine.name,
		Description: img.Description,
		Firmware:    awsFirmware[img.BootMode],
		Protected:   img.protected(),
		MinDisk:     img.minDisk(),
		CreatedAt:   seconds(img.CreationDate),
	}
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

var awsMachines = map[string]struct{ name, bits string }{
	"x86_64":     {"x86", "64"},
	"x86_64_mac": {"x86", "64"},
	"i386":       {"x86", "32"},
	"arm64":      {"arm", "64"},
	"arm64_mac":  {"arm", "64"},
}

var awsFirmware = map[string]string{
	"uefi":           "uefi",
	"uefi-preferred": "uefi",
	"legacy-bios":    "bios",
}

// platforms are the values of __platform with the words that give them away,
// the more particular ones first.
var platforms = []struct{ word, platform string }{
	{"windows", "Windows"},
	{"ubuntu", "Ubuntu"},
	{"red hat", "RedHat"},
	{"rhel", "RedHat"},
	{"opensuse", "OpenSUSE"},
	{"suse", "SUSE"},
	{"centos", "CentOS"},
	{"debian", "Debian"},
	{"oracle linux", "Oracle Linux"},
	{"fedora", "Fedora"},
	{"coreos", "CoreOS"},
	{"euleros", "EulerOS"},
}

func translate(words map[string]string, word string) string {
	if w, ok := words[word]; ok {
		return w
	}
	return word
}

func (img *awsImage) visibility() string {
	if img.Public {
		return "public"
	}
	return "private"
}

func (img *awsImage) imageType() string {
	switch {
	case img.ImageOwnerAlias == "aws-marketplace":
		return "market"
	case img.Public:
		return "gold"
	}
	return "private"
}

func (img *awsImage) osType() string {
	if strings.EqualFold(img.Platform, "windows") {
		return "Windows"
	}
	return "Linux"
}

// platform goes by what the image says of its platform, then by its name.
func (img *awsImage) platform() string {
	for _, text := range []string{img.Platform, img.PlatformDetails, img.Name} {
		text = strings.ToLower(text)
		for _, p := range platforms {
			if strings.Contains(text, p.word) {
				return p.platform
			}
		}
	}
	return "Other"
}

func (img *awsImage) protected() *bool {
	if img.DeregistrationProtection == "" {
		return nil
	}
	on := img.DeregistrationProtection != "disabled"
	return &on
}

// minDisk is the size of the root volume in GiB, 0 if there is none.
func (img *awsImage) minDisk() int64 {
	for _, disk := range img.BlockDeviceMappings {
		if disk.DeviceName == img.RootDeviceName {
			return disk.Ebs.VolumeSize
		}
	}
	return 0
}

// seconds writes a time the way the list call does, "" if it is none.
func seconds(text string) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

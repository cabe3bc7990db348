package datafile

import (
	"slices"

	"github.com/tagdex/tagdex/engine"
)

// Format is the form of a data file. The tables of members stand in
// docs/data-formats.md.
type Format string

// The forms that can be read.
const (
	Auto      Format = "auto"      // one of the others, recognised by what the file begins with
	JSONLines Format = "jsonl"     // one resource a line, in the form of the filter call's answer
	Answer    Format = "answer"    // the answer of a tag query, or resources as in one, laid out in any way
	IMS       Format = "ims"       // the answer of the image list call
	AWS       Format = "aws"       // the output of `aws ec2 describe-images`
	AWSTags   Format = "aws-tags"  // the output of `aws resourcegroupstaggingapi get-resources`
	OpenStack Format = "openstack" // the output of `openstack image list --long -f json`, or of `image show`
	GCloud    Format = "gcloud"    // the output of `gcloud compute images list --format json`
	Azure     Format = "azure"     // the output of `az image list`, or of `az resource list`
)

// form says how resources of one Format are found and read.
type form struct {
	format Format
	title  string // what it is, for people
	// lists are the members of a document that may hold the list of resources,
	// and ids the member of a resource that is its id.
	lists, ids []string
	// namedList is set where a document with the list may have an id, too.
	namedList bool
	// signs are members that only a resource of this form has. Of hints all of
	// one row must be there; they count where no sign does.
	signs []string
	hints [][]string
	read  func(*decoder, *engine.Row) error
}

// forms are the forms, in the order in which hints are looked at.
var forms = []*form{
	{
		format: JSONLines, title: "JSON Lines",
		lists: []string{"resources"}, ids: []string{"resource_id"}, signs: []string{"resource_id"},
		read: (*decoder).line,
	},
	{
		format: Answer, title: "answer of a tag query",
		lists: []string{"resources"}, ids: []string{"resource_id"},
		read: (*decoder).line,
	},
	{
		format: AWS, title: "aws ec2 describe-images",
		lists: []string{"Images"}, ids: []string{"ImageId"}, signs: []string{"ImageId"},
		read: awsImages.read,
	},
	{
		format: AWSTags, title: "aws resourcegroupstaggingapi get-resources",
		lists: []string{"ResourceTagMappingList"}, ids: []string{"ResourceARN"}, signs: []string{"ResourceARN"},
		read: awsTagged.read,
	},
	{
		format: GCloud, title: "gcloud compute images list",
		lists: []string{"items"}, ids: []string{"id"}, namedList: true, signs: []string{"selfLink", "labelFingerprint", "creationTimestamp"},
		hints: [][]string{{"id", "labels"}},
		read:  gcloudImages.read,
	},
	{
		format: Azure, title: "az image list, az resource list",
		lists: []string{"value"}, ids: []string{"id"}, signs: []string{"resourceGroup", "hyperVGeneration", "provisioningState"},
		hints: [][]string{{"id", "location"}},
		read:  azureResources.read,
	},
	{
		format: OpenStack, title: "openstack image list --long",
		lists: []string{"images"}, ids: []string{"ID", "id"}, signs: []string{"Disk Format", "Container Format", "Min Disk"},
		hints: [][]string{{"ID", "Name"}, {"id", "properties"}, {"id", "os_hidden"}, {"id", "os_hash_algo"}},
		read:  openStackImages.read,
	},
	{
		format: IMS, title: "image list",
		lists: []string{"images"}, ids: []string{"id"}, signs: []string{"__imagetype", "__os_type", "__isregistered", "__platform"},
		hints: [][]string{{"id", "name"}, {"id", "tags"}, {"id", "status"}, {"id", "schema"}},
		read:  imsImages.read,
	},
}

// Formats are the names of all forms, Auto first.
func Formats() []Format {
	names := []Format{Auto}
	for _, f := range forms {
		names = append(names, f.format)
	}
	return names
}

// Title says in a few words what the form is, "" for Auto and for what is no
// form.
func (f Format) Title() string {
	if known := formOf(f); known != nil {
		return known.title
	}
	return ""
}

// formOf returns the form of a format, or nil.
func formOf(format Format) *form {
	i := slices.IndexFunc(forms, func(f *form) bool { return f.format == format })
	if i < 0 {
		return nil
	}
	return forms[i]
}

// isID reports whether a member is the id of a resource in this form.
func (f *form) isID(member []byte) bool { return contains(f.ids, member) }

func contains(names []string, name []byte) bool {
	for _, n := range names {
		if n == string(name) {
			return true
		}
	}
	return false
}

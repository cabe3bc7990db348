package workload

import (
	"strconv"
	"time"
)

// release is what the images built of it share.
type release struct {
	name   string // "Ubuntu-22.04-arm64-"
	date   string // "20240312"
	detail string
}

// release returns release n.
func (g *Generator) release(n int) *release {
	if g.releases[n] == nil {
		g.releases[n] = newRelease(g.seed, n)
	}
	return g.releases[n]
}

// firstDay and days are when releases were made.
var firstDay = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)

const days = 3000

func newRelease(seed uint64, n int) *release {
	var s source
	s.seed(seed, streamRelease, uint64(n))
	family := pick(&s, families)
	version := pick(&s, family.versions)
	machine := pick(&s, machines)
	made := firstDay.Add(time.Duration(s.below(days*24*3600)) * time.Second)
	return &release{
		name:   family.name + "-" + version + "-" + machine.name + "-",
		date:   made.Format("20060102"),
		detail: string(appendDetail(nil, &s, family, version, machine, made)),
	}
}

// appendDetail writes the properties of the list call (list page, table 1).
// No text in them needs a JSON escape.
func appendDetail(dst []byte, s *source, family family, version string, machine machine, made time.Time) []byte {
	d := detail{text: append(dst, '{')}
	class := pick(s, classes)
	status := pick(s, statuses)
	d.string("status", status)
	d.string("owner", owners[class.owners.first+s.below(class.owners.n)])
	d.string("visibility", class.visibility)
	d.string("__imagetype", class.imageType)
	if class.imageType == "shared" {
		d.string("member_status", pick(s, memberStatuses))
	}
	d.string("__os_type", family.osType)
	d.string("__platform", family.platform)
	d.string("__os_version", family.name+" "+version+" "+machine.bits+"bit")
	d.string("__os_bit", machine.bits)
	d.string("architecture", machine.architecture)
	d.string("disk_format", pick(s, diskFormats))
	d.string("container_format", "bare")
	d.string("hw_firmware_type", machine.firmware)
	d.string("virtual_env_type", "FusionCompute")
	d.raw("protected", strconv.FormatBool(class.imageType == "gold"))
	d.raw("min_ram", strconv.Itoa(pick(s, memories)))
	d.raw("min_disk", strconv.Itoa(pick(s, disks)))
	d.raw("size", "0")
	d.string("created_at", made.Format(time.RFC3339))
	d.string("updated_at", made.Add(time.Duration(s.below(90*24*3600))*time.Second).Format(time.RFC3339))
	d.string("__isregistered", strconv.FormatBool(status != "queued"))
	if s.below(2) == 0 {
		d.string("__support_kvm", "true")
	}
	if project := pick(s, enterpriseProjects); project != "" {
		d.string("enterprise_project_id", project)
	}
	return append(d.text, '}')
}

// detail is a JSON object that grows.
type detail struct{ text []byte }

func (d *detail) raw(name, value string) {
	if len(d.text) > 1 {
		d.text = append(d.text, ',')
	}
	d.text = append(d.text, '"')
	d.text = append(d.text, name...)
	d.text = append(d.text, '"', ':')
	d.text = append(d.text, value...)
}

func (d *detail) string(name, value string) { d.raw(name, `"`+value+`"`) }

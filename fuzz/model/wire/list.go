package wire

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// The rules of SEMANTICS section 5, IMS GET /v2/cloudimages, as straight code.

// maxListQuery is how long a query string may be, in bytes.
const maxListQuery = 64 << 10

// lister reads a query string and holds images against it.
type lister struct {
	options Options
	given   map[string]string   // each once
	times   map[string][]string // those that may be given several times
	tags    []string
	faults  []Fault
	tests   []func(r *resource.Resource) bool
}

// List answers a request to the image list. rawQuery is what stands behind the
// "?" of its URL; of the options MayUseSysTags counts, which an operator has.
func List(data *model.Collection, o Options, rawQuery string, hasBody bool) Answer {
	l := lister{options: o, given: map[string]string{}, times: map[string][]string{}}
	if len(rawQuery) > maxListQuery {
		l.fail("query", "IMG.0001")
		return l.refuse()
	}
	l.split(rawQuery)
	unknown := l.strangers(rawQuery)
	if hasBody {
		unknown = append([]string{"body"}, unknown...)
	}
	if len(unknown) > 0 && o.Strict {
		l.fail(unknown[0], "IMG.0001")
	}
	if len(l.faults) > 0 {
		return l.refuse()
	}
	l.parameters()
	l.unknown()
	l.tagTests()
	keys := l.sort()
	limit := l.limit()
	marker, marked := l.given["marker"]
	if _, there := data.Get(marker); marked && !there {
		l.fail("marker", "IMG.0027")
	}
	if len(l.faults) > 0 {
		return l.refuse()
	}
	// The marker need not be one of the images that are asked for.
	rows := data.Select(func(r *resource.Resource) bool { return l.holds(r) || marked && r.ID == marker })
	rows = model.Sorted(rows, keys)
	if marked {
		rows, _ = model.After(rows, marker)
	}
	a := Answer{Status: 200, Page: []resource.Resource{}, Ignored: told(unknown)}
	images := []any{}
	for _, r := range model.Cut(rows, 0, limit) {
		a.Page = append(a.Page, r)
		images = append(images, image(&r))
	}
	a.Body = map[string]any{"images": images}
	return a
}

// strangers are the parameters that the list neither knows nor filters by.
func (l *lister) strangers(rawQuery string) []string {
	names := []string{"tag"}
	for _, row := range known {
		names = append(names, row.name)
	}
	return slices.DeleteFunc(unknownParameters(rawQuery, names...), func(shown string) bool {
		return strings.HasPrefix(shown, "__") || strings.HasPrefix(shown, `"__`)
	})
}

// Image answers a request for one image.
func Image(data *model.Collection, o Options, id, rawQuery string, hasBody bool) Answer {
	var unknown []string
	if hasBody {
		unknown = []string{"body"}
	}
	unknown = append(unknown, unknownParameters(rawQuery)...)
	if len(unknown) > 0 && o.Strict {
		return Answer{Status: 400, Faults: []Fault{{Path: unknown[0], Code: "IMG.0001"}}}
	}
	r, there := data.Get(id)
	l := lister{options: o}
	if !o.MayUseSysTags {
		l.textOrAbsent("__isregistered", "true")
	}
	if !there || !l.holds(&r) {
		return Answer{Status: 404, Faults: []Fault{{Path: "image_id", Code: "IMG.0144"}}}
	}
	return Answer{Status: 200, Page: []resource.Resource{r}, Body: image(&r), Ignored: told(unknown)}
}

// fail notes a fault; of a list request only the first is told.
func (l *lister) fail(path, code string) { l.faults = append(l.faults, Fault{Path: path, Code: code}) }

func (l *lister) refuse() Answer { return Answer{Status: 400, Faults: l.faults[:1]} }

func (l *lister) holds(r *resource.Resource) bool {
	for _, test := range l.tests {
		if !test(r) {
			return false
		}
	}
	return true
}

// known are the parameters of the page, with the type of their values, in the
// order that their faults are told.
var known = []struct{ name, kind string }{
	{"__isregistered", "registered"},
	{"__imagetype", "image type"},
	{"__whole_image", "boolean"},
	{"protected", "boolean"},
	{"architecture", "architecture"},
	{"id", "id"},
	{"name", "name"},
	{"min_ram", "integer"},
	{"min_disk", "integer"},
	{"member_status", "member status"},
	{"enterprise_project_id", "enterprise project"},
	{"created_at", "time"},
	{"updated_at", "time"},
	{"visibility", "text"},
	{"owner", "text"},
	{"status", "text"},
	{"flavor_id", "text"},
	{"container_format", "text"},
	{"disk_format", "text"},
	{"virtual_env_type", "text"},
	{"limit", "page"},
	{"marker", "page"},
	{"sort_key", "page"},
	{"sort_dir", "page"},
}

func isKnown(name string) bool {
	for _, row := range known {
		if row.name == name {
			return true
		}
	}
	return false
}

// split takes the query string apart, by the first "=" of each pair.
func (l *lister) split(rawQuery string) {
	for _, pair := range strings.Split(rawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		plainName, err1 := url.QueryUnescape(name)
		plainValue, err2 := url.QueryUnescape(value)
		_, twice := l.given[plainName]
		switch {
		case pair == "":
		case err1 != nil || err2 != nil || !utf8.ValidString(plainName) || !utf8.ValidString(plainValue):
			l.fail("", "IMG.0001")
		case plainName == "tag":
			l.tags = append(l.tags, plainValue)
		case !isKnown(plainName) && !strings.HasPrefix(plainName, "__"):
		case plainName == "created_at" || plainName == "updated_at":
			l.times[plainName] = append(l.times[plainName], plainValue)
		case twice && isKnown(plainName):
			l.fail(plainName, "IMG.0001")
		case twice:
			l.fail("", "IMG.0001") // how an odd name is told is not said
		default:
			l.given[plainName] = plainValue
		}
	}
}

// text asks for a property that is equal to a text.
func (l *lister) text(name, want string) {
	l.tests = append(l.tests, func(r *resource.Resource) bool {
		return model.EqualsText(model.Properties(r)[name], want)
	})
}

// textOrAbsent is text for a value that images without the property have too.
func (l *lister) textOrAbsent(name, want string) {
	l.tests = append(l.tests, func(r *resource.Resource) bool {
		property, there := model.Properties(r)[name]
		return !there || model.EqualsText(property, want)
	})
}

var (
	integerForm = regexp.MustCompile(`^-?[0-9]+$`)
	uuidForm    = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	timeForm    = regexp.MustCompile(`^((?:gt|gte|lt|lte|eq|neq):)?(.*)$`)
)

// parameters reads those of the page that filter.
func (l *lister) parameters() {
	for _, row := range known {
		value, given := l.given[row.name]
		for _, value := range l.times[row.name] {
			l.time(row.name, value)
		}
		switch {
		case row.kind == "registered" && given && value != "true" && !l.options.MayUseSysTags:
			l.tests = append(l.tests, func(*resource.Resource) bool { return false })
		case row.kind == "registered" && (!given || value == "true"):
			l.textOrAbsent(row.name, "true")
		case !given || row.kind == "page":
		default:
			l.parameter(row.name, row.kind, value)
		}
	}
}

func (l *lister) parameter(name, kind, value string) {
	oneOf := func(values ...string) bool { return slices.Contains(values, value) }
	switch kind {
	case "text", "registered":
		l.text(name, value)
	case "image type":
		if !oneOf("gold", "private", "shared", "market") {
			l.fail(name, "IMG.0024")
		}
		l.text(name, value)
	case "boolean":
		if !oneOf("true", "false") {
			l.fail(name, "IMG.0001")
		}
		if value == "false" {
			l.textOrAbsent(name, value)
		} else {
			l.text(name, value)
		}
	case "architecture":
		if !oneOf("x86", "arm") {
			l.fail(name, "IMG.0001")
		}
		l.tests = append(l.tests, func(r *resource.Resource) bool { return architecture(r) == value })
	case "id":
		l.tests = append(l.tests, func(r *resource.Resource) bool { return r.ID == value })
	case "name":
		l.tests = append(l.tests, func(r *resource.Resource) bool { return r.Name == value })
	case "integer":
		n, err := strconv.ParseInt(value, 10, 64)
		if !integerForm.MatchString(value) || err != nil {
			l.fail(name, "IMG.0001")
		}
		l.text(name, strconv.FormatInt(n, 10))
	case "member status":
		if !oneOf("accepted", "rejected", "pending") || l.given["visibility"] != "shared" {
			l.fail(name, "IMG.0001")
		}
		l.text(name, value)
	case "enterprise project":
		switch {
		case value == "all_granted_eps":
		case value == "0":
			l.textOrAbsent(name, value)
		case uuidForm.MatchString(value):
			l.text(name, value)
		default:
			l.fail(name, "IMG.0001")
		}
	}
}

// architecture is that of an image, "" where it has no text.
func architecture(r *resource.Resource) string {
	properties := model.Properties(r)
	if own, there := properties["architecture"]; there {
		text, _ := model.PropertyText(own)
		return text
	}
	if text, _ := model.PropertyText(properties["__support_arm"]); text == "true" {
		return "arm"
	}
	return "x86"
}

func (l *lister) time(name, value string) {
	parts := timeForm.FindStringSubmatch(value)
	want, ok := model.PropertyTime(parts[2])
	if !ok {
		l.fail(name, "IMG.0001")
	}
	l.tests = append(l.tests, func(r *resource.Resource) bool {
		has, ok := model.PropertyTime(model.Properties(r)[name])
		if !ok {
			return false
		}
		switch parts[1] {
		case "gt:":
			return has.Cmp(want) > 0
		case "gte:":
			return has.Cmp(want) >= 0
		case "lt:":
			return has.Cmp(want) < 0
		case "lte:":
			return has.Cmp(want) <= 0
		case "neq:":
			return has.Cmp(want) != 0
		}
		return has.Cmp(want) == 0
	})
}

// unknown reads the parameters that the page does not know.
func (l *lister) unknown() {
	for name, value := range l.given {
		if !isKnown(name) {
			l.text(name, value)
		}
	}
}

func (l *lister) tagTests() {
	for _, tag := range l.tags {
		key, value, _ := strings.Cut(tag, "=")
		if key == "" {
			l.fail("tag", "IMG.0115")
		}
		l.tests = append(l.tests, func(r *resource.Resource) bool {
			return !strings.HasPrefix(key, "_sys_") && slices.Contains(r.Tags, resource.Tag{Key: key, Value: value})
		})
	}
}

// sort reads what the list goes by: the key asked for, then created_at, then
// the id, all in one direction.
func (l *lister) sort() []query.SortKey {
	name, direction := "created_at", "desc"
	if text, given := l.given["sort_key"]; given {
		name = strings.Trim(text, " ")
	}
	createdAt := query.SortKey{Property: "created_at", Kind: query.KindTime}
	key := query.SortKey{Property: name}
	switch name {
	case "name":
		key = query.SortKey{By: query.ByName}
	case "id":
		key = query.SortKey{By: query.ByID}
	case "container_format", "disk_format", "status":
	case "size", "min_disk", "min_ram":
		key.Kind = query.KindNumber
	case "created_at", "create_at":
		key = createdAt
	case "updated_at":
		key.Kind = query.KindTime
	default:
		l.fail("sort_key", "IMG.0001")
	}
	if text, given := l.given["sort_dir"]; given {
		direction = text
	}
	if direction != "asc" && direction != "desc" {
		l.fail("sort_dir", "IMG.0001")
	}
	key.Descending, createdAt.Descending = direction == "desc", direction == "desc"
	return []query.SortKey{key, createdAt}
}

func (l *lister) limit() int {
	text, given := l.given["limit"]
	if !given {
		return 500
	}
	digits := strings.TrimLeft(text, "0")
	if text == "" || strings.Trim(text, "0123456789") != "" || digits == "" {
		l.fail("limit", "IMG.0001")
		return 0
	}
	if len(digits) > 4 {
		return 1000
	}
	n, _ := strconv.Atoi(digits)
	return min(n, 1000)
}

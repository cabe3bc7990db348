package gen

import (
	"strconv"
	"strings"
	"time"

	"github.com/tagdex/tagdex/query"
)

// propertyNames are those of the image list and a few odd ones.
var (
	commonProperties = []string{
		"created_at", "status", "min_disk", "__os_type", "size", "updated_at", "min_ram", "protected",
		"__imagetype", "visibility", "__isregistered", "architecture", "__support_arm", "__support_kvm", "__whole_image", "container_format", "disk_format", "enterprise_project_id",
	}
	oddProperties = []string{"", "a b", "é", "name", "id", "tags", "self", "file", "schema", "owner", "__x", "k", "\"", "prop.x", "\x00", "_sys_x"}
)

// propertyTexts are strings that properties are; they meet each other often.
var propertyTexts = []string{
	"active", "queued", "Linux", "true", "false", "gold", "private", "shared", "public", "0", "40", "raw", "",
	"2024-01-01", "2024-01-01T00:00:00Z", "2024-01-01 00:00:00", "2024-01-01T00:00:01Z", "2023-12-31T23:59:59Z",
	"2018-10-28T10:00:00Z", "2024-02-29T10:00:00Z", "0000-01-01", "9999-12-31T23:59:59Z",
	"2024-01-01T08:00:00+08:00", "2023-12-31T23:59:60Z", "2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.500000999Z", "2024-01-01T00:00:00",
	"2024-02-30", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00.0Z", "2024-01-01T00:00:00+00:00", "2024-1-1", "2024-01-01t00:00:00z",
	"0000-12-31T23:59:60Z", "é", "e\u0301", "\U0001F600", "\uffff", "bare", "a\x00b", "00", "007", "-0", "1e3", "1.0", "1.5", "01.50", "+1", "40.0", "100", "9", "1e400", ".5", "5.", " 5", "0x1f", "9223372036854775807",
	"9007199254740993", "9007199254740993.5", "1e-400",
	"0aa10000-0000-4000-8000-000000000001", "all_granted_eps", "arm", "x86", strings.Repeat("long", 100),
}

// propertyNumbers are JSON values that are no strings.
var propertyNumbers = []string{
	"0", "1", "40", "100", "41", "true", "false", "null", "-1", "-0", "2048", "1.5", "1e3", "1.0", "40.0", "4e1",
	"9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809", "9007199254740993", "9007199254740992", "0.1", "1e300", "1e400", "-1.5", "1e-7", "[]", "[1]", "{}", `{"a":1}`,
}

// PropertyName returns the name of a property.
func (s *Source) PropertyName() string {
	switch s.N(4) {
	case 0, 1, 2:
		return Pick(s, commonProperties)
	}
	return Pick(s, oddProperties)
}

// PropertyText returns a text that a property may have.
func (s *Source) PropertyText() string {
	switch s.N(8) {
	case 5:
		return strconv.Itoa(s.N(130))
	case 6:
		return s.Text(4)
	}
	return Pick(s, propertyTexts)
}

// Detail makes the detail of a resource: a JSON object, or nothing.
func (s *Source) Detail() string {
	if s.OneIn(2) {
		return Pick(s, details)
	}
	var members object
	seen := map[string]bool{}
	for range s.N(12) {
		name := s.PropertyName()
		if seen[name] {
			continue
		}
		seen[name] = true
		var value any
		switch {
		case (strings.HasPrefix(name, "min_") || name == "size" || name == "protected") && !s.OneIn(8), s.OneIn(6):
			value = literal(Pick(s, propertyNumbers))
		case strings.HasSuffix(name, "_at") && !s.OneIn(4):
			value = propertyTexts[13+s.N(16)]
		default:
			value = s.PropertyText()
		}
		members = append(members, member{name, value})
		s.properties.keep(name)
	}
	var b strings.Builder
	s.print(&b, members)
	return b.String()
}

// Scalar makes a number or a time to compare with.
func (s *Source) Scalar() query.Scalar {
	texts := propertyTexts
	if s.OneIn(2) {
		texts = propertyNumbers
	}
	if p, ok := query.ParseScalar(Pick(s, texts)); ok {
		return p
	}
	switch s.N(3) {
	case 0:
		return query.Time(time.Unix(1704067200+int64(s.N(5))-2, int64(s.N(3))*500_000_000))
	case 1:
		return query.Float(float64(s.N(520))/4 - 2)
	}
	return query.Integer(int64(s.N(130)) - 2)
}

// propertyLeaf makes a leaf about a property.
func (s *Source) propertyLeaf() query.Expr {
	name := s.PropertyName()
	if s.OneIn(2) {
		name = s.properties.recall(s, name)
	}
	switch s.N(8) {
	case 1:
		return query.PropHas(name)
	case 2:
		texts := make([]string, Pick(s, []int{2, 3, 5, 0, 1, 12}))
		for i := range texts {
			texts[i] = s.PropertyText()
		}
		return query.PropIn(name, texts...)
	case 3:
		return query.PropLess(name, s.Scalar())
	case 4:
		return query.PropAtMost(name, s.Scalar())
	case 5:
		return query.PropMore(name, s.Scalar())
	case 6:
		return query.PropAtLeast(name, s.Scalar())
	case 7:
		return query.And(query.PropAtLeast(name, s.Scalar()), query.PropLess(name, s.Scalar()))
	}
	return query.PropEq(name, s.PropertyText())
}

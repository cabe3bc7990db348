package gen

import (
	"net/url"
	"strings"
)

// ListQuery makes the query string of a request to the image list: mostly
// good, sometimes with one thing wrong, sometimes anything.
func (s *Source) ListQuery() string {
	if s.OneIn(32) {
		return string(s.Rest(64))
	}
	var pairs []string
	for range s.N(5) {
		pairs = append(pairs, s.listFilter())
	}
	for _, paging := range [][]string{listSortKeys, listDirections, listLimits} {
		if s.OneIn(2) {
			pairs = append(pairs, Pick(s, paging))
		}
	}
	if s.OneIn(4) {
		pairs = append(pairs, "marker="+s.escape(s.ID()))
	}
	if s.OneIn(6) {
		pairs = append(pairs, Pick(s, badPairs))
	}
	return strings.Join(pairs, "&")
}

var (
	listSortKeys = []string{
		"sort_key=name", "sort_key=status%20", "sort_key=size", "sort_key=min_disk", "sort_key=created_at", "sort_key=create_at",
		"sort_key=updated_at", "sort_key=id", "sort_key=min_ram", "sort_key=container_format", "sort_key=+disk_format+",
	}
	listDirections = []string{"sort_dir=asc", "sort_dir=desc"}
	listLimits     = []string{
		"limit=1", "limit=2", "limit=3", "limit=10", "limit=1000", "limit=1001", "limit=007", "limit=99999999999999999999",
	}
	badPairs = []string{
		"ower=x", "STATUS=active&x=%41", "a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1&a=2", "a+b=1&%C3%A9=1", "tags=a=b&sortkey=name", "__", "_x=1",
		"limit=0", "limit=-1", "limit=", "limit=abc", "limit=1.5", "limit=%201", "sort_dir=", "sort_dir=ASC",
		"sort_key=Name", "sort_key=", "sort_key=owner", "status=active&status=active", "x=1&x=2", "tag", "tag=", "tag==v", "tag=%zz", "x=%", "%ff=1", "owner=%ff", "&&", "=", "=x", "a;b",
		"__x=1&__x=1", "min_disk=abc", "min_disk=1.5", "min_disk=", "min_disk=-0", "min_disk=040", "min_disk=%2B40", "protected=True",
		"protected=", "__whole_image=1", "__imagetype=public", "__imagetype=", "member_status=accepted", "member_status=x&visibility=shared",
		"enterprise_project_id=x", "enterprise_project_id=", "created_at=2024-01-01", "created_at=gt:", "created_at=ge:2024-01-01T00:00:00Z",
		"created_at=GT:2024-01-01T00:00:00Z", "updated_at=2024-02-30T00:00:00Z", "updated_at=eq:gt:2024-01-01T00:00:00Z", "marker=", "marker=nobody",
		"marker=r0&marker=r0", "%73tatus=active", "offset=3", "__isregistered=", "__isregistered=x", "architecture=x86_64", "architecture=", "architecture=arm&architecture=arm", "__support_kvm=yes",
		"created_at=gt:2024-01-01T00:00:00Z&created_at=lt:x", "updated_at=gt:2024-01-01T00:00:00+00:00", "created_at=eq:2025-06-01T08:00:00+08:00", "Status=active", "min_ram=9223372036854775808",
	}
)

// listFilter makes a parameter that filters.
func (s *Source) listFilter() string {
	switch s.N(16) {
	case 0, 1, 2:
		key, value := s.Tag()
		return "tag=" + s.escape(key) + Pick(s, []string{"=", "=", "%3D", "%3d"}) + s.escape(value)
	case 3, 4, 5:
		return Pick(s, []string{"created_at", "updated_at"}) + "=" +
			Pick(s, []string{"gt:", "gte:", "lt:", "lte:", "eq:", "neq:", "", "neq%3A"}) +
			Pick(s, []string{
				"2024-01-01T00:00:00Z", "2024-01-01%2000:00:00", "2024-01-01+00:00:01", "2023-12-31T23:59:59Z",
				"2018-10-28T10:00:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z",
				"2024-01-01", "2024-01-01T08:00:00%2B08:00", "2024-01-01T08:00:00+08:00", "2024-01-01T00:00:00.5z",
			})
	case 6:
		return "name=" + s.escape(s.names.recall(s, ""))
	case 7:
		return "id=" + s.escape(s.ID())
	case 8:
		return Pick(s, []string{
			"visibility=shared&member_status=accepted", "enterprise_project_id=0", "enterprise_project_id=all_granted_eps",
			"enterprise_project_id=0aa10000-0000-4000-8000-000000000001", "__isregistered=false", "__isregistered=true",
		})
	case 9:
		return Pick(s, []string{"min_disk=", "min_ram="}) + Pick(s, []string{"0", "40", "1", "100", "41", "-1", "9223372036854775807"})
	case 10:
		return Pick(s, []string{"protected=", "__whole_image="}) + Pick(s, []string{"true", "false"})
	case 12:
		return "architecture=" + Pick(s, []string{"x86", "arm"})
	case 11:
		return "__imagetype=" + Pick(s, []string{"gold", "private", "shared", "market"})
	}
	return s.escape(Pick(s, []string{
		"status", "owner", "visibility", "disk_format", "container_format", "__os_type", "__x", "__support_arm", "__sys",
	})) + "=" + s.escape(s.PropertyText())
}

// escape writes a text as it stands in a query string, or, where that still
// says the same, as a careless client does.
func (s *Source) escape(text string) string {
	if !strings.ContainsAny(text, "&%+#") && s.OneIn(2) {
		return text
	}
	return url.QueryEscape(text)
}

package auth

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// everyProject stands for all of them.
const everyProject = "*"

// projects reads those that a caller may ask about; nil: every one.
func (e *entry) projects() []string {
	v, ok := e.members["projects"]
	switch {
	case !ok:
		e.wrong("projects", `is missing: a list of projects, or "*" for all`)
		return []string{}
	case v.kind() == jsontext.KindString && v.str() == everyProject:
		return nil
	case v.kind() != jsontext.KindBeginArray:
		e.wrong("projects", `must be a list of projects, or "*" for all`)
		return []string{}
	}
	all := []string{}
	seen := map[string]bool{}
	v.items(func(i int, item value) {
		path := fmt.Sprintf("%s.projects[%d]", e.path, i)
		switch name, reason := projectName(item); {
		case reason != "":
			e.fault(item.at, path, "%s", reason)
		case seen[name]:
			e.fault(item.at, path, "%s is given twice", quote(name))
		default:
			seen[name] = true
			all = append(all, name)
		}
	})
	if len(all) > maxProjects {
		e.wrong("projects", "has %d projects, more than %d", len(all), maxProjects)
	}
	return all
}

// projectName reads the name of one project, or says what is wrong with it.
func projectName(v value) (name, reason string) {
	if v.kind() != jsontext.KindString {
		return "", fmt.Sprintf("is %s, it must be a string", kindName(v.kind()))
	}
	switch name = v.str(); {
	case name == everyProject:
		return "", `"*" stands alone: "projects": "*"`
	case name == "" || len(name) > maxProjectName:
		return "", fmt.Sprintf("must have 1 to %d bytes", maxProjectName)
	}
	return name, ""
}

// defaultProject is what paths without a project are about.
func (e *entry) defaultProject(projects []string) string {
	v, ok := e.members["default_project"]
	if !ok {
		if len(projects) == 1 {
			return projects[0]
		}
		return ""
	}
	name, reason := projectName(v)
	switch {
	case reason != "":
		e.wrong("default_project", "%s", reason)
	case projects != nil && !slices.Contains(projects, name):
		e.wrong("default_project", "%s is not one of the projects", quote(name))
	}
	return name
}

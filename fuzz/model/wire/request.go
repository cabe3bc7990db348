package wire

import (
	"math"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
)

// IMS answers the body of a request to the image service's tag query.
func IMS(data *model.Collection, o Options, queryString string, body []byte) Answer {
	c := checker{profile: ims.with(o), options: o}
	c.document(body, func(document map[string]any) {
		c.unknown(body, c.profile.filterShape(), 10, unknownParameters(queryString))
		if c.action(document) == "filter" {
			c.page(document, nil)
		}
		c.filter(document)
	})
	return c.answer(data)
}

// CTSFilter answers a request to the trace service's filter path. queryString
// is what stands behind the "?" of its URL.
func CTSFilter(data *model.Collection, o Options, queryString string, body []byte) Answer {
	c := checker{profile: cts.with(o), options: o}
	c.document(body, func(document map[string]any) {
		c.unknown(body, c.profile.filterShape(), 20, unknownParameters(queryString, "limit", "offset"))
		c.page(document, c.parameters(queryString))
		c.filter(document)
	})
	return c.answer(data)
}

// CTSCount answers a request to the trace service's count path.
func CTSCount(data *model.Collection, o Options, queryString string, body []byte) Answer {
	c := checker{profile: cts.with(o), options: o}
	c.request.count = true
	c.document(body, func(document map[string]any) {
		c.unknown(body, c.profile.filterShape(), 20, unknownParameters(queryString, "limit", "offset"))
		c.filter(document)
	})
	return c.answer(data)
}

// request is what a body asks.
type request struct {
	count         bool
	filter        query.Filter
	reading       query.Reading
	limit, offset int64
}

// checker reads a document and collects what is wrong with it.
type checker struct {
	profile profile
	options Options
	request request
	faults  []Fault
	status  int // of the first fault
	ignored string
}

func (c *checker) fail(kind fault, path string) {
	v := c.profile.codes[kind]
	if len(c.faults) == 0 {
		c.status = v.status
	}
	c.faults = append(c.faults, Fault{Path: path, Code: v.code})
}

// unknown looks for what is not known in a document, and besides it.
func (c *checker) unknown(body []byte, s shape, most int, parameters []string) {
	paths := append(unknownMembers(body, s, most), parameters...)
	c.ignored = told(paths)
	if !c.options.Strict {
		return
	}
	var each []string
	for _, path := range paths {
		if !slices.Contains(each, path) && len(each) <= 10 {
			each = append(each, path)
			c.fail(badJSON, path)
		}
	}
}

// document checks the body as a whole, and what is in it by check.
func (c *checker) document(body []byte, check func(map[string]any)) {
	if len(body) > maxBody {
		c.fail(tooLarge, "")
		return
	}
	if strings.Trim(string(body), " \t\r\n") == "" {
		if c.profile.bodyOptional {
			check(map[string]any{})
			return
		}
		c.fail(emptyBody, "body")
		return
	}
	value, err := parse(body)
	if err != nil {
		c.fail(badJSON, "")
		return
	}
	document, isObject := value.(map[string]any)
	if !isObject {
		c.fail(badJSON, "body")
		return
	}
	check(document)
}

func (c *checker) answer(data *model.Collection) Answer {
	if len(c.faults) > 0 {
		return Answer{Status: c.status, Faults: c.faults}
	}
	c.request.reading = query.Reading{SwapNegation: c.options.SwapNegation, Wildcards: c.profile.wildcards}
	c.request.offset = min(c.request.offset, math.MaxInt32) // past any end
	a := c.profile.respond(&c.request, data)
	a.Ignored = c.ignored
	return a
}

// action reads what is asked.
func (c *checker) action(document map[string]any) any {
	action := document["action"]
	c.request.count = action == "count"
	if action != "filter" && action != "count" {
		c.fail(badJSON, "action")
	}
	return action
}

// filter reads the parts that select.
func (c *checker) filter(document map[string]any) {
	f := &c.request.filter
	f.WithoutAnyTag = document["without_any_tag"] == true
	if !f.WithoutAnyTag {
		f.Tags = c.tagList(document, "tags")
		f.TagsAny = c.tagList(document, "tags_any")
		f.NotTags = c.tagList(document, "not_tags")
		f.NotTagsAny = c.tagList(document, "not_tags_any")
	}
	if value, there := document["without_any_tag"]; there {
		if _, isBool := value.(bool); !isBool {
			c.fail(badJSON, "without_any_tag")
		}
	}
	if c.profile.sysTags {
		c.sysTags(document)
	}
	c.matches(document)
}

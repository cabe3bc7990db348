package wire

import (
	"math"
	"strings"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
)

// IMS answers the body of a request to the image service's tag query.
func IMS(data *model.Collection, o Options, body []byte) Answer {
	c := checker{profile: ims.with(o), options: o}
	c.document(body, func(document map[string]any) {
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
		c.page(document, c.parameters(queryString))
		c.filter(document)
	})
	return c.answer(data)
}

// CTSCount answers a request to the trace service's count path.
func CTSCount(data *model.Collection, o Options, body []byte) Answer {
	c := checker{profile: cts.with(o), options: o}
	c.request.count = true
	c.document(body, c.filter)
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
}

func (c *checker) fail(kind fault, path string) {
	v := c.profile.codes[kind]
	if len(c.faults) == 0 {
		c.status = v.status
	}
	c.faults = append(c.faults, Fault{Path: path, Code: v.code})
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
	return c.profile.respond(&c.request, data)
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

package dialect_test

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

func ExampleProfile_Decode() {
	p := dialect.IMS()
	req, err := p.Decode(dialect.Input{Body: []byte(`{
		"action": "filter",
		"limit": "5",
		"tags": [{"key": "arch", "values": ["arm64", "x86"]}]
	}`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	expr, err := req.Expr()
	fmt.Println(req.Action, req.Offset, req.Limit, err)
	fmt.Println(query.Equal(expr, query.In("arch", "arm64", "x86")))
	// Output:
	// filter 0 5 <nil>
	// true
}

func ExampleProfile_Decode_error() {
	p := dialect.IMS()
	_, err := p.Decode(dialect.Input{Body: []byte(`{
		"action": "filter",
		"tags": [{"key": "arch", "values": ["arm64"]}, {"key": "os"}]
	}`)})
	var e *dialect.Error
	if errors.As(err, &e) {
		fmt.Println(e.Status, e.Code)
		fmt.Println(e.Path)
		fmt.Println(e.Reason)
	}
	fmt.Println(errors.Is(err, dialect.BadTag))
	// Output:
	// 400 IMG.0115
	// tags[1].values
	// is missing
	// true
}

func ExampleProfile_DecodeAll() {
	_, err := dialect.IMS().DecodeAll(dialect.Input{Body: []byte(`{
		"action": "filter",
		"limit": 0,
		"tags": [{"key": "", "values": ["a", "a"]}],
		"matches": [{"key": "status", "value": "active"}]
	}`)})
	fmt.Println(err)
	// Output:
	// IMG.0001: limit: is 0, below the least allowed, 1
	// IMG.0115: tags[0].key: is empty
	// IMG.0001: tags[0].values[1]: "a" is given twice
	// IMG.0001: matches[0].key: "status" is not a field to match
}

func ExampleProfile_AppendPage() {
	page := []resource.Resource{{
		ID:     "8693187d",
		Name:   "test10002",
		Detail: `{"status":"active","owner":"me"}`,
		Tags:   []resource.Tag{{Key: "key4", Value: "value4"}},
	}}
	to := dialect.Audience{ResourceType: "cts-tracker"}
	fmt.Println(string(dialect.IMS().AppendPage(nil, to, 36, slices.Values(page))))
	fmt.Println(string(dialect.CTS().AppendPage(nil, to, 36, slices.Values(page))))
	// Output:
	// {"total_count":36,"resources":[{"resource_id":"8693187d","resource_name":"test10002","resource_detail":{"status":"active"},"tags":[{"key":"key4","value":"value4"}]}]}
	// {"total_count":36,"resources":[{"resource_id":"8693187d","resource_name":"test10002","resource_detail":"","tags":[{"key":"key4","value":"value4"}]}]}
}

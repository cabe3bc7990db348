package query_test

import (
	"errors"
	"fmt"

	"github.com/tagdex/tagdex/query"
)

func ExampleParse() {
	e, err := query.Parse(`arch=arm64 AND region in (us-east-1, eu-west-1) and gpu != yes`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e)
	for _, arg := range e.Args() {
		fmt.Println(arg)
	}
	// Output:
	// arch=arm64 and region in (eu-west-1, us-east-1) and not gpu=yes
	// arch=arm64
	// region in (eu-west-1, us-east-1)
	// not gpu=yes
}

func ExampleExpr_String() {
	e := query.And(
		query.Eq("os", "Amazon Linux"),
		query.Or(query.Has("gpu"), query.NameContains("cuda")),
		query.Not(query.Eq("name", "and")),
	)
	fmt.Println(e)
	// Output: os="Amazon Linux" and (gpu or name ~ "cuda") and not "name"="and"
}

func ExampleSyntaxError_Caret() {
	_, err := query.Parse(`arch=arm64 && gpu`)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		fmt.Println(syntax)
		fmt.Println(syntax.Caret())
	}
	// Output:
	// invalid expression at line 1, column 12: found '&&'; write 'and'
	// arch=arm64 && gpu
	//            ^
}

func ExampleFilter_Expr() {
	f := query.Filter{
		Tags:    []query.TagMatch{{Key: "arch", Values: []string{"arm64"}}},
		NotTags: []query.TagMatch{{Key: "env", Values: []string{"test"}}, {Key: "old"}},
		Matches: []query.Match{{Field: query.FieldName, Value: "al2023"}},
	}
	e, _ := f.Expr(query.Reading{})
	fmt.Println(e)
	swapped, _ := f.Expr(query.Reading{SwapNegation: true})
	fmt.Println(swapped)
	// Output:
	// arch=arm64 and not (env=test and old) and name ~ "al2023"
	// arch=arm64 and not (env=test or old) and name ~ "al2023"
}

func ExampleNormalize() {
	for _, text := range []string{
		`(b and a) and not not a`,
		`env=prod or env in (test, prod)`,
		`env in (prod, test) and env != test`,
		`not arch=arm64 or not gpu`,
		`arch=arm64 and (arch or gpu)`,
		`env=prod and env=test`,
	} {
		e, _ := query.Parse(text)
		fmt.Println(query.Normalize(e))
	}
	// Output:
	// a and b
	// env in (prod, test)
	// env=prod
	// not (gpu and arch=arm64)
	// arch=arm64
	// none
}

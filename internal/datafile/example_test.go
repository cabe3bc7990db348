package datafile_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

func ExampleReader_Stream() {
	lines := `{"resource_id":"i-1","resource_name":"web","tags":[{"key":"env","value":"prod"}]}
{"resource_id":"i-2","tags":"none"}
{"resource_id":"i-3","project_id":"other"}`

	reader := datafile.New(&datafile.Options{SkipBad: true})
	for row, err := range reader.Stream(context.Background(), "images.jsonl", strings.NewReader(lines)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Project, row.Type, row.Resource.ID, row.Resource.Tags)
	}
	fmt.Println(reader.Skipped().Lines, "left out:", reader.Skipped().First[0])
	// Output:
	// default images i-1 [{env prod}]
	// other images i-3 []
	// 1 left out: images.jsonl:2: resource "i-2": tags: must be an array or an object, is a string
}

func ExampleReader_Files() {
	list := `{"images":[{"id":"i-1","name":"web","status":"active","tags":["env=prod"]}]}`
	reader := datafile.New(&datafile.Options{Format: datafile.IMS, Stdin: strings.NewReader(list)})
	for row, err := range reader.Files(context.Background(), datafile.Stdin) {
		fmt.Println(row.Resource.ID, row.Resource.Name, row.Resource.Tags, row.Resource.Detail, err)
	}
	// Output:
	// i-1 web [{env prod}] {"status":"active"} <nil>
}

func ExampleWriter() {
	err := datafile.NewWriter(os.Stdout).Write(engine.Row{
		Project: "p",
		Resource: resource.Resource{
			ID: "i-1", Name: "web",
			Tags:   []resource.Tag{{Key: "env", Value: "prod"}},
			Detail: `{ "status": "active" }`,
		},
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"resource_id":"i-1","resource_name":"web","resource_detail":{"status":"active"},"tags":[{"key":"env","value":"prod"}],"project_id":"p"}
}

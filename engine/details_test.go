package engine

import (
	"fmt"
	"testing"
)

// TestDetailsRemembersOnlyObjects asks for good and bad texts over and again,
// before and after the texts are kept.
func TestDetailsRemembersOnlyObjects(t *testing.T) {
	var d details
	for round := range 3 * manyDetails {
		for text, want := range map[string]bool{
			`{"a":1}`: true, `{}`: true, ` {"a":[]} `: true, fmt.Sprintf(`{"n":%d}`, round): true,
			"": false, `{"a":1`: false, `[]`: false, `null`: false, `{"a":1}}`: false, `{"a":1,"a":2}`: false, "{\"\xff\":1}": false,
		} {
			if d.isDetail(text) != want {
				t.Fatalf("round %d: %q: %v", round, text, !want)
			}
		}
	}
}

package dialect

import (
	"go/token"
	"strings"
	"testing"
	"time"
)

// TestParseIsFast tries text that a careless parser would take quadratic or exponential time for.
func TestParseIsFast(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n) }
	for name, src := range map[string]string{
		"parentheses": "x in " + rep("(", 2000) + "1" + rep(")", 2000), "not": rep("not ", 2000) + "x", "and": rep("a and ", 2000) + "b",
		"ternary": rep("a if b else ", 1000) + "c", "lambda": rep("lambda: ", 1000) + "x", "lists": rep("[", 1000) + rep("]", 1000),
		"keywords": "f(" + rep("a=1,", 5000) + ")", "blocks": rep("if a in b { ", 500) + rep("}", 500), "in": rep("a in ", 1000) + "b",
		"statements": rep("a in b\n", 3000), "comprehensions": rep("[x for x in ", 300) + "y" + rep("]", 300), "elses": "if a in b {}" + rep(" else if c in d {}", 500),
		"semicolons": "for " + rep(";", 3000), "labels": rep("a:", 3000) + "x in y", "strings": rep("'a' ", 3000), "dels": "del " + rep("a,", 3000),
		"braces": rep("x = {", 500) + rep("}", 500), "headers": rep("for i := []int{1}; x {", 300),
	} {
		begin := time.Now()
		_, err := Parse(token.NewFileSet(), src)
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("%s: %v for %d bytes (%v)", name, d, len(src), err)
		}
	}
}

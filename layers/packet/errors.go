package packet

import (
	"fmt"
	"strings"
)

// A FieldError says which field of which layer a value does not fit, why, and
// what was probably meant. It reads "TCP.dport: no service is named "htp" (did
// you mean "http"?)".
type FieldError struct {
	Layer  string // protocol name, such as "TCP"; "" when no layer is at fault
	Field  string // field name; "" when the layer itself is missing
	Reason string // what was wrong, in lower case
	Hint   string // the nearest name or the fix; "" when there is none
}

// Error implements error.
func (e *FieldError) Error() string {
	where := e.Layer
	if e.Field != "" && where != "" {
		where += "."
	}
	where += e.Field
	if where != "" {
		where += ": "
	}
	if e.Hint == "" {
		return where + e.Reason
	}
	return where + e.Reason + " (" + e.Hint + ")"
}

// fail makes the error of a value that field f cannot hold.
func (f *Field) fail(format string, args ...any) error {
	return &FieldError{Layer: f.owner(), Field: f.name, Reason: fmt.Sprintf(format, args...)}
}

// failNear is fail with the nearest of the names that would have been right.
func (f *Field) failNear(word string, names []string, format string, args ...any) error {
	return &FieldError{Layer: f.owner(), Field: f.name, Reason: fmt.Sprintf(format, args...), Hint: didYouMean(word, names)}
}

func (f *Field) owner() string {
	if f.proto == nil {
		return ""
	}
	return f.proto.name
}

// didYouMean phrases the nearest name as a hint, or returns "".
func didYouMean(word string, names []string) string {
	if near := Nearest(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}

// Nearest returns the one of names that word was most likely meant to be: equal
// without case, beginning with it, or within an edit distance of a third of its
// length. It returns "" when none is near.
func Nearest(word string, names []string) string {
	best, bestCost := "", len(word)/3+1
	lower := strings.ToLower(word)
	for _, name := range names {
		n := strings.ToLower(name)
		if n == lower {
			return name
		}
		cost := editDistance(lower, n)
		if len(lower) >= 3 && strings.HasPrefix(n, lower) && cost > 1 {
			cost = 1
		}
		if cost < bestCost || cost == bestCost && best != "" && len(name) < len(best) && cost < len(word) {
			best, bestCost = name, cost
		}
	}
	return best
}

// editDistance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b (optimal string alignment).
func editDistance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	before, prev, cur := rows[2], rows[0], rows[1]
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			swap := 1
			if a[i-1] == b[j-1] {
				swap = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+swap)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}

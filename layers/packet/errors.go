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
// without case, beginning with it, or with about one wrong letter in three. It returns "" when none is near.
func Nearest(word string, names []string) string {
	best, bestCost := "", 2*(len(word)/3+1)
	lower := strings.ToLower(word)
	for _, name := range names {
		n := strings.ToLower(name)
		if n == "" || lower == "" {
			continue
		}
		if n == lower {
			return name
		}
		cost := editDistance(lower, n)
		if len(lower) >= 3 && strings.HasPrefix(n, lower) {
			cost = min(cost, 2)
		}
		if cost < bestCost || cost == bestCost && best != "" && closer(lower, n, strings.ToLower(best)) {
			best, bestCost = name, cost
		}
	}
	return best
}

// closer decides between two names at the same distance: the same first letter
// counts most, then the shorter one.
func closer(word, a, b string) bool {
	sameA, sameB := a[:1] == word[:1], b[:1] == word[:1]
	if sameA != sameB {
		return sameA
	}
	return len(a) < len(b)
}

// editDistance is what it costs to turn a into b (optimal string alignment): 2 for
// a letter left out, added or swapped with its neighbour, 3 for a wrong one.
func editDistance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = 2 * j
	}
	before, prev, cur := rows[2], rows[0], rows[1]
	for i := 1; i <= len(a); i++ {
		cur[0] = 2 * i
		for j := 1; j <= len(b); j++ {
			wrong := 3
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			cur[j] = min(prev[j]+2, cur[j-1]+2, prev[j-1]+wrong)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+2)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}

package dialect

import (
	"strconv"
	"strings"
)

// fold gives the form in which names are compared: without case and underscores.
func fold(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// folded returns the one name of list that matches name without case and underscores; an exact match in exported
// spelling wins, "" means none or several.
func folded(name string, list []string) string {
	found := ""
	for _, n := range list {
		if fold(n) == fold(name) && n != name {
			if found != "" && found != n {
				return ""
			}
			found = n
		}
	}
	return found
}

// nearest returns the name of list that is nearest to name by editing, "" when none is near.
func nearest(name string, list []string) string {
	limit := 0 // a name of two letters is near to everything
	switch n := len(name); {
	case n > 9:
		limit = 3
	case n > 5:
		limit = 2
	case n > 2:
		limit = 1
	}
	best := ""
	for _, n := range list {
		if d := distance(fold(name), fold(n)); d < limit || d == limit && best == "" {
			best, limit = n, d
		}
	}
	return best
}

// didYouMean is the help for a name that is not known, "" without a near one.
func didYouMean(name string, list []string) string {
	if n := nearest(name, list); n != "" {
		return "did you mean " + n + "?"
	}
	return ""
}

// distance counts the letters to insert, delete, replace or swap.
func distance(a, b string) int {
	var before, prev, cur = []int(nil), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		cur[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			cur[j+1] = min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				cur[j+1] = min(cur[j+1], before[j-1]+1)
			}
		}
		before, prev, cur = prev, cur, make([]int, len(b)+1)
	}
	return prev[len(b)]
}

func itoa(i int) string { return strconv.Itoa(i) }

func atoi(s string) (int, error) { return strconv.Atoi(s) }

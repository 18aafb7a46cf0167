package layers

import (
	"slices"
	"strings"
)

// sortedLines is the names of own and the common ones, in the order of the
// alphabet, in which a head is written that was not captured.
func sortedLines(own string) []string {
	names := append(strings.Fields(own), httpCommonLines...)
	slices.Sort(names)
	return names
}

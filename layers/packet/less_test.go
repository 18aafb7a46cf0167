package packet_test

import (
	"testing"

	. "pktsh/layers/packet"
)

func TestLess(t *testing.T) {
	for _, c := range []struct {
		a, b any
		want bool
	}{
		{1, 2, true}, {2, 1, false}, {1, 1, false}, {uint8(1), 1.5, true}, {"a", "b", true}, {"b", "a", false},
		{Tuple{"a", 2}, Tuple{"a", 10}, true}, {Tuple{"a"}, Tuple{"a", 1}, true}, {Tuple{"a", 1}, Tuple{"a"}, false},
		{nil, "a", true},
	} {
		if got := Less(c.a, c.b); got != c.want {
			t.Errorf("Less(%v, %v) is %v", c.a, c.b, got)
		}
	}
}

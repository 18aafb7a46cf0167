package packet_test

import (
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// TestUnbind binds a protocol and takes that back: reading and stacking are as before.
func TestUnbind(t *testing.T) {
	foo := Define("UnbindFoo", U16("a"))
	wire := Stack(UDP.New("sport", 4000, "dport", 6666), []byte{0, 1}).Build()
	for _, want := range []bool{false, true, false} {
		if got := UDP.Dissect(wire).HasLayer(foo); got != want {
			t.Errorf("UDP to port 6666 carries it: %v, want %v", got, want)
		}
		if got := Stack(UDP.New(), foo.New()).Int("dport") == 6666; got != want {
			t.Errorf("stacking sets the port: %v, want %v", got, want)
		}
		if want {
			Unbind(UDP, foo, "dport", 6666)
			continue
		}
		Bind(UDP, foo, "sport", 4001, "dport", 6666)
		Unbind(UDP, foo, "dport", 6666, "sport", 4001)
		Bind(UDP, foo, "dport", 6666)
	}
	Unbind(UDP, foo, "dport", 6666)
}

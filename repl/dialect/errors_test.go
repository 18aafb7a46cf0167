package dialect

import (
	"strings"
	"testing"
)

// TestErrors checks message, help and where the error points: at the text that follows the bar in typed.
func TestErrors(t *testing.T) {
	for _, c := range []struct{ typed, at, msg, help string }{
		{`IP(dts="1.2.3.4")`, `dts`, "IP has no field dts", "did you mean dst?"},
		{`x = Ether()/IP(dst="a", tll=3)`, `tll`, "IP has no field tll", "did you mean ttl?"},
		{`TCP(zzzzz=3)`, `zzzzz`, "TCP has no field zzzzz", "Ls(TCP) lists its fields"},
		{`p.tll`, `tll`, "no protocol has a field tll", "did you mean ttl?"},
		{`p[TCP].dprt`, `dprt`, "TCP has no field dprt", "did you mean dport?"},
		{`p.tll = 3`, `tll`, "no protocol has a field tll", "did you mean ttl?"},
		{`del p.tll`, `tll`, "no protocol has a field tll", "did you mean ttl?"},
		{`p.sumary()`, `sumary`, "*Packet has no field or method sumary", "did you mean Summary?"},
		{`conf.vreb = 3`, `vreb`, "there is no setting vreb", "did you mean verb?"},
		{`conf.ifcae`, `ifcae`, "there is no setting ifcae", "did you mean iface?"},
		{`sniff(ifcae="lo")`, `ifcae`, "Sniff has no option ifcae", "did you mean iface?"},
		{`rdpacp("f")`, `rdpacp`, "rdpacp is not defined", "did you mean Rdpcap?"},
		{`x = foo`, `foo`, "foo is not defined", ""},
		{`IP()/TCP`, `TCP`, "TCP is a protocol, not a packet", "write TCP()"},
		{`IP()/3`, `3`, "a value of type int cannot be stacked", "packets, text and bytes"},
		{`IP(3)`, `3`, "IP reads bytes, not int", "name the field"},
		{`TCP in n`, `TCP in n`, "in does not know int", ""},
		{`for x in n: print(x)`, `n`, "a loop cannot take the elements of int", ""},
		{`pkts.filter(lambda: 1)`, `lambda`, "the lambda takes 0 parameters, but is called with 1", ""},
		{`del n`, `n`, "a variable cannot be deleted", ""},
		{`n + "a"`, `n`, "mismatched types", ""},
		{`Wrpcap("f")`, `)`, "not enough arguments", ""},
		{`n(3)`, `n`, "cannot call", ""},
		{`p.flags.summary()`, `summary`, "FlagValue has no field or method summary", ""},
		{`hexdump(p, colour=1)`, ``, "", ""},
	} {
		got, err := start(t).enter(c.typed)
		e, ok := err.(*Error)
		if !ok {
			t.Errorf("%s: no error: %s %v", c.typed, got, err)
			continue
		}
		if !strings.Contains(e.Msg, c.msg) || !strings.Contains(e.Help, c.help) || !strings.HasPrefix(c.typed[e.Offset:], c.at) {
			t.Errorf("%s\n\t%s | %s | at %q", c.typed, e.Msg, e.Help, c.typed[e.Offset:e.End])
		}
		if strings.Contains(e.Msg+e.Help, "__") {
			t.Errorf("%s: a marker shows: %s %s", c.typed, e.Msg, e.Help)
		}
		if e.End < e.Offset || e.End > len(c.typed) {
			t.Errorf("%s: %d to %d", c.typed, e.Offset, e.End)
		}
	}
}

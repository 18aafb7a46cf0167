package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"net/netip"
	"sort"
	"strconv"
	"strings"

	"pktsh/layers/packet"
)

// A stackComparison is one packet read twice.
type stackComparison struct {
	report *stackReport
	names  []string
	bytes  []byte
	fine   bool
}

// layers compares the layers from p on.
func (c *stackComparison) layers(p *packet.Packet, theirs []scapyLayer) {
	c.fine = true
	c.chain(p, theirs)
}

func (c *stackComparison) chain(p *packet.Packet, theirs []scapyLayer) {
	v := newView(p, "", 0)
	for i := range max(len(v.names), len(theirs)) {
		ours, their := "(end)", "(end)"
		if i < len(v.names) {
			ours = v.names[i]
		}
		if i < len(theirs) {
			their = theirs[i].name
		}
		if ours != their {
			below := ""
			if i > 0 {
				below = v.names[i-1]
			}
			c.bad("layers on "+below, below, strings.Join(v.names[i:], "/"), their)
			return
		}
		c.fields(v.layers[i], theirs[i])
	}
}

// fields compares one layer.
func (c *stackComparison) fields(q *packet.Packet, theirs scapyLayer) {
	t := c.report.protos[theirs.name]
	if t == nil {
		t = &tally{}
		c.report.protos[theirs.name] = t
	}
	for _, f := range sortedKeys(theirs.fields) {
		x := theirs.fields[f]
		what := theirs.name + "." + f
		if !q.HasField(f) {
			if x == nil || scapyOnly(what) {
				continue
			}
			t.compared++
			ours := absentValue
			if q.Proto().Field(f) == nil {
				ours = "(not defined)"
			}
			c.bad(what, theirs.name, ours, fmt.Sprint(x))
			continue
		}
		t.compared++
		if c.same(q.Get(f), x) {
			t.agreed++
			continue
		}
		c.bad(what, theirs.name, fmt.Sprint(q.Get(f)), fmt.Sprint(x))
	}
}

func (c *stackComparison) bad(what, proto, ours, theirs string) {
	c.fine = false
	c.report.differs(c.names, c.bytes, what, proto, ours, theirs)
}

// same compares a value of ours with one of Scapy's.
func (c *stackComparison) same(x, y any) bool {
	if list, ok := x.(packet.PacketList); ok {
		return c.records(list, y)
	}
	switch y := y.(type) {
	case nil:
		return x == nil || fmt.Sprint(x) == "" || fmt.Sprint(x) == "[]"
	case float64:
		return sameNumber(x, y)
	case bool:
		return fmt.Sprint(x) == fmt.Sprint(y)
	case string:
		return sameText(x, y)
	case []any:
		return c.sameList(x, y)
	case map[string]any:
		if text, ok := y["b"].(string); ok {
			b, _ := hex.DecodeString(text)
			if len(b) == 0 && fmt.Sprint(x) == "[]" {
				return true
			}
			return sameText(x, string(b))
		}
	}
	return false
}

// records compares records with a list of Scapy's, or a chain of its layers.
func (c *stackComparison) records(list packet.PacketList, y any) bool {
	var theirs []scapyLayer
	add := func(y any) {
		if m, ok := y.(map[string]any); ok {
			if chain, ok := m["p"].([]any); ok {
				for _, l := range chain {
					pair, _ := l.([]any)
					if len(pair) == 2 {
						fields, _ := pair[1].(map[string]any)
						theirs = append(theirs, scapyLayer{fmt.Sprint(pair[0]), fields})
					}
				}
			}
		}
	}
	if many, ok := y.([]any); ok {
		for _, one := range many {
			add(one)
		}
	} else {
		add(y)
	}
	if len(theirs) != len(list) {
		return false
	}
	for i, r := range list {
		if r.Proto().Name() != theirs[i].name {
			return false
		}
		c.fields(r, theirs[i])
	}
	return true
}

func (c *stackComparison) sameList(x any, y []any) bool {
	var list []any
	switch x := x.(type) {
	case []any:
		list = x
	case packet.Tuple:
		list = x
	case []packet.Tuple:
		for _, t := range x {
			if len(t) == 1 { // a bare option of a flat family
				list = append(list, t[0])
			} else {
				list = append(list, t)
			}
		}
	case []string:
		for _, s := range x {
			list = append(list, s)
		}
	case [][]byte:
		for _, s := range x {
			list = append(list, s)
		}
	case []int:
		for _, s := range x {
			list = append(list, s)
		}
	default:
		return len(y) == 1 && c.same(x, y[0]) || len(y) == 0 && fmt.Sprint(x) == "[]"
	}
	if len(list) != len(y) {
		return false
	}
	for i := range list {
		if !c.same(list[i], y[i]) {
			return false
		}
	}
	return true
}

// sameNumber compares a number, also one below zero with its bits.
func sameNumber(x any, y float64) bool {
	switch x := x.(type) {
	case int:
		return float64(x) == y || float64(uint64(x)) == y
	case uint64:
		return float64(x) == y
	case packet.FlagValue:
		return float64(x.Int()) == y
	case packet.FixedPoint:
		// Scapy gives some as they lie in the field.
		near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-6*math.Max(1, math.Abs(b)) }
		return near(x.Float(), y) || near(float64(x.Bits), y)
	case float64:
		return x == y
	}
	n, err := strconv.ParseFloat(fmt.Sprint(x), 64)
	return err == nil && n == y
}

// sameText compares text, bytes and addresses.
func sameText(x any, y string) bool {
	switch x := x.(type) {
	case []byte:
		return bytes.Equal(x, []byte(y))
	case nil:
		return y == ""
	case string:
		if x == y || strings.EqualFold(x, y) {
			return true
		}
		a, err := netip.ParseAddr(x)
		b, err2 := netip.ParseAddr(y)
		return err == nil && err2 == nil && a == b
	}
	return fmt.Sprint(x) == y
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func sum(counts map[string]int) int {
	n := 0
	for _, k := range counts {
		n += k
	}
	return n
}

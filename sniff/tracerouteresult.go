package sniff

import (
	"fmt"
	"sort"
	"strings"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// A TracerouteResult is the packets of a traceroute with their answers.
type TracerouteResult []packet.QueryAnswer

// String is how many answers there are.
func (r TracerouteResult) String() string { return renamed("Traceroute", r) }

// Summary prints a line for each pair.
func (r TracerouteResult) Summary(opts ...packet.PairOptions) {
	packet.SndRcvList(r).Summary(opts...)
}

// NSummary prints a line for each pair with its index.
func (r TracerouteResult) NSummary(opts ...packet.PairOptions) {
	packet.SndRcvList(r).NSummary(opts...)
}

// MakeTable prints a table of the pairs, as that of packet.SndRcvList.
func (r TracerouteResult) MakeTable(f func(query, answer *packet.Packet) packet.Tuple, opts ...packet.TableOptions) {
	packet.SndRcvList(r).MakeTable(f, opts...)
}

// Show prints a table: a column for each target, a row for each hop, in the cells who answered and how, by flags of TCP or
// the type of ICMP.
func (r TracerouteResult) Show() {
	packet.SndRcvList(r).MakeTable(func(s, a *packet.Packet) packet.Tuple {
		width := 15
		if s.Proto() == layers.IPv6 {
			width = 42
		}
		return packet.Tuple{targetName(s), hopOf(s), fmt.Sprintf("%-*s %s", width, a.Str("src"), manner(a))}
	})
}

// targetName is where a probe goes: 10.8.0.2:tcp80.
func targetName(s *packet.Packet) string {
	name := s.Str("dst")
	if s.Proto() == layers.IPv6 {
		name = "[" + name + "]"
	}
	for _, q := range []*packet.Proto{layers.TCP, layers.UDP, layers.SCTP} {
		if up := s.Layer(q); up != nil {
			return fmt.Sprintf("%s:%s%d", name, strings.ToLower(q.Name()), up.Int("dport"))
		}
	}
	if up := s.Payload(); up != nil {
		return name + ":" + up.Proto().Name()
	}
	return name
}

// hopOf is how many hops a probe was to go.
func hopOf(s *packet.Packet) int {
	if s.Proto() == layers.IPv6 {
		return s.Int("hlim")
	}
	return s.Int("ttl")
}

// manner is how a host answered: flags of TCP, type of ICMP.
func manner(a *packet.Packet) string {
	up := a.Payload()
	switch {
	case up == nil:
		return ""
	case up.Proto() == layers.TCP:
		return up.Str("flags")
	case up.HasField("type"):
		return fmt.Sprint(up.Int("type"))
	}
	return up.Proto().Name()
}

// final reports whether an answer comes from the target, and not from a router on the way.
func final(s, a *packet.Packet) bool {
	return !a.HasLayer(layers.ICMP) && !a.HasLayer(layers.ICMPv6TimeExceeded) && !a.HasLayer(layers.ICMPv6DestUnreach) || a.Str("src") == s.Str("dst")
}

// GetTrace returns for each target the hops up to the target: a hop is who answered, and whether that is the target.
func (r TracerouteResult) GetTrace() map[string]map[int]packet.Tuple {
	traces := make(map[string]map[int]packet.Tuple)
	ends := make(map[string]int)
	for _, qa := range r {
		dst, hop, end := qa.Query.Str("dst"), hopOf(qa.Query), final(qa.Query, qa.Answer)
		if traces[dst] == nil {
			traces[dst] = make(map[int]packet.Tuple)
		}
		if at, ok := ends[dst]; end && (!ok || hop < at) {
			ends[dst] = hop
		}
		traces[dst][hop] = packet.Tuple{qa.Answer.Str("src"), end}
	}
	for dst, at := range ends {
		for hop := range traces[dst] {
			if hop > at {
				delete(traces[dst], hop)
			}
		}
	}
	return traces
}

// Graph returns the ways as a graph, from this machine over the hops to the targets; a hop that did not answer is a question
// mark. g.DOT() and g.SVG() draw it.
func (r TracerouteResult) Graph() packet.Graph {
	var g packet.Graph
	index := make(map[[2]string]int)
	add := func(src, dst string) {
		edge := [2]string{src, dst}
		if i, ok := index[edge]; ok {
			g[i].Packets++
			return
		}
		index[edge] = len(g)
		g = append(g, packet.Conversation{Src: src, Dst: dst, Packets: 1})
	}
	traces := r.GetTrace()
	seen := make(map[string]bool)
	for _, qa := range r {
		dst := qa.Query.Str("dst")
		if seen[dst] {
			continue
		}
		seen[dst] = true
		hops := make([]int, 0, len(traces[dst]))
		for hop := range traces[dst] {
			hops = append(hops, hop)
		}
		sort.Ints(hops)
		at, from := qa.Query.Str("src"), 0
		for _, hop := range hops {
			for from++; from < hop; from++ {
				next := fmt.Sprintf("%s ? %d", dst, from)
				add(at, next)
				at = next
			}
			next, _ := traces[dst][hop][0].(string)
			if next != at {
				add(at, next)
			}
			at = next
		}
	}
	return g
}

package main

import (
	"fmt"
	"strconv"
	"strings"

	"pktsh/layers/packet"
)

func tcpFlags(q *packet.Packet) []string {
	if !there(q, "flags") {
		return nil
	}
	return []string{strconv.Itoa(q.Int("flags") | q.Int("reserved")<<9)}
}

// option is every value of an option, from the first on, each step-th.
func option(field, name string, first, step int) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if !there(q, field) {
			return nil
		}
		var out []string
		for _, t := range q.Options(field) {
			if t[0] != name || len(t) < 2 {
				continue
			}
			values := []any(t[1:])
			if list, ok := t[1].(packet.Tuple); ok {
				values = list
			}
			for i := first; i < len(values); i += step {
				if b, ok := values[i].([]byte); ok {
					out = append(out, string(b))
				} else {
					out = append(out, fmt.Sprint(values[i]))
				}
			}
		}
		return out
	}
}

var dhcpKinds = strings.Fields("- discover offer request decline ack nak release inform force_renew lease_query lease_unassigned lease_unknown lease_active")

// dhcpKind is the message type as its number.
func dhcpKind(q *packet.Packet) []string {
	out := option("options", "message-type", 0, 1)(q)
	for i, name := range out {
		for n, known := range dhcpKinds {
			if name == known {
				out[i] = strconv.Itoa(n)
			}
		}
	}
	return out
}

// domain is a name as tshark writes it.
func domain(field string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if !there(q, field) {
			return nil
		}
		name := q.Str(field)
		if name == "." {
			return []string{"<Root>"}
		}
		return []string{strings.TrimSuffix(name, ".")}
	}
}

// questions is read of every question of a message.
func questions(read func(*packet.Packet) []string) func(*packet.Packet) []string {
	return func(q *packet.Packet) (out []string) {
		if !there(q, "qd") {
			return nil
		}
		for _, r := range q.List("qd") {
			out = append(out, read(r)...)
		}
		return out
	}
}

// records is read of every record of a message of a type, 0 for all.
func records(kind int, read func(*packet.Packet) []string) func(*packet.Packet) []string {
	return func(q *packet.Packet) (out []string) {
		for _, section := range []string{"an", "ns", "ar"} {
			if !there(q, section) {
				continue
			}
			for _, r := range q.List(section) {
				if kind == 0 || r.HasField("type") && r.Int("type") == kind {
					out = append(out, read(r)...)
				}
			}
		}
		return out
	}
}

// layersOf are the places in v of the layers that belong to the group.
func (g *sharkGroup) layersOf(v *view) []int {
	var at []int
	for i, name := range v.names {
		if g.claims(name) {
			at = append(at, i)
		}
	}
	return at
}

// claims reports whether the group's patterns match a protocol's name: "!" in
// front of one takes away.
func (g *sharkGroup) claims(name string) bool {
	yes := false
	for _, p := range g.protos {
		p, not := strings.CutPrefix(p, "!")
		if matches(name, p) {
			yes = !not
		}
	}
	return yes
}

// matches reports whether name is the pattern, or begins with it where a star ends
// it.
func matches(name, pattern string) bool {
	prefix, star := strings.CutSuffix(pattern, "*")
	return name == pattern || star && strings.HasPrefix(name, prefix)
}

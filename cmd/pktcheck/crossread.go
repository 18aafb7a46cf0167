package main

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"pktsh/layers/gopacket"
	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// A crossField is a field of a layer of ours and of gopacket's.
type crossField struct{ ours, theirs string }

// crossLayers are the layers that both read, and the fields that are compared.
var crossLayers = map[string]struct {
	name   string
	fields []crossField
}{
	"Ethernet": {"Ether", []crossField{{"dst", "DstMAC"}, {"src", "SrcMAC"}, {"type", "EthernetType"}}},
	"Dot1Q":    {"Dot1Q", []crossField{{"vlan", "VLANIdentifier"}, {"prio", "Priority"}, {"type", "Type"}}},
	"ARP":      {"ARP", []crossField{{"hwtype", "AddrType"}, {"hwlen", "HwAddressSize"}, {"plen", "ProtAddressSize"}, {"op", "Operation"}}},
	"IPv4": {"IP", []crossField{{"src", "SrcIP"}, {"dst", "DstIP"}, {"len", "Length"}, {"id", "Id"}, {"ttl", "TTL"}, {"proto", "Protocol"}, {"frag", "FragOffset"},
		{"chksum", "Checksum"}, {"ihl", "IHL"}, {"tos", "TOS"}}},
	"IPv6": {"IPv6", []crossField{{"src", "SrcIP"}, {"dst", "DstIP"}, {"plen", "Length"}, {"nh", "NextHeader"}, {"hlim", "HopLimit"}, {"tc", "TrafficClass"}, {"fl", "FlowLabel"}}},
	"TCP": {"TCP", []crossField{{"sport", "SrcPort"}, {"dport", "DstPort"}, {"seq", "Seq"}, {"ack", "Ack"}, {"dataofs", "DataOffset"}, {"window", "Window"},
		{"chksum", "Checksum"}, {"urgptr", "Urgent"}}},
	"UDP":    {"UDP", []crossField{{"sport", "SrcPort"}, {"dport", "DstPort"}, {"len", "Length"}, {"chksum", "Checksum"}}},
	"SCTP":   {"SCTP", []crossField{{"sport", "SrcPort"}, {"dport", "DstPort"}, {"tag", "VerificationTag"}}},
	"ICMPv4": {"ICMP", []crossField{{"chksum", "Checksum"}}},
	"MPLS":   {"MPLS", []crossField{{"label", "Label"}, {"cos", "TrafficClass"}, {"ttl", "TTL"}}},
	"VXLAN":  {"VXLAN", []crossField{{"vni", "VNI"}}},
	"Geneve": {"GENEVE", []crossField{{"vni", "VNI"}, {"proto", "Protocol"}}},
	"GRE":    {"GRE", []crossField{{"proto", "Protocol"}}},
	"PPPoE":  {"PPPoE", []crossField{{"sessionid", "SessionId"}, {"len", "Length"}}},
	"DNS":    {"DNS", []crossField{{"id", "ID"}, {"qdcount", "QDCount"}, {"ancount", "ANCount"}}},
}

// crossRead compares addresses, ports and lengths with what gopacket reads. Its
// layers are looked at by the names of their fields, since pktsh/layers/gopacket
// alone knows its types.
func crossRead(files []string) (summary string, wrong int) {
	report := newMisses()
	fields := map[string]*tally{}
	shown := map[string]int{}
	var out strings.Builder
	for _, f := range files {
		pkts, _ := pcapio.Rdpcap(f)
		for i, p := range pkts {
			if p.Proto() == packet.Raw {
				continue
			}
			report.packets++
			for _, d := range crossPacket(newView(p, f, i), fields) {
				if cause := crossCause(d); cause != "" {
					report.reasons[cause]++
					fields[d.field].explained++
					continue
				}
				wrong++
				if shown[d.field]++; shown[d.field] <= 3 {
					fmt.Fprintf(&out, "%s: packet %d: %s: gopacket %s pktsh %s %v\n", filepath.Base(f), i+1, d.field, d.theirs, d.ours, d.v.names)
				}
			}
		}
	}
	fmt.Fprintf(&out, "%-20s %8s %8s %9s\n", "field", "compared", "agree", "explained")
	all := tally{}
	for _, name := range sortedKeys(fields) {
		t := fields[name]
		all.compared, all.agreed = all.compared+t.compared, all.agreed+t.agreed
		fmt.Fprintf(&out, "%-20s %8d %8d %9d\n", name, t.compared, t.agreed, t.explained)
	}
	counted(&out, report.reasons)
	fmt.Fprintf(&out, "gopacket: %d packets, %d values compared, %d agree (%.3f %%), %d not explained", report.packets, all.compared, all.agreed,
		100*float64(all.agreed)/float64(max(1, all.compared)), wrong)
	return out.String(), wrong
}

// A crossDifference is a value that gopacket reads differently.
type crossDifference struct {
	v                   *view
	field, ours, theirs string
}

// crossPacket compares the layers of one packet: the n-th of a kind with the n-th.
func crossPacket(v *view, fields map[string]*tally) (differences []crossDifference) {
	defer func() {
		// gopacket panics on some captured input: what it read before counts.
		_ = recover()
	}()
	seen := map[string]int{}
	for _, l := range gopacket.ToGopacket(v.packet).Layers() {
		kind, ok := crossLayers[l.LayerType().String()]
		if !ok {
			continue
		}
		seen[kind.name]++
		q := v.nth(kind.name, seen[kind.name])
		if q == nil {
			continue
		}
		theirs := reflect.Indirect(reflect.ValueOf(l))
		for _, f := range kind.fields {
			if !there(q, f.ours) || theirs.Kind() != reflect.Struct || !theirs.FieldByName(f.theirs).IsValid() {
				continue
			}
			name := kind.name + "." + f.ours
			if fields[name] == nil {
				fields[name] = &tally{}
			}
			fields[name].compared++
			x, y := crossValue(theirs.FieldByName(f.theirs)), crossOurs(q, f.ours)
			if x == y {
				fields[name].agreed++
				continue
			}
			differences = append(differences, crossDifference{v, name, y, x})
		}
	}
	return differences
}

// nth is the n-th layer of a name, nil when there are fewer.
func (v *view) nth(name string, n int) *packet.Packet {
	for i, have := range v.names {
		if have == name {
			if n--; n == 0 {
				return v.layers[i]
			}
		}
	}
	return nil
}

// crossValue is a field of gopacket's: its number, or the text of an address.
func crossValue(x reflect.Value) string {
	switch {
	case x.CanUint():
		return strconv.FormatUint(x.Uint(), 10)
	case x.CanInt():
		return strconv.FormatInt(x.Int(), 10)
	}
	return fmt.Sprint(x.Interface())
}

func crossOurs(q *packet.Packet, field string) string {
	if k := q.Proto().Field(field).Kind(); k == packet.KindText {
		return q.Str(field)
	}
	return strconv.Itoa(q.Int(field))
}

// crossCauses are differences that are no faults of ours.
var crossCauses = []struct {
	field, cause string
	when         func(d crossDifference) bool
}{
	{"ARP.hwtype", "gopacket keeps 8 of the 16 bits of the hardware type", func(d crossDifference) bool { return true }},
	{"Dot1Q.*", "gopacket reads tags of 802.1ad as those of 802.1Q: the first is not the same one", func(d crossDifference) bool { return d.v.has("Dot1AD") }},
	{"Ether.*", "ERSPAN of type I has no header (draft-foschiano-erspan-03): gopacket takes 8 bytes of the frame for one", func(d crossDifference) bool { return d.v.has("GRE") }},
	{"*", "a header that is cut off: gopacket leaves its fields 0, pktsh shows those that are there", func(d crossDifference) bool {
		return d.v.lastIsShort() && (d.theirs == "0" || d.theirs == "<nil>")
	}},
	{"IPv6.*", "an IPv4-mapped address: gopacket writes it as one of IPv4", func(d crossDifference) bool { return strings.Contains(d.ours, "::ffff:") }},
	{"IP.len", "a length of 0 in offloaded segments: gopacket shows the one it assumes", func(d crossDifference) bool { return d.ours == "0" }},
	{"UDP.len", "a length of 0: gopacket shows the one it assumes", func(d crossDifference) bool { return d.ours == "0" }},
}

func crossCause(d crossDifference) string {
	for _, c := range crossCauses {
		if glob(c.field, d.field) && c.when(d) {
			return c.cause
		}
	}
	return ""
}

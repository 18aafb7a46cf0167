package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// cleared builds every packet anew from nothing but the values of its fields: once
// all of them, and once without the automatic ones, which are then computed. What
// differs from the captured bytes is counted by layer and reason.
func cleared(files []string) (summary string, wrong int) {
	values, computed := newMisses(), newMisses()
	for _, f := range files {
		pkts, _ := pcapio.Rdpcap(f)
		for i, p := range pkts {
			if p.Proto() == packet.Raw {
				continue // of a link type that is not known: there are no fields
			}
			v := newView(p, f, i)
			values.add(v, false)
			computed.add(v, true)
		}
	}
	var out strings.Builder
	values.table(&out, "built from all values")
	computed.table(&out, "automatic fields computed")
	fmt.Fprintf(&out, "cleared: %s from all values, %s with automatic fields computed", values.share(), computed.share())
	wrong = values.unexplained() + computed.unexplained()
	if values.same*100 < values.packets*97 {
		wrong += values.packets - values.same
	}
	return out.String(), wrong
}

// misses counts packets that came out the same, and the reasons of others.
type misses struct {
	packets, same int
	reasons       map[string]int
}

// clearedCauses are why packets do not come out the same, by the field where they
// first differ, "*" standing for any.
var clearedCauses = []struct{ pattern, cause string }{
	{"*: the header is cut off", "the capture ends within the header: a new one is whole"},
	{"*: * has * bytes, not *", "an address of another length than its type has, in malformed packets"},
	{"*.options", "an option whose length is not that of its value, in malformed or blackened packets"},
	{"*.tlv_objects*", "an object whose length is not that of its value, in malformed packets"},
	{"DNS.ar", "a name compressed by another pointer than the first that fits"},
	{"ICMPv6NDOpt*.type", "the prefix of a route in the option before it, in 8 bytes where its text would be written in 16 (RFC 4191)"},
	{"PPP.proto*", "the protocol in one byte, a form that two peers agree on (RFC 1661 section 6.5)"},
	{"Padding.load", "a malformed packet whose lengths contradict each other"},
	{"TFTP_RRQ.mode", "text without the zero byte at its end, in malformed packets"},
	{"ICMP.unused", "the capture ends within the header: a new one is whole"},
	{"UDP.chksum", "a checksum of 0, which is none, or one that is wrong (tshark agrees on which)"},
	{"*.c*sum*", "a checksum that is wrong (tshark agrees on which), not filled in yet by the sending host, or of a packet cut off"},
	{"*len*", "a length that is wrong, or of a fragment or packet cut off"},
	{"IP.version*", "a header length that is not that of the options"},
	{"TCP.dataofs", "a header length that is not that of the options"},
	{"PPP_*.options*", "a length that is wrong, or of a packet cut off"},
	{"ICMPv6*.?", "a checksum that is wrong"},
}

// cause explains a reason, "" when nothing does.
func (m *misses) cause(reason string) string {
	for _, c := range clearedCauses {
		if glob(c.pattern, reason) {
			return c.cause
		}
	}
	return ""
}

// glob matches a pattern whose stars stand for anything.
func glob(pattern, s string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !strings.HasPrefix(s, head) {
		return false
	}
	if s = s[len(head):]; !star {
		return s == ""
	}
	for i := 0; i <= len(s); i++ {
		if glob(rest, s[i:]) {
			return true
		}
	}
	return false
}

// unexplained is how many packets differ for no known cause.
func (m *misses) unexplained() int {
	n := 0
	for reason, count := range m.reasons {
		if m.cause(reason) == "" {
			n += count
		}
	}
	return n
}

// table writes the reasons with their causes.
func (m *misses) table(out *strings.Builder, title string) {
	withCause := map[string]int{}
	for reason, n := range m.reasons {
		withCause[fmt.Sprintf("%-44s %s", reason, m.cause(reason))] = n
	}
	fmt.Fprintf(out, "%s: packets that are not their bytes, by the field where they differ and the cause\n", title)
	counted(out, withCause)
	fmt.Fprintln(out)
}

func newMisses() *misses { return &misses{reasons: map[string]int{}} }

func (m *misses) share() string {
	return fmt.Sprintf("%d of %d packets (%.2f %%)", m.same, m.packets, 100*float64(m.same)/float64(max(1, m.packets)))
}

// add builds one packet anew.
func (m *misses) add(v *view, compute bool) {
	m.packets++
	built, err := anew(v, compute)
	if err != nil {
		m.miss(v, err.Error())
		return
	}
	raw := v.packet.Build()
	if bytes.Equal(built, raw) {
		m.same++
		return
	}
	m.miss(v, whyNotSame(v, built, raw, compute))
}

var showMisses = 0 // how many misses are shown for each reason: for tests

func (m *misses) miss(v *view, reason string) {
	m.reasons[reason]++
	if m.reasons[reason] <= showMisses {
		fmt.Printf("%s: packet %d: %s: %v\n", filepath.Base(v.file), v.index+1, reason, v.names)
	}
}

// anew is the packet that the values of v's fields make. Layers that pktsh reads
// by gopacket and cannot build are their bytes.
func anew(v *view, compute bool) (b []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v", x)
		}
	}()
	if compute {
		return computed(v)
	}
	var parts []any
	for i, q := range v.layers {
		fresh, err := freshLayer(q, v.header(i))
		if err != nil {
			return nil, err
		}
		parts = append(parts, fresh)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return packet.Stack(parts...).Build(), nil
}

// computed is the packet with its automatic fields deleted.
func computed(v *view) ([]byte, error) {
	p := v.packet.Copy()
	for i := range v.layers {
		if err := deleteAutomatic(p.Layer(i)); err != nil {
			return nil, err
		}
	}
	return p.Build(), nil
}

// deleteAutomatic makes the automatic fields of a layer, and of records in it,
// unset.
func deleteAutomatic(q *packet.Packet) error {
	if q.Proto().Foreign() || quoted(q.Proto()) {
		return nil
	}
	for _, f := range q.Proto().Fields() {
		if !q.HasField(f.Name()) {
			continue
		}
		if f.Kind() == packet.KindRecords {
			for _, r := range q.List(f.Name()) {
				if err := deleteAutomatic(r); err != nil {
					return err
				}
			}
		}
		if f.Automatic() && !f.Chosen() {
			if err := q.Del(f.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

// freshLayer is a layer with the values of q and no captured bytes.
func freshLayer(q *packet.Packet, header []byte) (*packet.Packet, error) {
	if q.Proto().Foreign() {
		return packet.Raw.New("load", header), nil
	}
	fresh := q.Proto().New()
	for _, f := range q.Proto().Fields() {
		if !q.HasField(f.Name()) {
			continue
		}
		x := q.Get(f.Name())
		if list, ok := x.(packet.PacketList); ok {
			var records packet.PacketList
			for _, r := range list {
				one, err := freshLayer(r, r.Build())
				if err != nil {
					return nil, err
				}
				records = append(records, one)
			}
			x = records
		}
		if err := fresh.Set(f.Name(), x); err != nil {
			return nil, err
		}
	}
	return fresh, nil
}

// quoted reports whether a protocol is that of headers quoted in an error, whose
// lengths and checksums are those of the packet that they are from.
func quoted(p *packet.Proto) bool {
	return strings.HasSuffix(p.Name(), "error") || p.Name() == "IPerror6"
}

// header is the bytes of layer i alone.
func (v *view) header(i int) []byte {
	b := v.layers[i].Build()
	if i+1 < len(v.layers) {
		b = b[:max(0, len(b)-v.layers[i+1].Len())]
	}
	return b
}

// whyNotSame names the first layer whose bytes differ, and the first field.
func whyNotSame(v *view, built, raw []byte, compute bool) string {
	at := 0
	for at < len(built) && at < len(raw) && built[at] == raw[at] {
		at++
	}
	off := 0
	for i := range v.layers {
		h := v.header(i)
		if at >= off+len(h) && i+1 < len(v.layers) {
			off += len(h)
			continue
		}
		name := v.names[i]
		if v.layers[i].Proto() != packet.Raw && v.short(i) {
			return name + ": the header is cut off"
		}
		return name + "." + fieldOf(v.layers[i], at-off) + cutOff(v, compute)
	}
	return "(behind the last layer)"
}

func cutOff(v *view, compute bool) string {
	if compute && v.cut() {
		return " (of a packet cut off)"
	}
	return ""
}

// fieldOf names the field of q that ends behind byte at, by dissecting ever
// shorter headers.
func fieldOf(q *packet.Packet, at int) string {
	b := q.Build()
	names := q.Proto().FieldNames()
	short := q.Proto().Dissect(b[:max(0, min(at, len(b)))])
	if short.Proto() != q.Proto() {
		return "?"
	}
	for _, name := range names {
		if q.HasField(name) && !short.HasField(name) {
			return name
		}
	}
	if len(names) > 0 {
		return names[len(names)-1]
	}
	return "?"
}

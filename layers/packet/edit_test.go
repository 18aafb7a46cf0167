package packet_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// The rule of edits: what was right in a captured packet stays right, what was
// wrong stays as it was captured, until it is set or deleted.

var editEther = Ether.New("src", "02:00:00:00:00:01", "dst", "02:00:00:00:00:02")

func editIP(pairs ...any) *Packet {
	return IP.New(append([]any{"src", "192.0.2.1", "dst", "192.0.2.2", "id", 7}, pairs...)...)
}

func editIPv6(pairs ...any) *Packet {
	return IPv6.New(append([]any{"src", "2001:db8::1", "dst", "2001:db8::2"}, pairs...)...)
}

func editUDP(pairs ...any) *Packet {
	return UDP.New(append([]any{"sport", 4000, "dport", 4001}, pairs...)...)
}

func editTCP(pairs ...any) *Packet {
	return TCP.New(append([]any{"sport", 4000, "dport", 4001, "flags", "PA", "options", []Tuple{{"MSS", 1460}}}, pairs...)...)
}

// Places in the bytes of Ether/IP/...
const (
	ipSum  = 24
	udpSum = 40
	tcpSum = 50
)

// put writes 16 bits.
func put(at int, v uint16) func([]byte) []byte {
	return func(b []byte) []byte {
		binary.BigEndian.PutUint16(b[at:], v)
		return b
	}
}

// set is an edit of one field.
func set(pairs ...any) func(*Packet) error { return func(p *Packet) error { return p.Set(pairs...) } }

func del(names ...string) func(*Packet) error {
	return func(p *Packet) error { return p.Del(names...) }
}

func of(proto *Proto, edit func(*Packet) error) func(*Packet) error {
	return func(p *Packet) error { return edit(p.Layer(proto)) }
}

func cut(n int) func([]byte) []byte { return func(b []byte) []byte { return b[:n] } }
func padTo(n int) func([]byte) []byte {
	return func(b []byte) []byte { return append(b, make([]byte, n-len(b))...) }
}

type edits = []func(*Packet) error

func TestEdit(t *testing.T) {
	udp := func(pairs ...any) *Packet { return Stack(editEther, editIP(pairs...), editUDP(), "payload") }
	tcp := func(pairs ...any) *Packet { return Stack(editEther, editIP(pairs...), editTCP(), "payload") }
	same := func(b []byte) []byte { return b }
	for _, c := range []struct {
		name     string
		captured *Packet
		before   func([]byte) []byte // what went wrong before it was captured
		edits    edits
		want     *Packet
		after    func([]byte) []byte // how the result differs from want
	}{
		{"ttl, right sum", udp(), same, edits{set("ttl", 3)}, udp("ttl", 3), same},
		{"ttl, wrong sum", udp(), put(ipSum, 0xbad0), edits{set("ttl", 3)}, udp("ttl", 3), put(ipSum, 0xbad0)},
		{"ttl twice", udp(), same, edits{set("ttl", 3), set("ttl", 4)}, udp("ttl", 4), same},
		{"ttl there and back", udp(), same, edits{set("ttl", 3), set("ttl", 64)}, udp(), same},
		{"ttl through UDP's view", udp(), same, edits{func(p *Packet) error { return p.Layer(UDP).Underlayer().Set("ttl", 3) }}, udp("ttl", 3), same},
		{"chksum set", udp(), same, edits{of(IP, set("chksum", 0x1234))}, udp(), put(ipSum, 0x1234)},
		{"chksum set, then ttl", udp(), same, edits{of(IP, set("chksum", 0x1234)), set("ttl", 3)}, udp("ttl", 3), put(ipSum, 0x1234)},
		{"ttl, then chksum set", udp(), same, edits{set("ttl", 3), of(IP, set("chksum", 0x1234))}, udp("ttl", 3), put(ipSum, 0x1234)},
		{"chksum set, then deleted", udp(), same, edits{of(IP, set("chksum", 0x1234)), of(IP, del("chksum"))}, udp(), same},
		{"wrong chksum deleted", udp(), put(ipSum, 0xbad0), edits{of(IP, del("chksum"))}, udp(), same},
		{"wrong chksum deleted, then ttl", udp(), put(ipSum, 0xbad0), edits{of(IP, del("chksum")), set("ttl", 3)}, udp("ttl", 3), same},
		{"ttl deleted", udp("ttl", 3), same, edits{del("ttl")}, udp(), same},

		{"UDP, address", udp(), same, edits{of(IP, set("dst", "198.51.100.7"))}, udp("dst", "198.51.100.7"), same},
		{"UDP, address, wrong sum", udp(), put(udpSum, 0xbad0), edits{of(IP, set("dst", "198.51.100.7"))}, udp("dst", "198.51.100.7"), put(udpSum, 0xbad0)},
		{"UDP, address, no sum", udp(), put(udpSum, 0), edits{of(IP, set("dst", "198.51.100.7"))}, udp("dst", "198.51.100.7"), put(udpSum, 0)},
		{"UDP, payload, no sum", udp(), put(udpSum, 0), edits{of(Raw, set("load", "other"))}, Stack(editEther, editIP(), editUDP(), "other"), put(udpSum, 0)},
		{"UDP, sum set, address", udp(), same, edits{of(UDP, set("chksum", 0x1234)), of(IP, set("dst", "198.51.100.7"))}, udp("dst", "198.51.100.7"), put(udpSum, 0x1234)},
		{"UDP, sum deleted, address", udp(), put(udpSum, 0), edits{of(UDP, del("chksum")), of(IP, set("dst", "198.51.100.7"))}, udp("dst", "198.51.100.7"), same},
		{"UDP, port", udp(), same, edits{set("dport", 9)}, Stack(editEther, editIP(), editUDP("dport", 9), "payload"), same},
		{"TCP, address", tcp(), same, edits{of(IP, set("src", "198.51.100.7"))}, tcp("src", "198.51.100.7"), same},
		{"TCP, address, wrong sum", tcp(), put(tcpSum, 0xbad0), edits{of(IP, set("src", "198.51.100.7"))}, tcp("src", "198.51.100.7"), put(tcpSum, 0xbad0)},
		{"TCP, sum set, address", tcp(), same, edits{of(TCP, set("chksum", 0x1234)), of(IP, set("src", "198.51.100.7"))}, tcp("src", "198.51.100.7"), put(tcpSum, 0x1234)},
		{"TCP, sum deleted", tcp(), put(tcpSum, 0xbad0), edits{of(TCP, del("chksum"))}, tcp(), same},
		{"TCP, ttl", tcp(), same, edits{set("ttl", 3)}, tcp("ttl", 3), same},

		{"UDP, payload", udp(), same, edits{of(Raw, set("load", "longer than before"))}, Stack(editEther, editIP(), editUDP(), "longer than before"), same},
		{"UDP, payload replaced", udp(), same, edits{func(p *Packet) error { p.Layer(UDP).SetPayload("new"); return nil }}, Stack(editEther, editIP(), editUDP(), "new"), same},
		{"UDP, payload removed", udp(), same, edits{func(p *Packet) error { p.Layer(UDP).RemovePayload(); return nil }}, Stack(editEther, editIP(), editUDP()), same},
		{"UDP, payload, wrong length", Stack(editEther, editIP(), editUDP("len", 99, "chksum", 0xbad0), "payload"), same, edits{of(Raw, set("load", "other text"))},
			Stack(editEther, editIP(), editUDP("len", 99, "chksum", 0xbad0), "other text"), same},
		{"UDP, payload, lengths set", udp(), same, edits{of(IP, set("len", 99)), of(UDP, set("len", 98)), of(Raw, set("load", "x"))}, Stack(editEther, editIP("len", 99), editUDP("len", 98), "x"), same},
		{"TCP, payload", tcp(), same, edits{of(Raw, set("load", "longer than before"))}, Stack(editEther, editIP(), editTCP(), "longer than before"), same},
		{"TCP, options", tcp(), same, edits{of(TCP, set("options", []Tuple{{"MSS", 9}, {"NOP", nil}, {"WScale", 2}}))},
			Stack(editEther, editIP(), editTCP("options", []Tuple{{"MSS", 9}, {"NOP", nil}, {"WScale", 2}}), "payload"), same},
		{"TCP, options deleted", tcp(), same, edits{of(TCP, del("options"))}, Stack(editEther, editIP(), editTCP("options", []Tuple{}), "payload"), same},

		{"padding, ttl", udp(), padTo(60), edits{set("ttl", 3)}, udp("ttl", 3), padTo(60)},
		{"padding, payload", udp(), padTo(60), edits{of(Raw, set("load", "longer payload"))}, Stack(editEther, editIP(), editUDP(), "longer payload"),
			func(b []byte) []byte { return append(b, make([]byte, 11)...) }},
		{"padding, address", udp(), padTo(60), edits{of(IP, set("dst", "198.51.100.7"))}, udp("dst", "198.51.100.7"), padTo(60)},

		{"cut payload, ttl", Stack(editEther, editIP(), editUDP(), "a long payload of which half is captured"), cut(60), edits{set("ttl", 3)},
			Stack(editEther, editIP("ttl", 3), editUDP(), "a long payload of which half is captured"), cut(60)},
		{"cut in UDP, ttl", udp(), cut(38), edits{set("ttl", 3)}, udp("ttl", 3), cut(38)},
		{"cut in IP, tos", udp(), cut(20), edits{set("tos", 8)}, udp("tos", 8), cut(20)},
		{"cut in IP, ttl beyond", udp(), cut(20), edits{set("ttl", 3)}, udp("ttl", 3), cut(23)},
		{"cut in Ether", udp(), cut(9), edits{set("dst", "02:00:00:00:00:09")}, Stack(Ether.New("src", "02:00:00:00:00:01", "dst", "02:00:00:00:00:09"), editIP()), cut(9)},

		{"ICMP, payload", Stack(editEther, editIP(), ICMP.New("id", 1), "payload"), same, edits{of(Raw, set("load", "other payload"))},
			Stack(editEther, editIP(), ICMP.New("id", 1), "other payload"), same},
		{"ICMP, wrong sum", Stack(editEther, editIP(), ICMP.New("id", 1, "chksum", 0xbad0), "payload"), same, edits{set("seq", 9)},
			Stack(editEther, editIP(), ICMP.New("id", 1, "seq", 9, "chksum", 0xbad0), "payload"), same},
		{"ICMP error, ttl", Stack(editEther, editIP(), ICMP.New("type", 3, "code", 3), editIP("len", 999, "chksum", 0xbad0), editUDP("chksum", 0xbad0)), same, edits{set("ttl", 3)},
			Stack(editEther, editIP("ttl", 3), ICMP.New("type", 3, "code", 3), editIP("len", 999, "chksum", 0xbad0), editUDP("chksum", 0xbad0)), same},
		{"IPv6, address", Stack(editEther, editIPv6(), editUDP(), "payload"), same, edits{of(IPv6, set("dst", "2001:db8::7"))},
			Stack(editEther, editIPv6("dst", "2001:db8::7"), editUDP(), "payload"), same},
		{"IPv6, payload", Stack(editEther, editIPv6(), editTCP(), "payload"), same, edits{of(Raw, set("load", "other payload"))},
			Stack(editEther, editIPv6(), editTCP(), "other payload"), same},
		{"IPv6, hop limit", Stack(editEther, editIPv6(), editTCP(), "payload"), same, edits{set("hlim", 3)},
			Stack(editEther, editIPv6("hlim", 3), editTCP(), "payload"), same},

		{"VLAN, address", Stack(editEther, Dot1Q.New("vlan", 5), editIP(), editTCP(), "payload"), same, edits{of(IP, set("dst", "198.51.100.7"))},
			Stack(editEther, Dot1Q.New("vlan", 5), editIP("dst", "198.51.100.7"), editTCP(), "payload"), same},
		{"VLAN, tag", Stack(editEther, Dot1Q.New("vlan", 5), editIP(), editTCP(), "payload"), same, edits{set("vlan", 6)},
			Stack(editEther, Dot1Q.New("vlan", 6), editIP(), editTCP(), "payload"), same},
		{"fragment, ttl", Stack(editEther, editIP("frag", 4, "proto", 17), "payload"), same, edits{set("ttl", 3)},
			Stack(editEther, editIP("frag", 4, "proto", 17, "ttl", 3), "payload"), same},
		{"IP in IP, inner ttl", Stack(editEther, editIP(), editIP(), editUDP(), "x"), same, edits{func(p *Packet) error { return p.Layer(IP, 2).Set("ttl", 3) }},
			Stack(editEther, editIP(), editIP("ttl", 3), editUDP(), "x"), same},
		{"type, wrong on purpose", udp(), same, edits{of(Ether, set("type", 0x1234))}, udp(), put(12, 0x1234)},
		{"protocol, wrong on purpose", udp(), same, edits{of(IP, set("proto", 99))}, udp("proto", 99), same},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := c.before(bytes.Clone(c.captured.Build()))
			p := Ether.Dissect(bytes.Clone(raw))
			if got := p.Build(); !bytes.Equal(got, raw) {
				t.Fatalf("unedited: %x, captured %x", got, raw)
			}
			for i, edit := range c.edits {
				if err := edit(p); err != nil {
					t.Fatalf("edit %d: %v", i, err)
				}
			}
			want := c.after(bytes.Clone(c.want.Build()))
			if got := p.Build(); !bytes.Equal(got, want) {
				t.Errorf("got  %x\nwant %x", got, want)
			}
			if got := Ether.Dissect(p.Build()).Build(); !bytes.Equal(got, want) {
				t.Errorf("read again: %x", got)
			}
		})
	}
}

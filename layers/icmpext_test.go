package layers_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// quoted is an ICMP error with extensions behind a quoted packet of 128 bytes.
func quoted(length int) *Packet {
	return Stack(oracleEther, oracleIP(), ICMP.New("type", 11, "length", length),
		IPerror.New("src", "192.0.2.2", "dst", "192.0.2.1", "id", 9, "len", 48), UDPerror.New("sport", 4000, "dport", 33434, "len", 28, "chksum", 1),
		strings.Repeat("q", 20), strings.Repeat("\x00", 80),
		ICMPExtension_Header.New("stack", PacketList{
			ICMPExtension_MPLS.New("stack", PacketList{MPLS.New("label", 16001, "s", 0, "ttl", 1), MPLS.New("label", 17, "ttl", 1)}),
			ICMPExtension_InterfaceInformation.New("interface_role", 2, "has_ifindex", 1, "ifindex", 7, "has_ipaddr", 1, "ip4", "192.0.2.254",
				"has_ifname", 1, "ifname", "ge0\x00\x00\x00\x00", "has_mtu", 1, "mtu", 1500),
			ICMPExtension_Object.New("classnum", 9, "data", "1234"),
		}))
}

func TestICMPExtensions(t *testing.T) {
	for _, length := range []int{32, 0} {
		b := quoted(length).Build()
		p := Ether.Dissect(append(b, "padding"...))
		ext := p.Layer(ICMPExtension_Header)
		if ext == nil {
			t.Fatalf("length %d: %s", length, p.Summary())
		}
		if Checksum(ext.Build()[:ext.Len()-7]) != 0 {
			t.Errorf("wrong sum in %x", ext.Build())
		}
		list := ext.List("stack")
		if len(list) != 3 || list[0].List("stack")[1].Int("label") != 17 || list[1].Str("ip4") != "192.0.2.254" || list[1].Int("mtu") != 1500 || string(list[2].Bytes("data")) != "1234" {
			t.Errorf("length %d:\n%s", length, ext.ShowText())
		}
		if last := p.LastLayer(); last.Proto() != Padding || string(last.Build()) != "padding" {
			t.Errorf("length %d: %v at the end", length, last)
		}
		if raw := p.Layer(Raw, 2); raw == nil || raw.Proto() != Raw {
			t.Errorf("length %d: %s", length, p.Summary())
		}
		p.Layer(ICMP).Set("code", 1) // lengths and sums follow
		if p.Layer(IP).Int("len") != len(b)-14 || Checksum(p.Build()[34:len(b)]) != 0 {
			t.Errorf("length %d, edited:\n%s", length, p.ShowText())
		}
	}
	b := quoted(0).Build()
	b[34+8+128+2]++ // the extensions' checksum
	if p := Ether.Dissect(b); p.HasLayer(ICMPExtension_Header) {
		t.Error("what nothing announces needs a right checksum")
	}
}

func TestICMPv6Extensions(t *testing.T) {
	p := Stack(oracleIPv6(), ICMPv6TimeExceeded.New("length", 6), IPerror6.New("plen", 8), UDPerror.New("len", 8),
		ICMPExtension_Header.New("stack", ICMPExtension_MPLS.New("stack", MPLS.New("label", 5))))
	q := IPv6.Dissect(p.Build())
	if ext := q.Layer(ICMPExtension_Header); ext == nil || ext.List("stack")[0].List("stack")[0].Int("label") != 5 {
		t.Errorf("%s\n%x", q.ShowText(), q.Build())
	}
}

// TestICMPExtensionsCaptured reads RFC 5837's objects as routers send them.
func TestICMPExtensionsCaptured(t *testing.T) {
	b, err := os.ReadFile("../../shared/captures/tcpdump/icmp-rfc5837.pcap")
	if err != nil {
		t.Skip(err)
	}
	found := 0
	var order binary.ByteOrder = binary.BigEndian
	if b[0] == 0xd4 {
		order = binary.LittleEndian
	}
	first := LinkProto(int(order.Uint32(b[20:])))
	for b = b[24:]; len(b) > 16; {
		n := int(order.Uint32(b[8:]))
		p := first.Dissect(b[16 : 16+n])
		if ext := p.Layer(ICMPExtension_Header); ext != nil {
			for _, o := range ext.List("stack") {
				if o.Proto() == ICMPExtension_InterfaceInformation {
					found++
				}
			}
		}
		if !bytes.Equal(p.Copy().Build(), b[16:16+n]) {
			t.Error("bytes changed")
		}
		b = b[16+n:]
	}
	if found == 0 {
		t.Error("no interface information")
	}
}

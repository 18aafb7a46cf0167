package layers

import (
	"encoding/hex"
	"strings"
	"testing"

	"pktsh/layers/packet"
)

// TestTunnelsRead: what follows, where more than one field decides, and what is
// not claimed.
func TestTunnelsRead(t *testing.T) {
	frame := hex.EncodeToString(stack(ether, ip4).Build())
	inner := hex.EncodeToString(ip4.Build())
	for _, test := range []struct {
		first *packet.Proto
		hex   string
		want  string
	}{
		{GRE, "2001880b 0000 0003" + "0021" + inner, "GRE_PPTP/PPP/IP"},
		{GRE, "000088be" + frame, "GRE/Ether/IP"},
		{GRE, "40000800 0000 0000 0002 00 04 0a000001 0000 00 00", "GRE/GRErouting/GRErouting"},
		{GRE, "0000880b ff03 0021" + inner, "GRE/HDLC/PPP/IP"},
		{MPLS, "00010040 00011140" + inner, "MPLS/MPLS/IP"},
		{MPLS, "00011140 00000000" + frame, "MPLS/EoMCW/Ether/IP"},
		{MPLS, "00011140" + frame, "MPLS/Ether/IP"},
		{VXLAN, "08000000 00000700" + frame, "VXLAN/Ether/IP"},
		{VXLAN, "0c000004 00000700 0000", "VXLAN/Raw"},
		{UDP, "138812b5 0000 0000 080000", "UDP/Raw"},
		{GENEVE, "02000800 00000500 0102 01 01 61626364 0000 00 00" + inner, "GENEVE/IP"},
		{LLC, "424203 0001 01", "LLC/Raw"},
		{LLC, "424203 0000 00 80", "LLC/STP"},
		{SNAP, "00000c 010b 0000 00 00", "SNAP/STP"},
		{IP, strings.Repeat("0", 18) + "02" + strings.Repeat("0", 20) + "22000000 0000 0000", "IP/IGMPv3/IGMPv3mr"},
		{IGMP, "11000000 00000000", "IGMP"},
		{IGMP, "11000000 00000000 00000000", "IGMPv3/IGMPv3mq"},
		{VRRP, "31016401 00640000 01020304", "VRRPv3"},
		{EAP, "01010006 0d20", "EAP_TLS"},
		{EAPOL, "0103005f 02" + strings.Repeat("0", 188), "EAPOL/EAPOL_KEY"},
		{PPP, "c021 09 00 0008 00000000", "PPP/PPP_LCP_Echo"},
		{PPP, "c021 0f 00 0004", "PPP/PPP_LCP"},
		{SCTP, "0000000000000000 00000000 42000005 61000000", "SCTP/Raw"},
		{SCTP, "0000000000000000 00000000 0b000004 08000004", "SCTP/SCTPChunkCookieAck/SCTPChunkShutdownAck"},
		{UDP, "007b007b 0000 0000" + "16020001 00000000 00000000", "UDP/NTPControl"},
		{UDP, "007b007b 0000 0000" + "17000000 00000000", "UDP/NTPPrivate"},
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(test.hex, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		p := test.first.Dissect(b)
		var names []string
		for _, q := range p.Layers() {
			names = append(names, q.Name())
			if !p.HasLayer(q) {
				t.Errorf("%s is read as %s and has no %s", test.hex, p.Summary(), q)
			}
		}
		if got := strings.Join(names, "/"); got != test.want && got != test.want+"/Raw" {
			t.Errorf("%s is read as %s, not %s", test.hex, got, test.want)
		}
		if got := hex.EncodeToString(p.Build()); got != hex.EncodeToString(b) {
			t.Errorf("%s is rebuilt as %s", test.hex, got)
		}
	}
}

// TestTunnelEdits: sums of tunnels follow an edit of what they carry, wherever
// they lie in the header.
func TestTunnelEdits(t *testing.T) {
	for _, p := range []*packet.Packet{
		stack(ip4, GRE.New("chksum_present", 1, "key_present", 1, "key", 5), ip4, UDP.New(), "abcd"),
		stack(ip4, SCTP.New(), SCTPChunkData.New("data", "abcde"), SCTPChunkCookieAck.New()),
		stack(ip4, IGMPv3.New(), IGMPv3mr.New("records", list(IGMPv3gr.New()))),
	} {
		b := p.Build()
		q, fresh := IP.Dissect(b), p.Copy()
		for _, x := range []*packet.Packet{q, fresh} {
			var err error
			switch {
			case x.HasLayer(GRE):
				err = x.Layer(IP, 2).Set("src", "10.0.0.1")
			case x.HasLayer(SCTP):
				err = x.Set("data", "longer data")
			default:
				err = x.List("records")[0].Set("maddr", "224.0.0.5")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if got, want := hex.EncodeToString(q.Build()), hex.EncodeToString(fresh.Build()); got != want || got == hex.EncodeToString(b) {
			t.Errorf("%s, captured and edited, is\n%s, built anew\n%s", p.Summary(), got, want)
		}
	}
}

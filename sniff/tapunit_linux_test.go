package sniff

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/bpf"
	"pktsh/sniff/route"
)

// udpFrame is an Ethernet frame of n bytes.
func udpFrame(n int) []byte {
	return packet.Stack(layers.Ether.New("src", "02:00:00:00:00:0a", "dst", "02:00:00:00:00:0b"),
		layers.IP.New("src", "10.9.0.1", "dst", "10.9.0.2"), layers.UDP.New("sport", 7, "dport", 9), string(make([]byte, n-42))).Build()
}

// block makes a block of a ring as the kernel would: each frame with its header, its link-layer address and a VLAN tag or 0.
func block(frames [][]byte, tag uint32) (b []byte, first uint32) {
	const header, mac = unix.SizeofTpacket3Hdr, unix.SizeofTpacket3Hdr + 32
	first = 48
	b = make([]byte, first)
	for i, f := range frames {
		at := len(b)
		size := (mac + len(f) + 15) &^ 15
		b = append(b, make([]byte, size)...)
		h := (*unix.Tpacket3Hdr)(unsafe.Pointer(&b[at]))
		*h = unix.Tpacket3Hdr{Sec: 1700000000, Nsec: uint32(i), Snaplen: uint32(len(f)), Len: uint32(len(f)) + 5, Mac: mac}
		if i+1 < len(frames) {
			h.Next_offset = uint32(size)
		}
		if tag != 0 {
			h.Status = unix.TP_STATUS_VLAN_VALID | unix.TP_STATUS_VLAN_TPID_VALID
			h.Hv1.Vlan_tci, h.Hv1.Vlan_tpid = tag&0xffff, uint16(tag>>16)
		}
		sa := (*unix.RawSockaddrLinklayer)(unsafe.Pointer(&b[at+header]))
		*sa = unix.RawSockaddrLinklayer{Ifindex: 3, Hatype: 1, Pkttype: unix.PACKET_OTHERHOST, Protocol: swap16(0x0800), Halen: 6, Addr: [8]byte{2, 0, 0, 0, 0, 10}}
		copy(b[at+mac:], f)
	}
	return b, first
}

func TestParseBlock(t *testing.T) {
	data := [][]byte{udpFrame(60), udpFrame(101), udpFrame(43)}
	b, first := block(data, 0x88a8_60c8)
	frames := parseBlock(nil, b, first, 3)
	if len(frames) != 3 {
		t.Fatalf("%d frames", len(frames))
	}
	for i, f := range frames {
		if !bytes.Equal(f.data, data[i]) || f.wire != len(data[i])+5 || f.ts != 1700000000_000000000+int64(i) || !f.tagged ||
			f.tpid != 0x88a8 || f.tci != 0x60c8 || f.ifindex != 3 || f.proto != 0x800 || f.kind != unix.PACKET_OTHERHOST {
			t.Errorf("frame %d: %+v", i, f)
		}
	}
	for n := range b { // a block that is cut short is read as far as it goes
		if got := parseBlock(nil, b[:n:n], first, 3); len(got) == 3 && n < len(b)-16 {
			t.Errorf("%d bytes give %d frames", n, len(got))
		}
	}
}

// TestBytes puts tags back where they were, and makes the headers of cooked captures.
func TestBytes(t *testing.T) {
	data := udpFrame(60)
	f := frame{data: data, wire: 60, tagged: true, tpid: 0x8100, tci: 0x6064, ifindex: 3, kind: 4, proto: 0x800, hatype: 1, addrLen: 6, addr: [8]byte{2, 0, 0, 0, 0, 10}}
	in := &input{link: linkEthernet}
	want := binary.BigEndian.AppendUint32(bytes.Clone(data[:12]), 0x81006064)
	if got := in.bytes(&f); !bytes.Equal(got, append(want, data[12:]...)) {
		t.Errorf("tagged: %x", got)
	}
	f.data = data[14:]
	cooked := hex.EncodeToString(cooked2(nil, &f))
	if want := "81000000" + "00000003" + "0001" + "04" + "06" + "020000000" + "00a0000" + "6064" + "0800" + "4500"; cooked[:len(want)] != want {
		t.Errorf("SLL2 %s, want %s", cooked[:len(want)], want)
	}
	p := layers.CookedLinuxV2.Dissect(cooked2(nil, &f))
	if d, u := p.Layer(layers.Dot1Q), p.Layer(layers.UDP); d == nil || u == nil || d.Int("vlan") != 100 || d.Int("prio") != 3 || u.Int("dport") != 9 {
		t.Errorf("SLL2 with a tag is %v", p)
	}
	f.tagged = false
	if p := layers.CookedLinuxV2.Dissect(cooked2(nil, &f)); p.Layer(layers.UDP) == nil || p.Layer(layers.Dot1Q) != nil {
		t.Errorf("SLL2 is %v", p)
	}
}

// BenchmarkTap is the work of a capture for a frame of 100 bytes: nothing but counting, a filter here, and keeping it.
func BenchmarkTap(b *testing.B) {
	data := make([][]byte, 4096)
	for i := range data {
		data[i] = udpFrame(100)
	}
	mem, first := block(data, 0)
	prog, err := bpf.Compile("udp port 9", linkEthernet)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		need    bool
		store   bool
		program *bpf.Program
	}{{name: "count"}, {name: "filter", program: prog}, {name: "see", need: true}, {name: "store", need: true, store: true}} {
		b.Run(c.name, func(b *testing.B) {
			in := &input{ring: &ring{iface: &route.Iface{Name: "eth0"}}, link: linkEthernet, program: c.program, sources: make(map[int32]*packet.Source)}
			t := &live{keep: keeper{grow: c.store}}
			s := &sniffing{store: c.store, more: true, quit: context.Background()}
			var frames []frame
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			b.ReportAllocs()
			for n := 0; n < b.N; n += len(data) {
				frames = parseBlock(frames[:0], mem, first, uint32(len(data)))
				t.block(ctx, in, frames, c.need, func(p *packet.Packet) bool {
					s.arrive(p)
					return s.more
				})
			}
		})
	}
}

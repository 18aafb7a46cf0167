package layers_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// datagram is a UDP datagram over IPv4 of n bytes of payload.
func datagram(n int, pairs ...any) *Packet {
	load := make([]byte, n)
	for i := range load {
		load[i] = byte(i * 7)
	}
	return Stack(oracleEther, oracleIP(pairs...), UDP.New("sport", 4000, "dport", 4001), load)
}

func datagram6(n int, between ...any) *Packet {
	parts := append([]any{oracleEther, oracleIPv6()}, between...)
	return Stack(append(parts, UDP.New("sport", 4000, "dport", 4001), bytes.Repeat([]byte("abcdefg"), n/7))...)
}

func sure[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// captured is the list as it is read from a file.
func captured(l PacketList) PacketList {
	var out PacketList
	for _, p := range l {
		out = append(out, p.Proto().Dissect(p.Build()))
	}
	return out
}

func TestFragmentSizes(t *testing.T) {
	p := datagram(3000)
	for _, c := range []struct{ size, want int }{{0, 3}, {1480, 3}, {500, 7}, {8, 376}, {3008, 1}, {3007, 2}} {
		got := p.Fragment(FragmentOptions{Fragsize: c.size})
		if len(got) != c.want {
			t.Errorf("size %d: %d fragments, want %d", c.size, len(got), c.want)
		}
		for i, f := range got {
			if load := f.Layer(IP).Len() - 20; c.size > 0 && load > c.size || f.Layer(IP).Int("len") != load+20 {
				t.Errorf("size %d, fragment %d: carries %d bytes", c.size, i, load)
			}
		}
	}
	if got := ARP.New().Fragment(); len(got) != 1 {
		t.Errorf("ARP in %d fragments", len(got))
	}
	set := IP.New("src", "192.0.2.1", "dst", []string{"192.0.2.2", "192.0.2.3"})
	if got := Fragment(Stack(set, UDP.New(), "0123456789")); len(got) != 2 {
		t.Errorf("a set of two in %d", len(got))
	}
	if got := Fragment(PacketList{p, p}, FragmentOptions{Fragsize: 1480}); len(got) != 6 {
		t.Errorf("a list in %d", len(got))
	}
}

func TestFragmentWithoutRoom(t *testing.T) {
	for _, cut := range []func(){
		func() { datagram(100).Fragment(FragmentOptions{Fragsize: 7}) },
		func() { Fragment6(datagram6(100), FragmentOptions{Fragsize: 55}) },
	} {
		func() {
			defer func() {
				if err, ok := recover().(*FieldError); !ok || !strings.Contains(err.Error(), "leaves no room") {
					t.Errorf("%v", err)
				}
			}()
			cut()
		}()
	}
}

// TestFragmentThere checks that a fragment's fragments are those of the whole.
func TestFragmentOfFragments(t *testing.T) {
	for name, whole := range map[string]*Packet{"v4": datagram(3000), "v6": datagram6(3000), "v6 headers": datagram6(3000, IPv6ExtHdrHopByHop.New(), IPv6ExtHdrFragment.New("id", 7), IPv6ExtHdrDestOpt.New())} {
		var small PacketList
		for _, f := range captured(whole.Fragment(FragmentOptions{Fragsize: 1300})) {
			small = append(small, f.Fragment(FragmentOptions{Fragsize: 400})...)
		}
		_, done, rest, _ := Defrag(captured(small))
		if len(done) != 1 || len(rest) != 0 || !bytes.Equal(done[0].Layer(UDP).Build(), whole.Layer(UDP).Build()) {
			t.Errorf("%s: %d fragments gave %v and %v", name, len(small), done, rest)
		}
	}
}

func TestDefragOrders(t *testing.T) {
	for name, whole := range map[string]*Packet{
		"v4": datagram(900), "v4 options": datagram(900, "options", PacketList{IPOption_Router_Alert.New()}),
		"v6": datagram6(2000), "v6 hop by hop": datagram6(2000, IPv6ExtHdrHopByHop.New()),
		"tunnel": Stack(oracleEther, oracleIP("id", 99), GRE.New(), datagram(900).Layer(IP)),
	} {
		frags := captured(whole.Fragment(FragmentOptions{Fragsize: 200}))
		other := Stack(oracleEther, oracleIP(), TCP.New())
		for seed := range uint64(20) {
			r := rand.New(rand.NewPCG(seed, 1))
			list := append(PacketList{other}, frags...)
			list = append(list, frags[r.IntN(len(frags)-1)]) // a duplicate
			r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			plain, done, rest, _ := Defrag(list)
			if len(plain) != 1 || len(done) != 1 || len(rest) > 1 {
				t.Fatalf("%s, order %d: %d, %d, %d", name, seed, len(plain), len(done), len(rest))
			}
			if got, want := done[0].Build(), whole.Build(); !bytes.Equal(got, want) {
				t.Errorf("%s, order %d:\n%x\n%x", name, seed, got, want)
			}
			if n := len(sure(Defragment(list))); n != 2+len(rest) {
				t.Errorf("%s, order %d: %d packets left", name, seed, n)
			}
		}
	}
}

// TestDefragInTunnel puts fragments together that came in fragments.
func TestDefragInTunnel(t *testing.T) {
	whole := datagram(900)
	var outer PacketList
	for i, f := range whole.Fragment(FragmentOptions{Fragsize: 400}) {
		outer = append(outer, Stack(oracleEther, oracleIP("id", 100+i), GRE.New(), f.Layer(IP)).Fragment(FragmentOptions{Fragsize: 160})...)
	}
	_, done, rest, _ := Defrag(captured(outer))
	if len(done) != 1 || len(rest) != 0 || !bytes.Equal(done[0].Layer(UDP).Build(), whole.Layer(UDP).Build()) {
		t.Errorf("%d packets gave %v and %v", len(outer), done, rest)
	}
}

func TestDefragUnfinished(t *testing.T) {
	frags := captured(datagram(900).Fragment(FragmentOptions{Fragsize: 200}))
	long := frags[1].Copy()
	long.Layer(Raw).Set("load", bytes.Repeat([]byte("z"), 200))
	long = captured(PacketList{long})[0]
	cut := Ether.Dissect(frags[1].Build()[:100])
	huge := captured(PacketList{Stack(oracleEther, oracleIP("frag", 8191, "proto", 17), strings.Repeat("x", 100))})[0]
	odd := captured(PacketList{Stack(oracleEther, oracleIP("flags", "MF", "frag", 25, "proto", 17), "not eight")})[0]
	for name, list := range map[string]PacketList{
		"the first is missing":   frags[1:],
		"the last is missing":    frags[:len(frags)-1],
		"one is missing":         append(frags[:2:2], frags[3:]...),
		"one was cut off":        append(PacketList{frags[0], cut}, frags[2:]...),
		"overlap that differs":   append(PacketList{frags[0], long}, frags[1:]...),
		"it is too long":         append(PacketList{huge}, frags...),
		"a length that is not 8": append(PacketList{frags[0], odd}, frags[2:]...),
	} {
		plain, done, rest, _ := Defrag(list)
		if len(plain) != 0 || len(done) != 0 || len(rest) != len(list) {
			t.Errorf("%s: %d, %d, %d of %d", name, len(plain), len(done), len(rest), len(list))
		}
		if n := len(sure(Defragment(list))); n != len(list) {
			t.Errorf("%s: %d of %d packets left", name, n, len(list))
		}
	}
}

func TestDefragOverlap(t *testing.T) {
	p := Stack(IP.New("src", "192.0.2.1", "dst", "192.0.2.2", "id", 7), ICMP.New(), "the packet that the filter is to see, or not")
	list := captured(OverlapFrag(p, strings.Repeat("A", 40)))
	for overlap, want := range map[string]string{"first": strings.Repeat("A", 32), "last": "the packet that"} {
		_, done, _, _ := Defrag(list, DefragOptions{Overlap: overlap})
		if len(done) != 1 || !strings.Contains(string(done[0].Build()), want) {
			t.Errorf("%s: %v", overlap, done)
		}
	}
	if _, _, _, err := Defrag(list, DefragOptions{Overlap: "frist"}); err == nil {
		t.Error("a rule that there is none of")
	}
	if _, done, rest, _ := Defrag(list); len(done) != 0 || len(rest) != len(list) {
		t.Errorf("%v and %v", done, rest)
	}
}

// TestDefragmenterBounds holds no more than it may, whatever comes.
func TestDefragmenterBounds(t *testing.T) {
	dropped := 0
	d := Defragmenter{MaxBytes: 100_000, Drop: func(*Packet) { dropped++ }}
	for i := range 5000 {
		p := captured(PacketList{Stack(oracleIP("flags", "MF", "proto", 17, "id", i%3000), strings.Repeat("x", 8*(i%20)))})[0]
		if whole, is := d.Add(p); whole != nil || !is {
			t.Fatal(whole, is)
		}
		if d.Pending() > 1000 {
			t.Fatalf("%d datagrams held", d.Pending())
		}
	}
	if dropped < 4000 {
		t.Errorf("%d of 5000 given up", dropped)
	}
	if whole, is := d.Add(ARP.New()); whole == nil || is {
		t.Error("ARP is no fragment")
	}
}

// TestFragmentsByScapy compares with what Scapy makes of the same packets.
func TestFragmentsByScapy(t *testing.T) {
	if testing.Short() {
		t.Skip("runs Scapy")
	}
	python := "/usr/bin/python3"
	if exec.Command(python, "-c", "import scapy").Run() != nil {
		t.Skip("no Scapy")
	}
	r := rand.New(rand.NewPCG(1, 2))
	var script strings.Builder
	script.WriteString("from scapy.all import *\ndef out(l):\n print(' '.join(raw(p).hex() for p in l))\n")
	var want []string
	ask := func(line string, l PacketList) {
		script.WriteString(line + "\n")
		var hexes []string
		for _, p := range l {
			hexes = append(hexes, hex.EncodeToString(p.Build()))
		}
		want = append(want, strings.Join(hexes, " "))
	}
	for range 150 {
		n, size, frag, flags := 7+r.IntN(4000), 8+r.IntN(1500), r.IntN(2000), r.IntN(4)
		whole := Stack(IP.New("src", "192.0.2.1", "dst", "192.0.2.2", "id", 7, "frag", frag, "flags", flags, "proto", 99), strings.Repeat("abcdefg", n/7))
		text := fmt.Sprintf(`IP(src="192.0.2.1",dst="192.0.2.2",id=7,frag=%d,flags=%d,proto=99)/(b"abcdefg"*%d)`, frag, flags, n/7)
		ask(fmt.Sprintf("out(fragment(%s,%d))", text, size), Fragment(whole, FragmentOptions{Fragsize: size}))
		udp := Stack(oracleEther, oracleIP(), UDP.New("sport", 4000, "dport", 4001), strings.Repeat("abcdefg", n/7))
		text = fmt.Sprintf(`Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")/IP(src="192.0.2.1",dst="192.0.2.2",id=7)/UDP(sport=4000,dport=4001)/(b"abcdefg"*%d)`, n/7)
		ask(fmt.Sprintf("p=fragment(%s,%d); out(p)", text, size), udp.Fragment(FragmentOptions{Fragsize: size}))
		list := captured(udp.Fragment(FragmentOptions{Fragsize: size}))
		ask("p=[Ether(raw(x)) for x in p]; out(defrag(PacketList(p))[1])", func() PacketList { _, done, _, _ := Defrag(list); return done }())
		ask("out(defragment(PacketList(p)))", sure(Defragment(list)))
		miss := r.IntN(len(list))
		list = append(list[:miss:miss], list[miss+1:]...)
		ask(fmt.Sprintf("del p[%d]; out(defrag(PacketList(p))[2])", miss), func() PacketList { _, _, rest, _ := Defrag(list); return rest }())
		six := Stack(oracleIPv6(), IPv6ExtHdrFragment.New("id", 7), UDP.New("sport", 4000, "dport", 4001), strings.Repeat("abcdefg", n/7))
		text = fmt.Sprintf(`IPv6(src="2001:db8::1",dst="2001:db8::2")/IPv6ExtHdrFragment(id=7)/UDP(sport=4000,dport=4001)/(b"abcdefg"*%d)`, n/7)
		ask(fmt.Sprintf("q=fragment6(%s,%d); out(q)", text, size+56), Fragment6(six, FragmentOptions{Fragsize: size + 56}))
		ask("out([defragment6([IPv6(raw(x)) for x in q])] if len(q)>1 else [])", func() PacketList {
			if p := sure(Defragment6(captured(Fragment6(six, FragmentOptions{Fragsize: size + 56})))); p != nil {
				return PacketList{p}
			}
			return nil
		}())
	}
	cmd := exec.Command(python, "-")
	cmd.Stdin = strings.NewReader(script.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(script.String(), "\n")[3:]
	got := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d answers to %d questions", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s\nscapy %.300s\npktsh %.300s", lines[i], got[i], want[i])
		}
	}
}

package sniff

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
)

func TestAskLab(t *testing.T) {
	lab := labtest.New(t)
	lab.Serve(22, 80, 443)
	lab.Run(lab.A, func() {
		ports := packet.Stack(layers.IP.New("dst", labtest.AddrB), layers.TCP.New("dport", packet.Tuple{1, 1000}))
		var ans packet.SndRcvList
		var unans packet.PacketList
		var err error
		out, warned := captured(t, func() { ans, unans, err = Sr(ports, AskOptions{Timeout: 2 * time.Second}) })
		if err != nil || len(ans) != 1000 || len(unans) != 0 || warned != "" {
			t.Fatal(ans, unans, err, warned)
		}
		var open []int
		for _, qa := range ans {
			if qa.Query.Layer(layers.TCP).Int("dport") != qa.Answer.Layer(layers.TCP).Int("sport") {
				t.Errorf("%v is no answer to %v", qa.Answer, qa.Query)
			}
			if qa.Answer.Layer(layers.TCP).Flags("flags").Has("SA") {
				open = append(open, qa.Query.Layer(layers.TCP).Int("dport"))
			}
			if took := qa.Answer.Time().Sub(qa.Query.Time()); took < 0 || took > time.Second {
				t.Errorf("answered after %v", took)
			}
		}
		if fmt.Sprint(open) != "[22 80 443]" {
			t.Errorf("open: %v", open)
		}
		if !strings.HasPrefix(out, "Begin emission\n***") || strings.Count(out, "*") != 1000 ||
			!strings.HasSuffix(out, "\nReceived 1000 packets, got 1000 answers, remaining 0 packets\n") {
			t.Errorf("printed %q", out)
		}
		quiet(t)
		ans, _, err = Sr(packet.Stack(layers.IP.New("dst", labtest.AddrB, "ttl", packet.Tuple{1, 3}), layers.UDP.New("dport", 33434), "x"), AskOptions{Timeout: time.Second})
		if err != nil || len(ans) != 3 || ans[0].Answer.Str("src") != labtest.GateA || ans[1].Answer.Str("src") != labtest.AddrB {
			t.Error(ans, err)
		}
		r, err := Sr1(packet.Stack(layers.IPv6.New("dst", labtest.Addr6B), layers.TCP.New("dport", 80)), AskOptions{Timeout: time.Second})
		if err != nil || r == nil || r.Str("src") != labtest.Addr6B || !r.Layer(layers.TCP).Flags("flags").Has("SA") {
			t.Error(r, err)
		}
		ans, unans, err = Srp(packet.Stack(layers.Ether.New("dst", "ff:ff:ff:ff:ff:ff"), layers.ARP.New("pdst", "10.9.0.248/29")), AskOptions{Timeout: 100 * time.Millisecond})
		if err != nil || len(ans) != 1 || len(unans) != 7 || ans[0].Answer.Layer(layers.ARP).Str("hwsrc") != labtest.MACGateA {
			t.Error(ans, unans, err)
		}
		ans, unans, err = Sr(ports, AskOptions{Timeout: 100 * time.Millisecond, Filter: "tcp src port 80 or tcp src port 443"})
		if err != nil || len(ans) != 2 || len(unans) != 998 {
			t.Error(ans, unans, err)
		}
		if _, _, err = Sr(ports, AskOptions{Filter: "tcp host"}); err == nil {
			t.Error("a wrong filter")
		}
		if _, _, err := Sr(layers.ARP.New()); err == nil {
			t.Error("sr of ARP")
		}
	})
}

func TestAskLocal(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Serve(80)
	lab.Run(lab.B, func() {
		for _, dst := range []string{"127.0.0.1", labtest.AddrB} {
			ans, unans, err := Sr(packet.Stack(layers.IP.New("dst", dst), layers.TCP.New("dport", []int{80, 81}, "sport", 7000)), AskOptions{Timeout: time.Second})
			if err != nil || len(ans) != 2 || len(unans) != 0 {
				t.Errorf("%s: %v %v %v", dst, ans, unans, err)
			}
			// A request that could be taken for its own answer.
			r, err := Sr1(packet.Stack(layers.IP.New("dst", dst), layers.UDP.New("sport", 9, "dport", 9), "x"), AskOptions{Timeout: time.Second})
			if err != nil || r == nil || r.Layer(layers.ICMP) == nil {
				t.Errorf("%s: %v %v", dst, r, err)
			}
		}
		r, err := Sr1(packet.Stack(layers.IPv6.New("dst", "::1"), layers.TCP.New("dport", 80)), AskOptions{Timeout: time.Second})
		if err != nil || r == nil {
			t.Error(r, err)
		}
	})
}

func TestSilence(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		old := Conf.ArpTimeout
		Conf.ArpTimeout = 50 * time.Millisecond
		defer func() { Conf.ArpTimeout = old }()
		start := time.Now()
		var ans packet.SndRcvList
		var unans packet.PacketList
		var err error
		_, warned := captured(t, func() { ans, unans, err = Sr(echo("10.9.0.0/24"), AskOptions{Timeout: 100 * time.Millisecond}) })
		if err != nil || len(ans)+len(unans) != 256 || len(ans) < 1 || time.Since(start) > 2*time.Second {
			t.Error(ans, unans, err, time.Since(start))
		}
		if !strings.Contains(warned, "hardware address") {
			t.Errorf("warned %q", warned)
		}
	})
}

// TestNoRST watches from the other side whether the kernel answers a SYN-ACK for a port that nobody knows of.
func TestNoRST(t *testing.T) {
	quiet(t)
	lab := labtest.NewChain(t, 0)
	lab.Serve(80)
	var there *ear
	lab.Run(lab.B, func() { there = listenOn(t, "eth0") })
	lab.Run(lab.A, func() {
		for port, want := range map[int]bool{6001: true, 6002: false} {
			r, err := Sr1(packet.Stack(layers.IP.New("dst", "10.9.0.2"), layers.TCP.New("sport", port, "dport", 80)), AskOptions{Timeout: time.Second, NoRST: !want})
			if err != nil || r == nil || !r.Layer(layers.TCP).Flags("flags").Has("SA") {
				t.Fatal(r, err)
			}
			time.Sleep(20 * time.Millisecond)
			rst := false
			for _, b := range there.frames(2+map[bool]int{true: 0, false: -1}[want], 0x0800) {
				rst = rst || layers.Ether.Dissect(b).Layer(layers.TCP).Flags("flags").Has("R")
			}
			if rst != want {
				t.Errorf("port %d: RST %v", port, rst)
			}
		}
	})
}

func TestSrloopLab(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		var ans packet.SndRcvList
		var unans packet.PacketList
		var err error
		out, _ := captured(t, func() {
			ans, unans, err = Srloop(echo(labtest.AddrB), LoopOptions{Count: 3, Inter: 10 * time.Millisecond, Timeout: time.Second})
		})
		line := "\rsend...\rRECV 1: IP / ICMP 10.8.0.2 > 10.9.0.1 echo-reply 0\n"
		if want := strings.Repeat(line, 3) + "\nSent 3 packets, received 3 packets. 100.0% hits.\n"; out != want || err != nil || len(ans) != 3 || len(unans) != 0 {
			t.Errorf("%q %v %v %v", out, ans, unans, err)
		}
		out, _ = captured(t, func() {
			ans, unans, err = Srloop(echo(labtest.GateA, "src", "10.9.0.77"), LoopOptions{Count: 1, Timeout: 30 * time.Millisecond, Prnfail: func(p *packet.Packet) any { return "none" }})
		})
		if want := "\rsend...\rfail 1: none\n\nSent 1 packets, received 0 packets. 0.0% hits.\n"; out != want || err != nil || len(unans) != 1 {
			t.Errorf("%q %v %v", out, unans, err)
		}
	})
}

func TestFloodLab(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		r, err := Sr1flood(echo(labtest.AddrB), FloodOptions{Timeout: time.Second})
		if err != nil || r == nil {
			t.Error(r, err)
		}
		start := time.Now()
		ans, unans, err := Srflood(echo(labtest.GateA, "src", "10.9.0.77"), FloodOptions{Timeout: 100 * time.Millisecond})
		if took := time.Since(start); err != nil || len(ans) != 0 || len(unans) != 1 || took < 100*time.Millisecond || took > 400*time.Millisecond {
			t.Error(ans, unans, err, took)
		}
	})
}

// TestTunnel sends through a point-to-point interface without link headers.
func TestTunnel(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		tun, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK, 0)
		if err != nil {
			t.Skip("no /dev/net/tun:", err)
		}
		defer unix.Close(tun)
		req, err := unix.NewIfreq("tun0")
		if err != nil {
			t.Fatal(err)
		}
		req.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
		if err := unix.IoctlIfreq(tun, unix.TUNSETIFF, req); err != nil {
			t.Skip("no tun:", err)
		}
		lab.Exec(lab.A, "ip", "addr", "add", "10.55.0.1", "peer", "10.55.0.2", "dev", "tun0")
		lab.Exec(lab.A, "ip", "link", "set", "tun0", "up")
		go func() { // the other end answers echoes
			var b [2048]byte
			for {
				n, err := unix.Read(tun, b[:])
				if err == unix.EAGAIN {
					time.Sleep(time.Millisecond)
					continue
				}
				if err != nil {
					return
				}
				p := layers.IP.Dissect(append([]byte(nil), b[:n]...))
				if p.Proto() != layers.IP || p.Layer(layers.ICMP) == nil {
					continue
				}
				reply := packet.Stack(layers.IP.New("src", p.Str("dst"), "dst", p.Str("src")), layers.ICMP.New("type", 0, "id", p.Layer(layers.ICMP).Int("id")))
				_, _ = unix.Write(tun, reply.Build())
			}
		}()
		r, err := Sr1(echo("10.55.0.2"), AskOptions{Timeout: 2 * time.Second})
		if err != nil || r == nil || r.Str("src") != "10.55.0.2" {
			t.Error(r, err)
		}
	})
}

// TestKept makes sure that sockets are kept and shut while idle.
func TestKept(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		for range 3 {
			if r, err := Sr1(echo(labtest.AddrB), AskOptions{Timeout: time.Second}); r == nil || err != nil {
				t.Fatal(err)
			}
		}
		socks := mine()
		eth0, err := net.InterfaceByName("eth0")
		if err != nil {
			t.Fatal(err)
		}
		if n := len(socks.idle[eth0.Index]); n != 1 {
			t.Errorf("%d receivers", n)
		}
		time.Sleep(2 * shutAfter)
		socks.mu.Lock()
		program := socks.idle[eth0.Index][0].program
		socks.mu.Unlock()
		if len(program) != 1 {
			t.Error("the idle receiver is open")
		}
		if r, err := Sr1(echo(labtest.AddrB), AskOptions{Timeout: time.Second}); r == nil || err != nil {
			t.Error(r, err)
		}
	})
}

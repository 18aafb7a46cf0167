// Package labtest builds small networks of namespaces for tests: a host a, routers, and a host b, joined by veth pairs.
//
//	lab := labtest.New(t)          // a 10.9.0.1 - router 10.9.0.254, 10.8.0.254 - b 10.8.0.2; skips the test without root
//	lab.Serve(80)                  // an HTTP server on b
//	lab.Run(lab.A, func() { ... }) // what runs here sees only a's network
//	out := lab.Exec(lab.B, "ping", "-c1", "10.9.0.1")
//
// Sockets belong to the namespace of the thread that opens them: code under Run must open its sockets in the calling goroutine.
package labtest

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// Addresses of the two hosts and of the router next to each. IPv6 has the same hosts in fd00:9::/64 and fd00:8::/64.
const (
	AddrA, AddrB     = "10.9.0.1", "10.8.0.2"
	GateA, GateB     = "10.9.0.254", "10.8.0.254"
	Addr6A, Addr6B   = "fd00:9::1", "fd00:8::2"
	Gate6A, Gate6B   = "fd00:9::fe", "fd00:8::fe"
	MACA, MACB       = "02:00:00:00:00:0a", "02:00:00:00:00:0b"
	MACGateA, IfaceA = "02:00:00:00:00:01", "eth0"
)

// A Lab is a chain of network namespaces, which ends with the test.
type Lab struct {
	A, B    string   // the namespaces of the hosts; their interface is eth0
	Routers []string // from a to b; the interface towards a is eth0, the other one eth1
	tb      testing.TB
}

var labs atomic.Int32

// New makes two hosts with a router between them. It skips the test when the process may not.
func New(tb testing.TB) *Lab { return NewChain(tb, 1) }

// NewChain makes two hosts with so many routers between them, at most 9; with none a and b are both in 10.9.0.0/24, b as
// 10.9.0.2. The link between routers i and i+1 (from 1) is 10.10i.0.0/24, with .1 on the side of a and .2 on the other.
func NewChain(tb testing.TB, routers int) *Lab {
	tb.Helper()
	if os.Geteuid() != 0 {
		tb.Skip("network namespaces need root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		tb.Skip("no ip command (iproute2)")
	}
	prefix := fmt.Sprintf("pk%dx%d", os.Getpid(), labs.Add(1))
	l := &Lab{A: prefix + "a", B: prefix + "b", tb: tb}
	for i := range routers {
		l.Routers = append(l.Routers, fmt.Sprintf("%sr%d", prefix, i+1))
	}
	tb.Cleanup(l.remove)
	if out, err := ip("", l.namespaces()); err != nil {
		tb.Skipf("no network namespaces here: %v: %s", err, out)
	}
	for i, ns := range l.chain() {
		if out, err := ip(ns, l.configure(i)); err != nil {
			tb.Fatalf("%s: %v: %s", ns, err, out)
		}
	}
	for _, ns := range l.Routers {
		l.Run(ns, func() { l.sysctl("net/ipv4/ip_forward", "1"); l.sysctl("net/ipv6/conf/all/forwarding", "1") })
	}
	return l
}

func (l *Lab) chain() []string { return append(append([]string{l.A}, l.Routers...), l.B) }

// namespaces are the commands that make the namespaces and join each with the next.
func (l *Lab) namespaces() string {
	var b strings.Builder
	nodes := l.chain()
	for _, ns := range nodes {
		fmt.Fprintf(&b, "netns add %s\n", ns)
	}
	for i := range nodes[1:] {
		right := "eth0"
		left := "eth1"
		if i == 0 {
			left = "eth0"
		}
		fmt.Fprintf(&b, "link add %s netns %s type veth peer name %s netns %s\n", left, nodes[i], right, nodes[i+1])
	}
	return b.String()
}

// configure are the commands that give node i of the chain its addresses and routes.
func (l *Lab) configure(i int) string {
	var b strings.Builder
	last := len(l.Routers) + 1
	dev := func(name string, link int, near bool) {
		mac := fmt.Sprintf("02:00:00:00:%02x:%02x", max(0, i-1), map[bool]int{true: 2, false: 1}[near])
		switch i {
		case 0:
			mac = MACA
		case last:
			mac = MACB
		}
		fmt.Fprintf(&b, "link set %s address %s addrgenmode none\n", name, mac)
		fmt.Fprintf(&b, "link set %s up\n", name)
		v4, v6 := l.addrs(link, near)
		fmt.Fprintf(&b, "addr add %s/24 dev %s\naddr add %s/64 dev %s nodad\naddr add fe80::%x:%x/64 dev %s nodad\n", v4, name, v6, name, i+1, link+1, name)
	}
	b.WriteString("link set lo up\n")
	if i > 0 {
		dev("eth0", i-1, false)
	}
	if i < last {
		dev(map[bool]string{true: "eth0", false: "eth1"}[i == 0], i, true)
	}
	if len(l.Routers) == 0 {
		return b.String()
	}
	if i < last {
		v4, v6 := l.addrs(i, false)
		net4, net6 := "10.8.0.0/24", "fd00:8::/64"
		if i == 0 {
			net4, net6 = "default", "::/0"
		}
		if i < last-1 {
			fmt.Fprintf(&b, "route add %s via %s\nroute add %s via %s\n", net4, v4, net6, v6)
		}
	}
	if i > 0 {
		v4, v6 := l.addrs(i-1, true)
		net4, net6 := "10.9.0.0/24", "fd00:9::/64"
		if i == last {
			net4, net6 = "default", "::/0"
		}
		if i > 1 {
			fmt.Fprintf(&b, "route add %s via %s\nroute add %s via %s\n", net4, v4, net6, v6)
		}
	}
	return b.String()
}

// addrs are the addresses on link number link of its end near a, or the other one.
func (l *Lab) addrs(link int, near bool) (v4, v6 string) {
	switch {
	case link == 0 && near:
		return AddrA, Addr6A
	case link == 0 && len(l.Routers) == 0:
		return "10.9.0.2", "fd00:9::2"
	case link == 0:
		return GateA, Gate6A
	case link == len(l.Routers) && near:
		return GateB, Gate6B
	case link == len(l.Routers):
		return AddrB, Addr6B
	}
	n := map[bool]int{true: 1, false: 2}[near]
	return fmt.Sprintf("10.10%d.0.%d", link, n), fmt.Sprintf("fd00:10%d::%d", link, n)
}

func (l *Lab) sysctl(name, value string) {
	if err := os.WriteFile("/proc/sys/"+name, []byte(value), 0); err != nil {
		l.tb.Logf("sysctl %s: %v", name, err)
	}
}

func (l *Lab) remove() {
	for _, ns := range l.chain() {
		_ = exec.Command("ip", "netns", "del", ns).Run() // one that was never made is no matter
	}
}

// ip runs commands of ip(8), one a line, in a namespace.
func ip(ns, commands string) ([]byte, error) {
	args := []string{"-batch", "-"}
	if ns != "" {
		args = append([]string{"-n", ns}, args...)
	}
	cmd := exec.Command("ip", args...)
	cmd.Stdin = strings.NewReader(commands)
	return cmd.CombinedOutput()
}

// Run calls f with the calling goroutine's thread in a namespace. f may call the test's Fatal.
func (l *Lab) Run(ns string, f func()) {
	l.tb.Helper()
	runtime.LockOSThread()
	home, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		runtime.UnlockOSThread()
		l.tb.Fatal(err)
	}
	defer home.Close()
	there, err := os.Open("/run/netns/" + ns)
	if err != nil {
		runtime.UnlockOSThread()
		l.tb.Fatal(err)
	}
	defer there.Close()
	if err := unix.Setns(int(there.Fd()), unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		l.tb.Fatal(err)
	}
	defer func() {
		if unix.Setns(int(home.Fd()), unix.CLONE_NEWNET) == nil {
			runtime.UnlockOSThread() // otherwise the thread ends with the goroutine
		}
	}()
	f()
}

// Command is a command that runs in a namespace, once started.
func (l *Lab) Command(ns string, argv ...string) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", ns}, argv...)...)
}

// Exec runs a command in a namespace and returns what it prints; the test fails when the command does.
func (l *Lab) Exec(ns string, argv ...string) string {
	l.tb.Helper()
	out, err := l.Command(ns, argv...).CombinedOutput()
	if err != nil {
		l.tb.Fatalf("%s: %v: %s", strings.Join(argv, " "), err, out)
	}
	return string(out)
}

// Serve runs HTTP servers on b, one for each port, until the test ends.
func (l *Lab) Serve(ports ...int) {
	l.tb.Helper()
	for _, port := range ports {
		l.Run(l.B, func() {
			in, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
			if err != nil {
				l.tb.Fatal(err)
			}
			l.tb.Cleanup(func() { in.Close() })
			go func() {
				_ = http.Serve(in, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello") }))
			}()
		})
	}
}

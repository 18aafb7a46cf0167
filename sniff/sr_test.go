package sniff

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// A fakeWire answers requests as a test says: reply gets the request and how often it has been sent.
type fakeWire struct {
	reply  func(p *packet.Packet, time int) []*packet.Packet
	times  map[string]int
	queue  [][]byte
	taken  []*request
	rounds []int // how many packets each flush sent
	fail   error
}

func (w *fakeWire) add(_ *item, r *request) (bool, error) { return w.again(r), nil }
func (w *fakeWire) again(r *request) bool {
	w.taken = append(w.taken, r)
	return len(w.taken) == 4
}
func (w *fakeWire) close() {}
func (w *fakeWire) flush() (int, error) {
	if w.fail != nil {
		return 0, w.fail
	}
	for _, r := range w.taken {
		w.times[string(r.data)]++
		for _, p := range w.reply(layers.IP.Dissect(r.data), w.times[string(r.data)]) {
			w.queue = append(w.queue, p.Build())
		}
	}
	n := len(w.taken)
	if n > 0 {
		w.rounds = append(w.rounds, n)
	}
	w.taken = nil
	return n, nil
}
func (w *fakeWire) receive(wait time.Duration, got func(heard)) error {
	if len(w.queue) == 0 {
		time.Sleep(min(wait, time.Millisecond))
	}
	for _, b := range w.queue {
		got(heard{data: b, wire: len(b), at: time.Now().UnixNano(), first: layers.IP})
	}
	w.queue = nil
	return nil
}

// fakeAsk is ask over a fakeWire.
func fakeAsk(t *testing.T, x any, o AskOptions, reply func(*packet.Packet, int) []*packet.Packet) (*exchange, *fakeWire) {
	t.Helper()
	f, err := newFeed(x, false)
	if err != nil {
		t.Fatal(err)
	}
	w := &fakeWire{reply: reply, times: make(map[string]int)}
	return &exchange{feed: f, wire: w, o: o, tell: newTeller(0, 0), ctx: context.Background(), match: newMatcher(o.Multi)}, w
}

func scan(ports any) *packet.Packet {
	return packet.Stack(layers.IP.New("src", "10.0.0.1", "dst", "10.0.0.2"), layers.TCP.New("dport", ports))
}

// synAck answers a SYN.
func synAck(p *packet.Packet) *packet.Packet {
	t := p.Layer(layers.TCP)
	return packet.Stack(layers.IP.New("src", p.Str("dst"), "dst", p.Str("src")),
		layers.TCP.New("sport", t.Int("dport"), "dport", t.Int("sport"), "flags", "SA", "ack", t.Int("seq")+1))
}

// quoting is an ICMP error about a packet.
func quoting(p *packet.Packet, kind int) *packet.Packet {
	return packet.Stack(layers.IP.New("src", "10.0.0.254", "dst", p.Str("src")), layers.ICMP.New("type", kind), p.Build()[:28])
}

func TestAskAll(t *testing.T) {
	e, w := fakeAsk(t, scan(packet.Tuple{1, 10}), AskOptions{}, func(p *packet.Packet, _ int) []*packet.Packet {
		other := synAck(p)
		_ = other.Set("src", "10.0.0.3")
		return []*packet.Packet{other, synAck(p), synAck(p)} // a stranger, the answer, the answer again
	})
	if err := e.run(); err != nil {
		t.Fatal(err)
	}
	ans, unans := e.pairs(), e.unanswered()
	if len(ans) != 10 || len(unans) != 0 || e.received != 30 {
		t.Errorf("%v %v %d received", ans, unans, e.received)
	}
	if got := fmt.Sprint(w.rounds); got != "[4 4 2]" {
		t.Errorf("sent as %s", got)
	}
	for i, qa := range ans {
		if port := qa.Query.Int("dport"); port != i+1 || qa.Answer.Layer(layers.TCP).Int("sport") != port || qa.Query.Time().IsZero() || qa.Answer.Time().Before(qa.Query.Time()) {
			t.Errorf("pair %d: %v %v, %v and %v", i, qa.Query, qa.Answer, qa.Query.Time(), qa.Answer.Time())
		}
	}
	if text := fmt.Sprint(ans, unans); text != "<Results: TCP:10 UDP:0 ICMP:0 Other:0> <Unanswered: TCP:0 UDP:0 ICMP:0 Other:0>" {
		t.Error(text)
	}
}

func TestRetry(t *testing.T) {
	tests := []struct {
		retry    int
		answerAt map[int]int // which port answers at which time
		want     int         // answers
		rounds   string
	}{
		{0, map[int]int{1: 1}, 1, "[3]"},
		{2, map[int]int{1: 1, 2: 2}, 2, "[3 2 1]"},
		{5, map[int]int{1: 1, 2: 2, 3: 3}, 3, "[3 2 1]"},
		{-1, map[int]int{1: 1, 2: 2}, 2, "[3 2 1]"},
		{-2, map[int]int{1: 1, 2: 3}, 2, "[3 2 2 1 1]"},
		{-2, nil, 0, "[3 3 3]"},
	}
	for _, test := range tests {
		e, w := fakeAsk(t, scan(packet.Tuple{1, 3}), AskOptions{Retry: test.retry, Timeout: 5 * time.Millisecond}, func(p *packet.Packet, time int) []*packet.Packet {
			if test.answerAt[p.Layer(layers.TCP).Int("dport")] == time {
				return []*packet.Packet{synAck(p)}
			}
			return nil
		})
		if err := e.run(); err != nil || len(e.pairs()) != test.want || len(e.unanswered()) != 3-test.want || fmt.Sprint(w.rounds) != test.rounds {
			t.Errorf("retry %d: %v, %d answers, sent as %v", test.retry, err, len(e.pairs()), w.rounds)
		}
	}
}

func TestMulti(t *testing.T) {
	e, _ := fakeAsk(t, scan(80), AskOptions{Multi: true, Timeout: 10 * time.Millisecond}, func(p *packet.Packet, _ int) []*packet.Packet {
		return []*packet.Packet{synAck(p), synAck(p), quoting(p, 11)}
	})
	if err := e.run(); err != nil || len(e.pairs()) != 3 || len(e.unanswered()) != 0 {
		t.Error(err, e.pairs(), e.unanswered())
	}
}

func TestErrorsAnswer(t *testing.T) {
	requests := []any{
		packet.Stack(layers.IP.New("src", "10.0.0.1", "dst", "10.0.0.2", "ttl", packet.Tuple{1, 3}, "id", packet.Tuple{1, 2}), layers.UDP.New("dport", 33434), "x"),
		packet.Stack(layers.IP.New("src", "10.0.0.1", "dst", "10.0.0.2"), layers.TCP.New("dport", packet.Tuple{1, 3})),
		packet.Stack(layers.IP.New("src", "10.0.0.1", "dst", "10.0.0.2"), layers.ICMP.New("seq", packet.Tuple{1, 3})),
		packet.Stack(layers.IP.New("src", "10.0.0.1", "dst", "10.0.0.2", "proto", packet.Tuple{200, 203}), "SCAPY"),
	}
	for _, x := range requests {
		for _, kind := range []int{3, 11} {
			e, _ := fakeAsk(t, x, AskOptions{Timeout: 10 * time.Millisecond}, func(p *packet.Packet, _ int) []*packet.Packet {
				return []*packet.Packet{quoting(p, kind)}
			})
			err := e.run()
			if n := x.(*packet.Packet).Count(); err != nil || len(e.pairs()) != n {
				t.Errorf("%v of type %d: %v, %d of %d", x, kind, err, len(e.pairs()), n)
			}
		}
	}
}

func TestAskEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	e, _ := fakeAsk(t, scan(packet.Tuple{1, 3}), AskOptions{}, func(p *packet.Packet, _ int) []*packet.Packet {
		if p.Layer(layers.TCP).Int("dport") == 2 {
			return []*packet.Packet{synAck(p)}
		}
		return nil
	})
	e.ctx = ctx
	time.AfterFunc(20*time.Millisecond, cancel)
	start := time.Now()
	if err := e.run(); err != nil || len(e.pairs()) != 1 || len(e.unanswered()) != 2 || time.Since(start) > time.Second {
		t.Error(err, e.pairs(), e.unanswered(), time.Since(start))
	}

	e, w := fakeAsk(t, scan(packet.Tuple{1, 3}), AskOptions{}, nil)
	w.fail = errors.New("the wire is cut")
	if err := e.run(); err != w.fail || len(e.pairs()) != 0 {
		t.Error(err, e.pairs())
	}

	e, _ = fakeAsk(t, scan(packet.Tuple{1, 3}), AskOptions{StopFilter: func(*packet.Packet) bool { return true }}, func(p *packet.Packet, time int) []*packet.Packet {
		if p.Layer(layers.TCP).Int("dport") == 3 {
			return []*packet.Packet{synAck(p)}
		}
		return nil
	})
	if err := e.run(); err != nil || len(e.pairs()) != 1 {
		t.Error(err, e.pairs())
	}
}

func TestFlood(t *testing.T) {
	e, w := fakeAsk(t, scan(packet.Tuple{1, 2}), AskOptions{}, func(p *packet.Packet, time int) []*packet.Packet {
		if time == 50*p.Layer(layers.TCP).Int("dport") {
			return []*packet.Packet{synAck(p)}
		}
		return nil
	})
	if err := e.flood(false, 0); err != nil || len(e.pairs()) != 2 || len(w.rounds) < 99 {
		t.Error(err, e.pairs(), len(w.rounds))
	}
	e, w = fakeAsk(t, scan(packet.Tuple{1, 2}), AskOptions{}, func(*packet.Packet, int) []*packet.Packet { return nil })
	if err := e.flood(false, 3); err != nil || len(e.pairs()) != 0 || len(w.rounds) != 4 {
		t.Error(err, e.pairs(), w.rounds)
	}
}

func TestFeed(t *testing.T) {
	captured := layers.IP.Dissect(scan(9).Build())
	tests := []struct {
		x    any
		link bool
		want int
		err  string
	}{
		{scan(packet.Tuple{1, 5}), false, 5, ""},
		{packet.PacketList{scan(1), captured, scan([]int{3, 4})}, false, 4, ""},
		{[]any{scan(1), captured}, false, 2, ""},
		{"text", true, 1, ""},
		{[][]byte{{1}, {2}}, true, 2, ""},
		{layers.ARP.New("pdst", "10.0.0.2"), false, 1, ""},
		{packet.PacketList{}, false, 0, ""},
		{"text", false, 0, `bytes are sent with sendp, or as what a packet carries: IP(dst=...)/"text"`},
		{layers.Ether.New(), false, 0, "send takes packets from the network layer on, and this one begins with Ether: sendp sends frames"},
		{3, true, 0, "what is sent is packets, lists of them, or bytes, and not of type int"},
		{nil, true, 0, "there is nothing to send (nil)"},
	}
	for _, test := range tests {
		f, err := newFeed(test.x, test.link)
		if err != nil || test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("%v: error %v", test.x, err)
			}
			continue
		}
		for range 2 {
			n := 0
			for {
				it, ok := f.next()
				if !ok {
					break
				}
				if p := it.packet(); len(it.data) == 0 || string(p.Build()) != string(it.data) {
					t.Errorf("%v: %x is %x as a packet", test.x, it.data, p.Build())
				}
				n++
			}
			if n != test.want || f.total() != n {
				t.Errorf("%v: %d packets of %d", test.x, n, f.total())
			}
			f.reset()
		}
	}
	if string(captured.Build()) != string(scan(9).Build()) {
		t.Error("a captured packet was overwritten")
	}
}

func TestVerbosity(t *testing.T) {
	for x, want := range map[any]int{nil: Conf.Verb, true: 1, false: 0, 0: 0, 3: 3} {
		if got, err := verbosity(x); got != want || err != nil {
			t.Errorf("%v: %d %v", x, got, err)
		}
	}
	if _, err := verbosity("much"); err == nil {
		t.Error("no error")
	}
}

func TestFlow(t *testing.T) {
	request := packet.Stack(layers.IP.New("src", "10.0.0.1", "dst", "10.0.0.2"), layers.UDP.New("sport", 1000, "dport", 53), "x").Build()
	want, ok := flowOf(request, layers.IP)
	if !ok {
		t.Fatal("no flow")
	}
	same := map[string][]byte{
		"answer":     packet.Stack(layers.IP.New("src", "10.0.0.2", "dst", "10.0.0.1", "ttl", 3), layers.UDP.New("sport", 53, "dport", 1000), "y").Build(),
		"error":      quoting(layers.IP.Dissect(request), 3).Build(),
		"in a frame": packet.Stack(layers.Ether.New("src", "02:00:00:00:00:01", "dst", "02:00:00:00:00:02"), layers.IP.Dissect(request)).Build(),
	}
	for name, b := range same {
		first := layers.IP
		if name == "in a frame" {
			first = layers.Ether
		}
		if got, ok := flowOf(b, first); !ok || got != want {
			t.Errorf("%s: %v, not %v", name, got, want)
		}
	}
	for n := range request {
		flowOf(request[:n], layers.IP) // does not panic
	}
	for name, b := range map[string][]byte{
		"IPv6":      packet.Stack(layers.IPv6.New("src", "::1", "dst", "::2"), layers.UDP.New()).Build(),
		"broadcast": packet.Stack(layers.IP.New("src", "10.0.0.1", "dst", "255.255.255.255"), layers.UDP.New()).Build(),
	} {
		if _, ok := flowOf(b, layers.IP); ok {
			t.Errorf("%s has a flow", name)
		}
	}
}

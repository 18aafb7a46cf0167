package packet_test

import (
	"fmt"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

func TestSmoke(t *testing.T) {
	p := Stack(Ether.New("src", "02:00:00:00:00:0a", "dst", "02:00:00:00:00:01"), IP.New("src", "10.9.0.1", "dst", "10.8.0.2", "id", 7),
		TCP.New("sport", 50000, "dport", 80, "flags", "S", "options", []Tuple{{"MSS", 1460}, {"NOP", nil}, {"WScale", 7}}), "hi")
	fmt.Println(p.Repr())
	fmt.Println(p.Summary())
	p.Show()
	p.Show2()
	p.Hexdump()
	q := Ether.Dissect(p.Build())
	fmt.Println(q.Repr())
	fmt.Println(q.Summary(), q.Layer(TCP).Int("dport"), q.HasLayer(TCP), q.HasLayer(UDP))
	if err := q.Layer(IP).Set("ttl", 3); err != nil {
		t.Fatal(err)
	}
	q.Show()
	fmt.Printf("%x\n", q.Build())
	Ls(IP)
	for x := range IP.New("dst", "10.0.0.0/30", "ttl", Tuple{1, 2}).All() {
		fmt.Println(x.Repr())
	}
}

func BenchmarkDissect(b *testing.B) {
	p := Stack(Ether.New(), IP.New("src", "10.9.0.1", "dst", "10.8.0.2"), TCP.New("sport", 50000), "hi")
	raw := p.Build()
	src := NewSource("x", 1)
	var s Slab
	_ = s
	b.ReportAllocs()
	for b.Loop() {
		MaskOf(src.First, raw)
	}
}

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Stack(Ether.New("dst", "02:00:00:00:00:01"), IP.New("src", "10.9.0.1", "dst", "10.8.0.2"), TCP.New("sport", 50000, "dport", 443, "flags", "S")).Build()
	}
}

func BenchmarkRebuild(b *testing.B) {
	p := Stack(Ether.New("dst", "02:00:00:00:00:01"), IP.New("src", "10.9.0.1", "dst", "10.8.0.2"), TCP.New("sport", 50000, "dport", 443, "flags", "S"))
	b.ReportAllocs()
	for b.Loop() {
		p.Set("ttl", 3)
		p.Build()
	}
}

func BenchmarkSummary(b *testing.B) {
	q := Ether.Dissect(Stack(Ether.New("dst", "02:00:00:00:00:01"), IP.New("src", "10.9.0.1", "dst", "10.8.0.2"), TCP.New("sport", 50000, "dport", 443, "flags", "S")).Build())
	b.ReportAllocs()
	for b.Loop() {
		q.Summary()
	}
}

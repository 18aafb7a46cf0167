package packet_test

import (
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

func BenchmarkDissect(b *testing.B) {
	p := Stack(Ether.New(), IP.New("src", "10.9.0.1", "dst", "10.8.0.2"), TCP.New("sport", 50000), "hi")
	raw := p.Build()
	src := NewSource("x", 1)
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

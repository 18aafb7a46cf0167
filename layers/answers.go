package layers

import (
	"bytes"
	"encoding/binary"

	"pktsh/layers/packet"
)

// How the protocols of the Internet know an answer from their request: what the
// two have in common (HashRet), and when the one answers the other.

// Matching says how strictly answers are held against requests. Package sniff
// has its conf answer.
var Matching = func() MatchOptions { return MatchOptions{CheckIPaddr: true, CheckIPsrc: true, CheckIPID: true} }

// MatchOptions are what an answer and its request have in common.
type MatchOptions struct {
	CheckIPaddr bool // an answer comes from where the request went to
	CheckIPsrc  bool // an ICMP error quotes the source address of the request
	CheckIPID   bool // an ICMP error quotes the identification of the request
}

func init() {
	for _, p := range []*packet.Proto{IP, IPerror} {
		p.HashRet(ipKey)
	}
	for _, p := range []*packet.Proto{IPv6, IPerror6} {
		p.HashRet(ipv6Key)
	}
	for _, p := range []*packet.Proto{TCP, TCPerror} {
		p.HashRet(portKey)
	}
	for _, p := range []*packet.Proto{ICMP, ICMPerror} {
		p.HashRet(icmpKey)
	}
	IP.AnswersFunc(ipAnswers)
	IPv6.AnswersFunc(ipAnswers)
	IPerror.AnswersFunc(quotes)
	IPerror6.AnswersFunc(quotes)
	TCP.AnswersFunc(portsAnswer)
	UDP.AnswersFunc(portsAnswer)
	TCPerror.AnswersFunc(portsQuote)
	UDPerror.AnswersFunc(portsQuote)
	ICMP.AnswersFunc(icmpAnswers)
	ICMPerror.AnswersFunc(icmpQuotes)
	ARP.HashRet(func(p *packet.Packet) []byte {
		return []byte{byte(p.Int("hwtype")), byte(p.Int("ptype") >> 8), byte(p.Int("ptype")), byte((p.Int("op") + 1) / 2)}
	}).AnswersFunc(func(a, r *packet.Packet) bool {
		return r.Proto() == ARP && a.Int("op") == r.Int("op")+1 && a.Str("psrc") == r.Str("pdst")
	})
	Ether.AnswersFunc(func(a, r *packet.Packet) bool {
		return r.Proto() == Ether && a.Int("type") == r.Int("type") && a.Payload().Answers(r.Payload())
	})
}

// icmpErrors are the ICMP types that quote the packet they are about.
var icmpErrors = map[int]bool{3: true, 4: true, 5: true, 11: true, 12: true}

// ipKey is the addresses, in either direction, the protocol and what that says;
// for an error, what the quoted packet says.
func ipKey(p *packet.Packet) []byte {
	if up := p.Payload(); up != nil && up.Proto() == ICMP && icmpErrors[up.Int("type")] {
		if quoted := up.Payload(); quoted != nil {
			return quoted.HashRet()
		}
	}
	key := []byte{byte(p.Int("proto"))}
	if Matching().CheckIPaddr {
		key = append(key, packet.XorKey(p.Addr("src").AsSlice(), p.Addr("dst").AsSlice())...)
	}
	up := p.Payload()
	if up != nil && up.Proto() == IP && up.Len() < 20 {
		return key // a header that is cut says nothing, and errors quote it as Raw
	}
	return append(key, up.HashRet()...)
}

// ipv6Key is ipKey for IPv6. Multicast destinations are left out, since answers
// come from elsewhere.
func ipv6Key(p *packet.Packet) []byte {
	if up := p.Payload(); up != nil && up.Payload() != nil && up.Payload().Proto() == IPerror6 {
		return up.Payload().HashRet()
	}
	key := []byte{byte(p.Int("nh"))}
	if Matching().CheckIPaddr && !p.Addr("dst").IsMulticast() && !p.Addr("src").IsMulticast() {
		key = append(key, packet.XorKey(p.Addr("src").AsSlice(), p.Addr("dst").AsSlice())...)
	}
	return append(key, p.Payload().HashRet()...)
}

func portKey(p *packet.Packet) []byte {
	key := binary.BigEndian.AppendUint16(nil, uint16(p.Int("sport")^p.Int("dport")))
	return append(key, p.Payload().HashRet()...)
}

// icmpPairs are the ICMP requests with the type of their replies.
var icmpPairs = map[int]int{8: 0, 13: 14, 15: 16, 17: 18, 33: 34, 35: 36, 37: 38}

func icmpKey(p *packet.Packet) []byte {
	t := p.Int("type")
	for request, reply := range icmpPairs {
		if t == request || t == reply {
			return echoKey(p)
		}
	}
	return p.Payload().HashRet()
}

// echoKey is id and seq, where the layer has them.
func echoKey(p *packet.Packet) []byte {
	if f := p.Proto().Field("id"); f == nil || !p.Has("id") || !p.Has("seq") {
		return nil
	}
	key := binary.BigEndian.AppendUint16(nil, uint16(p.Int("id")))
	return binary.BigEndian.AppendUint16(key, uint16(p.Int("seq")))
}

// ipAnswers: an error that quotes the request, or a packet from where the request
// went that its payload calls an answer.
func ipAnswers(a, r *packet.Packet) bool {
	if r.Proto() != a.Proto() {
		return false
	}
	up := a.Payload()
	if up != nil && up.Payload() != nil {
		if q := up.Payload().Proto(); q == IPerror || q == IPerror6 {
			return up.Payload().Answers(r)
		}
	}
	dst := r.Addr("dst")
	if Matching().CheckIPaddr && !dst.IsMulticast() && a.Addr("src") != dst && !isBroadcast(r) {
		return false
	}
	next := map[*packet.Proto]string{IP: "proto", IPv6: "nh"}[a.Proto()]
	if up == nil || r.Payload() == nil || a.Proto() == IP && a.Int(next) != r.Int(next) {
		return false
	}
	return up.Answers(r.Payload())
}

func isBroadcast(r *packet.Packet) bool { return r.Str("dst") == "255.255.255.255" }

// quotes: the quoted header has the addresses and the protocol of the request.
func quotes(a, r *packet.Packet) bool {
	m := Matching()
	if r.Proto() != IP && r.Proto() != IPv6 || m.CheckIPsrc && a.Str("src") != r.Str("src") || a.Str("dst") != r.Str("dst") {
		return false
	}
	if a.Proto() == IPerror && (a.Int("proto") != r.Int("proto") || m.CheckIPID && a.Int("id") != r.Int("id")) {
		return false
	}
	return a.Payload() == nil || a.Payload().Answers(r.Payload()) || quotesBytes(a.Payload(), r.Payload())
}

// quotesBytes: the payloads begin alike, whatever they are read as.
func quotesBytes(a, r *packet.Packet) bool {
	quoted, sent := packet.Wire(a), packet.Wire(r)
	n := min(len(quoted), len(sent))
	return n > 0 && bytes.Equal(quoted[:n], sent[:n])
}

// portsAnswer: the ports are those of the request the other way round.
func portsAnswer(a, r *packet.Packet) bool {
	if r.Proto() != a.Proto() || a.Int("sport") != r.Int("dport") || a.Int("dport") != r.Int("sport") {
		return false
	}
	if a.Proto() == TCP {
		return tcpAnswers(a, r)
	}
	return a.Payload() == nil || a.Payload().Proto() == packet.Raw || a.Payload().Answers(r.Payload())
}

// tcpAnswers: SYN is answered by SYN-ACK or RST, anything else by a segment that
// does not lie wholly behind what the request acknowledged.
func tcpAnswers(a, r *packet.Packet) bool {
	flags, asked := a.Flags("flags"), r.Flags("flags")
	if flags.Has("R") {
		return !asked.Has("R")
	}
	if asked.Has("S") && !asked.Has("A") {
		return flags.Has("SA") && uint32(a.Int("ack")) == uint32(r.Int("seq"))+1+uint32(carried(r))
	}
	return !flags.Has("S") || asked.Has("S")
}

// carried is how many bytes a segment carries.
func carried(p *packet.Packet) int {
	if up := p.Payload(); up != nil {
		return up.Len()
	}
	return 0
}

// portsQuote: the quoted ports are those of the request.
func portsQuote(a, r *packet.Packet) bool {
	want := map[*packet.Proto]*packet.Proto{TCPerror: TCP, UDPerror: UDP}[a.Proto()]
	return r != nil && r.Proto() == want && a.Int("sport") == r.Int("sport") && a.Int("dport") == r.Int("dport")
}

func icmpAnswers(a, r *packet.Packet) bool {
	if r.Proto() != ICMP {
		return false
	}
	reply, ok := icmpPairs[r.Int("type")]
	return ok && a.Int("type") == reply && string(echoKey(a)) == string(echoKey(r))
}

func icmpQuotes(a, r *packet.Packet) bool {
	return r != nil && r.Proto() == ICMP && a.Int("type") == r.Int("type") && a.Int("code") == r.Int("code") &&
		string(echoKey(a)) == string(echoKey(r))
}

package packet

import (
	"bytes"
	"fmt"
)

// HashRet sets what an answer has in common with its request, by which pairs
// are found: bytes that are the same for both, made of the layer and what it
// carries. Without it, a layer leaves the matter to what it carries.
func (p *Proto) HashRet(key func(p *Packet) []byte) *Proto {
	p.hashRet = key
	return p
}

// AnswersFunc sets how a layer decides that it answers a request, seen from the
// same layer. Without it, a layer answers one of the same protocol whose payload
// its payload answers.
func (p *Proto) AnswersFunc(answers func(answer, request *Packet) bool) *Proto {
	p.answers = answers
	return p
}

// HashRet returns what the packet has in common with its answers or its request;
// nil when it has none.
func (p *Packet) HashRet() []byte {
	if p == nil {
		return nil
	}
	if q := p.Proto(); q.hashRet != nil {
		return q.hashRet(p)
	}
	return p.Payload().HashRet()
}

// Answers reports whether p is an answer to request, by what their protocols say
// of each other: ports the other way round, an echo reply of the same id, an ICMP
// error that quotes the request.
func (p *Packet) Answers(request *Packet) bool {
	if p == nil || p.Proto() == Padding {
		return request == nil || request.Proto() == Padding
	}
	q := p.Proto()
	switch {
	case q.answers != nil:
		return request != nil && q.answers(p, request)
	case q == Raw:
		return true
	}
	return request != nil && q == request.Proto() && p.Payload().Answers(request.Payload())
}

// XorKey is a part of HashRet for two values that trade places in an answer, as
// addresses and ports do.
func XorKey(a, b []byte) []byte {
	out := bytes.Clone(a)
	for i := range out {
		if i < len(b) {
			out[i] ^= b[i]
		}
	}
	return out
}

// A QueryAnswer is a request with its answer.
type QueryAnswer struct {
	Query, Answer *Packet
}

// An SndRcvList is requests with their answers.
type SndRcvList []QueryAnswer

// PairOptions say what Summary of an SndRcvList prints.
type PairOptions struct {
	// Prn makes the text of a pair; without it, both summaries.
	Prn func(query, answer *Packet) any
	// Lfilter leaves out pairs for which it is false.
	Lfilter func(query, answer *Packet) bool
}

// Summary prints a line for each pair: request ==> answer.
func (l SndRcvList) Summary(opts ...PairOptions) { l.lines("", opts) }

// NSummary prints a line for each pair with its index.
func (l SndRcvList) NSummary(opts ...PairOptions) { l.lines("%04d ", opts) }

func (l SndRcvList) lines(number string, opts []PairOptions) {
	var o PairOptions
	if len(opts) > 0 {
		o = opts[0]
	}
	for i, qa := range l {
		if o.Lfilter != nil && !o.Lfilter(qa.Query, qa.Answer) {
			continue
		}
		line := ""
		if number != "" {
			line = fmt.Sprintf(number, i)
		}
		if o.Prn == nil {
			line += qa.Query.Summary() + " ==> " + qa.Answer.Summary()
		} else if x := o.Prn(qa.Query, qa.Answer); x != nil {
			line += fmt.Sprint(x)
		} else {
			continue
		}
		printLine(line)
	}
}

// String returns how many answers there are, counted as PacketList does.
func (l SndRcvList) String() string { return l.answers().stats("Results") }

func (l SndRcvList) answers() PacketList {
	out := make(PacketList, len(l))
	for i, qa := range l {
		out[i] = qa.Answer
	}
	return out
}

// SrOptions say how Sr pairs.
type SrOptions struct {
	// Multi lets a request have several answers.
	Multi bool
	// Lookahead is how many packets behind a request are looked at; 0: all.
	Lookahead int
}

// Sr pairs the requests in a list with the answers that follow them, and returns
// the pairs and the packets that are neither.
func (l PacketList) Sr(opts ...SrOptions) (SndRcvList, PacketList) {
	var o SrOptions
	if len(opts) > 0 {
		o = opts[0]
	}
	index := make(map[string][]int, len(l))
	for i, p := range l {
		key := string(p.HashRet())
		index[key] = append(index[key], i)
	}
	used := make([]bool, len(l))
	var pairs SndRcvList
	for i, p := range l {
		if used[i] {
			continue
		}
		for _, j := range index[string(p.HashRet())] {
			if j <= i || used[j] || o.Lookahead > 0 && j > i+o.Lookahead || !l[j].Answers(p) {
				continue
			}
			pairs = append(pairs, QueryAnswer{p, l[j]})
			used[i], used[j] = true, true
			if !o.Multi {
				break
			}
		}
	}
	var rest PacketList
	for i, p := range l {
		if !used[i] {
			rest = append(rest, p)
		}
	}
	return pairs, rest
}

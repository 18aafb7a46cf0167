package packet

import (
	"fmt"
	"sync/atomic"
)

// generation counts the bindings made: masks of an earlier one are stale.
var generation atomic.Uint32

// Bind connects two protocols both ways: reading lower, upper follows where the
// fields of lower have the values given; stacking upper on lower sets them.
// Pairs are field names and values; without pairs, upper follows lower when
// nothing else does. It panics on an unknown field or impossible value.
func Bind(lower, upper *Proto, pairs ...any) {
	BindUp(lower, upper, pairs...)
	BindDown(lower, upper, pairs...)
}

// BindPort binds upper to a port of TCP or UDP: read when either port is it, the
// destination first, and set as the destination.
func BindPort(lower, upper *Proto, port int) {
	BindUp(lower, upper, "sport", port)
	BindUp(lower, upper, "dport", port)
	BindDown(lower, upper, "dport", port)
}

// BindUp is the reading half of Bind.
func BindUp(lower, upper *Proto, pairs ...any) {
	upper.giveBit()
	defer generation.Add(1)
	list := lower.pairs(pairs)
	for _, p := range list {
		if !p.field.countable() {
			panic(fmt.Sprintf("packet: %s cannot be found by %s.%s, which is no number", upper.name, lower.name, p.field.name))
		}
	}
	if len(list) == 0 {
		lower.rest = upper
		return
	}
	key := len(list) - 1
	for i, p := range list {
		if lower.table(p.field) != nil {
			key = i
		}
	}
	conds := append(append([]fixed(nil), list[:key]...), list[key+1:]...)
	lower.addTable(list[key].field).add(list[key].num, &upEntry{upper: upper, conds: conds})
}

// BindDown is the stacking half of Bind. It sets fields of bytes, too.
func BindDown(lower, upper *Proto, pairs ...any) {
	if lower.down == nil {
		lower.down = make(map[*Proto][]fixed)
	}
	lower.down[upper] = lower.pairs(pairs)
}

// pairs reads field names and values.
func (p *Proto) pairs(pairs []any) []fixed {
	if len(pairs)%2 != 0 {
		panic(fmt.Sprintf("packet: binding of %s: a field without a value", p.name))
	}
	var list []fixed
	for i := 0; i < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		f, err := p.field(name)
		if err != nil {
			panic(err)
		}
		v, err := f.parse(pairs[i+1])
		if err != nil {
			panic(err)
		}
		b, isBytes := v.ref.([]byte)
		if !isBytes && (!f.countable() || v.ref != nil) {
			panic(fmt.Sprintf("packet: binding by %s.%s: only single numbers and bytes can be bound", p.name, name))
		}
		list = append(list, fixed{f, v.num, string(b)})
	}
	return list
}

// countable reports whether the field's values lie in value.num.
func (f *Field) countable() bool {
	_, variable := f.codec.(varintCodec)
	return f.number || variable
}

func (p *Proto) table(f *Field) *upTable {
	for _, t := range p.up {
		if t.field == f {
			return t
		}
	}
	return nil
}

// addTable returns the table of field f. Destination ports are asked before
// source ports, whatever was bound first.
func (p *Proto) addTable(f *Field) *upTable {
	if t := p.table(f); t != nil {
		return t
	}
	t := newUpTable(f)
	if f.name == "dport" {
		p.up = append([]*upTable{t}, p.up...)
	} else {
		p.up = append(p.up, t)
	}
	return t
}

// next names the protocol of the payload pay of a header hdr of p, nil for Raw.
func (p *Proto) next(hdr, pay []byte) *Proto {
	if p.choose != nil {
		if q := p.choose(Layer{proto: p, hdr: hdr, base: hdr}); q != nil && q.takes(pay) {
			return q
		}
	}
	for _, t := range p.up {
		v, ok := p.number(t.field, hdr)
		if !ok {
			continue
		}
		for e := t.find(v); e != nil; e = e.older {
			if e.matches(p, hdr) && e.upper.takes(pay) {
				return e.upper
			}
		}
	}
	if p.rest != nil && p.rest.takes(pay) {
		return p.rest
	}
	return nil
}

// number reads a number field of a captured header.
func (p *Proto) number(f *Field, hdr []byte) (v uint64, ok bool) {
	if f.off >= 0 {
		if f.off+f.width > len(hdr)*8 {
			return 0, false
		}
		return f.get(hdr), true
	}
	val, ok := Layer{proto: p, hdr: hdr, base: hdr}.value(f)
	return val.num, ok
}

func (e *upEntry) matches(p *Proto, hdr []byte) bool {
	for i := range e.conds {
		v, ok := p.number(e.conds[i].field, hdr)
		if !ok || v != e.conds[i].num {
			return false
		}
	}
	return true
}

func (p *Proto) takes(b []byte) bool { return p.accept == nil || p.accept(b) }

// bits of masks: the first protocols bound have one of their own.
const ownBits = 56

var bitsGiven atomic.Uint32

// greedyBits are the bits of the greedy protocols: what these leave over is
// found only by reading their fields, which making a mask does not.
var greedyBits atomic.Uint64

// giveBit gives p its bit in the masks of packets; late ones share.
func (p *Proto) giveBit() {
	if p.bit != 0 {
		return
	}
	n := bitsGiven.Add(1) - 1
	p.bit = 1 << n
	if n >= ownBits {
		p.bit = 1 << (ownBits + n%(64-ownBits))
		p.shared = true
	}
	if p.greedy {
		greedyBits.Or(p.bit)
	}
}

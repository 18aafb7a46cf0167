package packet

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Summary sets the protocol's line in summaries as a template: {field} is a
// field of the layer or, failing that, of the nearest layer below that has one;
// [text {field}] is left out where a field in it is missing. The line of the
// uppermost layer that has one is shown; the others give their names.
func (p *Proto) Summary(template string) *Proto {
	p.line = parseLine(template)
	return p
}

// SummaryFunc sets a function that writes the protocol's line, where a template
// is not enough.
func (p *Proto) SummaryFunc(write func(*Line)) *Proto {
	p.lineFn = write
	return p
}

// With names protocols below whose lines are shown, too, where that of p is: "UDP
// 10.0.0.1:1024 > 10.0.0.2:tftp / TFTP / ACK 3".
func (p *Proto) With(below ...*Proto) *Proto {
	p.with = below
	return p
}

// A Line is the summary of a packet being written, at one of its layers.
type Line struct {
	buf    []byte
	layers []Layer
	from   int // the first that is printed; those below serve as its context
	at     int
	packet *Packet

	scratch [256]byte // room for buf
}

// Text appends s.
func (l *Line) Text(s string) { l.buf = append(l.buf, s...) }

// Field appends a field as show prints it, of the layer or the nearest below;
// false when there is none.
func (l *Line) Field(name string) bool {
	for i := l.at; i >= 0; i-- {
		if f := l.layers[i].proto.byName[name]; f != nil {
			return l.append(l.layers[i], f)
		}
	}
	return false
}

// Layer returns the layer that the line is of.
func (l *Line) Layer() Layer { return l.layers[l.at] }

// Options returns the options in a field of the layer.
func (l *Line) Options(name string) []Tuple {
	v, _ := l.layers[l.at].lookup(name)
	list, _ := v.ref.([]Tuple)
	return list
}

// List returns the records in a field of the layer.
func (l *Line) List(name string) PacketList {
	v, _ := l.layers[l.at].lookup(name)
	list, _ := v.ref.(PacketList)
	return list
}

func (l *Line) append(layer Layer, f *Field) bool {
	v, ok := layer.raw(f)
	if !ok && f.auto != nil && layer.n != nil {
		v, ok = l.packet.computed(layer, f), true
	}
	if ok {
		l.buf = f.textIn(l.buf, layer, v)
	}
	return ok
}

// lineTemplate is a template, taken apart.
type lineTemplate struct{ ops []lineOp }

type lineOp struct {
	text  string
	field string
	group []lineOp
	cache atomic.Pointer[lineCache]
}

// lineCache remembers where a field was found last.
type lineCache struct {
	proto *Proto
	field *Field
}

func parseLine(s string) *lineTemplate {
	ops, _ := parseOps(s, 0)
	return &lineTemplate{ops}
}

func parseOps(s string, from int) (ops []lineOp, end int) {
	i := from
	text := func(to int) {
		if to > from {
			ops = append(ops, lineOp{text: s[from:to]})
		}
	}
	for i < len(s) {
		switch s[i] {
		case '{':
			text(i)
			j := i + strings.IndexByte(s[i:], '}')
			ops = append(ops, lineOp{field: s[i+1 : j]})
			i, from = j+1, j+1
		case '[':
			text(i)
			group, j := parseOps(s, i+1)
			ops = append(ops, lineOp{group: group})
			i, from = j, j
		case ']':
			text(i)
			return ops, i + 1
		default:
			i++
		}
	}
	text(len(s))
	return ops, len(s)
}

// write appends the template's text; false when a field is missing.
func (l *Line) write(ops []lineOp) bool {
	whole := true
	for i := range ops {
		op := &ops[i]
		switch {
		case op.field != "":
			whole = l.cachedField(op) && whole
		case op.group != nil:
			mark := len(l.buf)
			if !l.write(op.group) {
				l.buf = l.buf[:mark]
			}
		default:
			l.buf = append(l.buf, op.text...)
		}
	}
	return whole
}

// cachedField is Field with the last place remembered.
func (l *Line) cachedField(op *lineOp) bool {
	c := op.cache.Load()
	for i := l.at; i >= 0; i-- {
		layer := &l.layers[i]
		f := (*Field)(nil)
		if c != nil && c.proto == layer.proto {
			f = c.field
		} else if f = layer.proto.byName[op.field]; f != nil {
			op.cache.Store(&lineCache{layer.proto, f})
		}
		if f == nil {
			continue
		}
		if layer.n == nil && f.number && f.off >= 0 && f.enumBy == nil && f.show == nil {
			if f.off+f.width > len(layer.hdr)*8 {
				return false
			}
			l.buf = f.codec.text(l.buf, f, value{num: f.get(layer.hdr)})
			return true
		}
		return l.append(*layer, f)
	}
	return false
}

// Summary returns the packet in one line: the names of its layers, and what the
// uppermost one that has something to say says.
func (p *Packet) Summary() string {
	p.need()
	l := lines.Get().(*Line)
	l.summarize(p, l.scratch[:0])
	text := string(l.buf)
	l.free()
	return text
}

// String is Summary.
func (p *Packet) String() string {
	if p == nil {
		return "<nil>"
	}
	return p.Summary()
}

// lines are the Lines not in use.
var lines = sync.Pool{New: func() any { return new(Line) }}

func (p *Packet) appendSummary(dst []byte) []byte {
	l := lines.Get().(*Line)
	l.summarize(p, dst)
	dst = l.buf
	l.free()
	return dst
}

// summarize appends the summary of p to dst, which becomes l.buf.
func (l *Line) summarize(p *Packet, dst []byte) {
	l.buf, l.packet, l.from = dst, p, int(p.index)
	if n := p.here(); n != nil {
		l.from = 0
		for m := n.firstNode(); m != nil; m = m.next {
			if m == n {
				l.from = len(l.layers)
			}
			l.layers = append(l.layers, m.layer())
		}
	} else {
		s := p.top().steps()
		for s.next() {
			l.layers = append(l.layers, s.layer())
		}
	}
	l.writeAll()
}

func (l *Line) free() {
	clear(l.layers)
	l.layers, l.buf, l.packet = l.layers[:0], nil, nil
	lines.Put(l)
}

// Under returns the layer below, also where the summary begins above it; ok is
// false at the bottom.
func (l *Line) Under() (under Layer, ok bool) {
	if l.at == 0 {
		return Layer{}, false
	}
	return l.layers[l.at-1], true
}

// speaks reports whether layer i shows its line besides that of layer said.
func (l *Line) speaks(i, said int) bool {
	if said < 0 {
		return false
	}
	q := l.layers[i].proto
	return (q.line != nil || q.lineFn != nil) && slices.Contains(l.layers[said].proto.with, q)
}

// writeAll appends the line of the uppermost layer that has one, and the names
// of the others.
func (l *Line) writeAll() {
	said := -1
	for i := len(l.layers) - 1; i >= l.from && said < 0; i-- {
		if q := l.layers[i].proto; q.line != nil || q.lineFn != nil {
			said = i
		}
	}
	for i := l.from; i < len(l.layers); i++ {
		if i > l.from {
			l.buf = append(l.buf, " / "...)
		}
		q := l.layers[i].proto
		l.at = i
		switch {
		case i != said && !l.speaks(i, said):
			l.buf = append(l.buf, q.name...)
		case q.lineFn != nil:
			q.lineFn(l)
		default:
			l.write(q.line.ops)
		}
	}
}

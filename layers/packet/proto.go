package packet

import (
	"fmt"
	"sort"
	"strings"
	"sync"
)

// A Proto is a protocol: a name and a list of fields, from which reading,
// building, show, summary, ls, completion and documentation all follow. Protos
// are made by Define and refined by the methods that return the Proto.
type Proto struct {
	name   string
	title  string
	fields []*Field
	byName map[string]*Field

	// prefix is the leading fields at fixed offsets: tmpl holds their
	// defaults, and they are read and set in place.
	prefix  int // number of fields
	tmpl    []byte
	fixed   bool // nothing follows the prefix
	shape   shape
	hdrLen  *Field             // its Auto says how long the header is
	sized   func(b []byte) int // so does this
	bound   *Field             // its Auto says where the payload ends
	autos   []*Field
	early   bool     // some of autos are computed before those of other layers
	records []*Field // the fields that hold records
	message bool     // compressed names point into it
	greedy  bool     // takes all bytes there are; what its fields leave is its payload

	up        []*upTable          // which upper protocol, by field value
	down      map[*Proto][]fixed  // what stacking an upper protocol sets here
	rest      *Proto              // upper protocol when no binding matches
	choose    func(Layer) *Proto  // decides before the bindings; nil result: go on
	accept    func(b []byte) bool // whether b can be this protocol
	instead   func([]byte) *Proto // what bytes taken for this protocol really are; nil result: this
	pseudo    func(Layer) []byte  // addresses for the checksum of what is carried
	bit       uint64              // in the masks of packets
	shared    bool                // other protocols have the same bit
	line      *lineTemplate
	lineFn    func(*Line)
	with      []*Proto // whose lines are shown, too, where its own is
	origin    *Source
	hashRet   func(*Packet) []byte
	answers   func(answer, request *Packet) bool
	foreign   *foreign
	text      *textHead
	trailer   *Proto // reads what follows the payload
	trailerAt func(hdr, rest []byte) int
	cut       func(whole *Packet, layer, size int) PacketList // into fragments
}

// fixed is a field and the value that a binding gives it.
type fixed struct {
	field *Field
	num   uint64
	bytes string // of a field of bytes
}

func (x fixed) value() value {
	if x.field.countable() {
		return value{num: x.num}
	}
	return value{ref: []byte(x.bytes)}
}

var registry struct {
	sync.RWMutex
	list   []*Proto
	byName map[string]*Proto
	alias  map[string]*Proto
}

// Define makes a protocol of a name and its fields, in the order of the wire,
// and registers it. A later definition of the same name takes its place. A
// definition that cannot work (two fields of one name, bit fields that do not
// fill bytes, a length of an unknown field) panics with the reason.
func Define(name string, fields ...*Field) *Proto {
	p := &Proto{name: name, title: name, fields: fields, byName: make(map[string]*Field, len(fields))}
	if len(fields) > maxFields {
		panic(fmt.Sprintf("packet: %s: more than %d fields", name, maxFields))
	}
	for i, f := range fields {
		if f.proto != nil {
			panic(fmt.Sprintf("packet: %s.%s already belongs to %s", name, f.name, f.proto.name))
		}
		if p.byName[f.name] != nil {
			panic(fmt.Sprintf("packet: %s has two fields named %s", name, f.name))
		}
		f.proto, f.index, f.off = p, i, -1
		p.byName[f.name] = f
	}
	p.layOut()
	p.relate()
	p.findShape()
	for _, f := range fields {
		f.findWindow()
		if isRecords(f) {
			p.records = append(p.records, f)
		}
	}
	p.origin = &Source{First: p, Link: -1}
	registry.Lock()
	defer registry.Unlock()
	if registry.byName == nil {
		registry.byName = make(map[string]*Proto)
	}
	if old := registry.byName[name]; old != nil {
		for i, q := range registry.list {
			if q == old {
				registry.list[i] = p
			}
		}
	} else {
		registry.list = append(registry.list, p)
	}
	registry.byName[name] = p
	return p
}

// layOut finds the fixed prefix and its default bytes.
func (p *Proto) layOut() {
	bits, whole := 0, 0
	for i, f := range p.fields {
		if f.width < 0 || f.when != nil {
			break
		}
		f.off = bits
		bits += f.width
		if bits%8 == 0 {
			whole = i + 1
		}
	}
	p.prefix = whole
	for _, f := range p.fields[whole:] {
		f.off = -1
	}
	size := 0
	for _, f := range p.fields[:whole] {
		size += f.width
	}
	p.tmpl = make([]byte, size/8)
	for _, f := range p.fields[:whole] {
		f.put(p.tmpl, f.def)
	}
	p.fixed = whole == len(p.fields)
	p.checkBits()
}

// checkBits panics when bit fields behind the prefix do not fill whole bytes.
func (p *Proto) checkBits() {
	bits := 0
	for _, f := range p.fields[p.prefix:] {
		if f.width >= 0 {
			bits += f.width
			continue
		}
		if bits%8 != 0 {
			panic(fmt.Sprintf("packet: %s.%s does not begin at a byte", p.name, f.name))
		}
	}
	if bits%8 != 0 {
		panic(fmt.Sprintf("packet: the bit fields of %s do not fill whole bytes", p.name))
	}
}

// relate connects length and count fields with the fields they speak of.
func (p *Proto) relate() {
	var sums []*Field
	for _, f := range p.fields {
		a := f.auto
		if a == nil {
			continue
		}
		switch a.role {
		case roleHeader, roleRest:
			p.hdrLen = f
			if a.role == roleRest && f.off >= 0 {
				a.role = roleHeader
				a.plus -= (f.off + f.width) / 8
			}
		case roleAll, rolePayload:
			p.bound = f
		case roleLenOf, roleCountOf:
			of := p.byName[a.of]
			if of == nil {
				panic(fmt.Sprintf("packet: %s.%s speaks of the unknown field %s", p.name, f.name, a.of))
			}
			if a.role == roleLenOf {
				of.lenFrom = f
			} else {
				of.countFrom = f
			}
		}
		p.early = p.early || a.early
		if a.last {
			sums = append(sums, f)
		} else {
			p.autos = append(p.autos, f)
		}
	}
	p.autos = append(p.autos, sums...)
}

// Clone defines a protocol with the same fields under another name, as IP quoted
// in an ICMP error is IPerror. Bindings are not carried over.
func (p *Proto) Clone(name string) *Proto {
	fields := make([]*Field, len(p.fields))
	for i, f := range p.fields {
		c := *f
		c.proto, c.lenFrom, c.countFrom = nil, nil, nil
		fields[i] = &c
	}
	q := Define(name, fields...)
	q.greedy, q.message, q.pseudo, q.accept = p.greedy, p.message, p.pseudo, p.accept
	q.findShape()
	return q
}

// Titled sets the name that show prints, such as "Ethernet" for Ether.
func (p *Proto) Titled(title string) *Proto {
	p.title = title
	return p
}

// Greedy makes the protocol take all bytes that are left to it, so that finding
// layers need not read its fields. What the fields leave over is its payload.
func (p *Proto) Greedy() *Proto {
	p.greedy = true
	p.findShape()
	return p
}

// Sized gives a shorter way to the length of a header than through its fields: of
// the header that begins b, which holds at least the fixed fields it begins with.
// What does not lie in b is cut off. A test of all protocols holds it against the
// fields.
func (p *Proto) Sized(length func(b []byte) int) *Proto {
	p.sized = length
	p.findShape()
	return p
}

// Message makes the protocol's header a message of which compressed domain names
// are a part.
func (p *Proto) Message() *Proto {
	p.message = true
	return p
}

// Accept makes the protocol claim only payloads for which ok holds; others
// stay Raw.
func (p *Proto) Accept(ok func(b []byte) bool) *Proto {
	p.accept = ok
	return p
}

// Instead sets a function that looks at bytes about to be read as the protocol
// and names the one that they really are, as Ethernet frames with a length in
// place of the type are those of IEEE 802.3; nil means that they are what they
// are taken for.
func (p *Proto) Instead(really func(b []byte) *Proto) *Proto {
	p.instead = really
	return p
}

// really is the protocol of b, which is to be read as p.
func (p *Proto) really(b []byte) *Proto {
	if p.instead != nil {
		if q := p.instead(b); q != nil {
			return q
		}
	}
	if p.foreign != nil {
		if _, ok := p.readForeign(b); !ok {
			return Raw
		}
	}
	return p
}

// Choose sets a function that names the upper protocol; nil means that the
// bindings decide.
func (p *Proto) Choose(next func(Layer) *Proto) *Proto {
	p.choose = next
	return p
}

// Pseudo sets what the checksums of carried protocols cover besides their own
// bytes: source and destination address.
func (p *Proto) Pseudo(addrs func(Layer) []byte) *Proto {
	p.pseudo = addrs
	return p
}

// Name returns what users type, such as "TCP".
func (p *Proto) Name() string { return p.name }

// Title returns what show prints, such as "Ethernet".
func (p *Proto) Title() string { return p.title }

// Fields returns the fields in the order of the wire.
func (p *Proto) Fields() []*Field {
	p.settle()
	return p.fields
}

// Field returns the field of that name, or nil.
func (p *Proto) Field(name string) *Field {
	p.settle()
	return p.byName[name]
}

// String returns the protocol's name.
func (p *Proto) String() string { return p.name }

// FieldNames returns the names of the fields in the order of the wire.
func (p *Proto) FieldNames() []string {
	names := make([]string, len(p.Fields()))
	for i, f := range p.fields {
		names[i] = f.name
	}
	return names
}

// field returns the field of that name or an error with the nearest one.
func (p *Proto) field(name string) (*Field, error) {
	if f := p.byName[name]; f != nil {
		return f, nil
	}
	return nil, &FieldError{Layer: p.name, Reason: fmt.Sprintf("no field is named %q", name), Hint: didYouMean(name, p.FieldNames())}
}

// Protos returns all protocols, by name.
func Protos() []*Proto {
	registry.RLock()
	defer registry.RUnlock()
	list := append([]*Proto(nil), registry.list...)
	sort.Slice(list, func(i, j int) bool { return list[i].name < list[j].name })
	return list
}

// Lookup returns the protocol of that name, which may differ in case; nil when
// there is none.
func Lookup(name string) *Proto {
	registry.RLock()
	defer registry.RUnlock()
	if p := registry.byName[name]; p != nil {
		return p
	}
	if p := registry.alias[name]; p != nil {
		return p
	}
	for _, p := range registry.list {
		if strings.EqualFold(p.name, name) {
			return p
		}
	}
	return nil
}

package packet

import (
	"reflect"
)

// recordsCodec is a list of headers: DNS questions, IP options.
type recordsCodec struct {
	pick  func(l Layer, b []byte) *Proto
	until func(l Layer, last Layer) bool
	one   bool // a single record, not a list
	pad   func(l Layer, at int, next *Proto) []byte
}

// Records is a list of headers of the protocol elem, as many as a count field
// says, or as fill the length that a length field, Len or the header gives.
func Records(name string, elem *Proto) *Field {
	return variableRecords(name, recordsCodec{pick: func(Layer, []byte) *Proto { return elem }})
}

// RecordsOf is Records where pick names the protocol of each record by its
// bytes; l is the layer that holds the list. A nil protocol ends the list.
func RecordsOf(name string, pick func(l Layer, b []byte) *Proto) *Field {
	return variableRecords(name, recordsCodec{pick: pick})
}

// Record is one header of the protocol elem within another.
func Record(name string, elem *Proto) *Field {
	return variableRecords(name, recordsCodec{one: true, pick: func(Layer, []byte) *Proto { return elem }})
}

// RecordOf is Record where pick names the protocol by the record's bytes.
func RecordOf(name string, pick func(l Layer, b []byte) *Proto) *Field {
	return variableRecords(name, recordsCodec{one: true, pick: pick})
}

// Until ends a list of records after the one for which last holds, as lists
// that go by a "more follow" bit need.
func (f *Field) Until(last func(l Layer, record Layer) bool) *Field {
	c := f.codec.(recordsCodec)
	c.until = last
	f.codec = c
	return f
}

// Padded puts between records, and behind the last, what pad returns: at is how
// many bytes of the field come before, next the protocol of the record that
// follows, nil at the end. Lists as they were captured stay as they are.
func (f *Field) Padded(pad func(l Layer, at int, next *Proto) []byte) *Field {
	c := f.codec.(recordsCodec)
	c.pad = pad
	f.codec = c
	return f
}

func variableRecords(name string, c recordsCodec) *Field {
	return &Field{name: name, width: -1, codec: c, def: value{ref: PacketList(nil)}}
}

func (recordsCodec) kind() Kind { return KindRecords }

func (c recordsCodec) typeName(*Field) string {
	if c.one {
		return "PacketField"
	}
	return "PacketListField"
}

// each calls visit with every record in b; it stops where a record makes no
// progress, so that a wild count cannot hold it up.
func (c recordsCodec) each(f *Field, l Layer, b []byte, visit func(r Layer)) int {
	count := -1
	if c.one {
		count = 1
	} else if f.countFrom != nil {
		v, _ := l.value(f.countFrom)
		count = f.countFrom.auto.countFrom(int(v.num))
	}
	used := 0
	for n := 0; count < 0 || n < count; n++ {
		rest := b[used:]
		if len(rest) == 0 {
			break
		}
		elem := c.pick(l, rest)
		if elem == nil {
			break
		}
		r := Layer{proto: elem, hdr: rest, base: l.base}
		size := elem.headerLen(r)
		if size == 0 {
			break
		}
		r.hdr = rest[:size:size]
		visit(r)
		used += size
		if c.until != nil && c.until(l, r) {
			break
		}
	}
	return used
}

func (c recordsCodec) size(f *Field, l Layer, b []byte) int {
	if f.lenFn != nil || f.lenFrom != nil {
		return f.limit(l, b)
	}
	if f.countFrom == nil && !c.one && c.until == nil {
		return len(b)
	}
	return c.each(f, l, b, func(Layer) {})
}

func (c recordsCodec) decode(f *Field, l Layer, b []byte) value {
	list := PacketList{}
	used := c.each(f, l, b, func(r Layer) { list = append(list, recordPacket(r)) })
	if rest := b[used:]; len(rest) > 0 {
		list = append(list, recordPacket(Layer{proto: Raw, hdr: rest, base: l.base}))
	}
	return value{ref: list}
}

// recordPacket makes the packet of one record being read.
func recordPacket(r Layer) *Packet {
	p := &struct {
		Packet
		node    node
		capture capture
	}{}
	p.node = capturedNode(r.proto, r.hdr, r.base, &p.capture)
	p.node.settleFollow()
	p.Packet.first = &p.node
	p.Packet.src = r.proto.origin
	return &p.Packet
}

func (c recordsCodec) encode(_ *Field, e *encoder, l Layer, v value) {
	list, _ := v.ref.(PacketList)
	start := len(e.buf)
	for _, r := range list {
		if c.pad != nil {
			e.bytes(c.pad(l, len(e.buf)-start, r.Proto()))
		}
		e.record(r)
	}
	if c.pad != nil {
		e.bytes(c.pad(l, len(e.buf)-start, nil))
	}
}

// asRead reports whether the slot holds records as they were captured.
func (s *slot) asRead() bool {
	list, ok := s.v.ref.(PacketList)
	if !ok || !s.read {
		return false
	}
	for _, r := range list {
		if !r.unedited() {
			return false
		}
	}
	return true
}

func (c recordsCodec) text(dst []byte, _ *Field, v value) []byte {
	list, _ := v.ref.(PacketList)
	if c.one {
		if len(list) == 0 {
			return append(dst, "None"...)
		}
		return list[0].appendRepr(dst)
	}
	dst = append(dst, '[')
	for i, r := range list {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = r.appendRepr(dst)
	}
	return append(dst, ']')
}

func (recordsCodec) export(_ *Field, v value) any {
	list, _ := v.ref.(PacketList)
	return list
}

func (c recordsCodec) parse(f *Field, x any) (value, error) {
	var list PacketList
	switch x := x.(type) {
	case *Packet:
		if x == nil {
			return value{}, f.fail("nil is no packet")
		}
		list = PacketList{x.Copy()}
	case PacketList:
		for _, r := range x {
			list = append(list, r.Copy())
		}
	case []byte:
		list = PacketList{Raw.New("load", x)}
	default:
		v := reflect.ValueOf(x)
		if v.Kind() != reflect.Slice {
			return value{}, f.fail("a %T is not a list of packets", x)
		}
		for i := range v.Len() {
			one, err := c.parse(f, v.Index(i).Interface())
			if err != nil {
				return value{}, err
			}
			list = append(list, one.ref.(PacketList)...)
		}
	}
	if list == nil {
		list = PacketList{}
	}
	return value{ref: list}, nil
}

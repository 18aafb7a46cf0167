package packet

// rawFields is where the fields behind the prefix lie in a captured header.
type rawFields struct {
	marks []mark
	hdr   []byte
	used  int  // bytes
	cut   bool // the header ends before its last field
}

func (n *node) rawFields() rawFields {
	r := rawFields{hdr: n.raw, used: len(n.raw)}
	if n.proto.text != nil {
		return r
	}
	s := n.captured().scan()
	for s.next() {
		r.marks = append(r.marks, mark{index: int32(s.f.index), start: s.start, size: s.size, pad: s.pad})
	}
	r.used, r.cut = min((s.pos+7)/8, len(n.raw)), s.cut
	return r
}

func (r rawFields) find(f *Field) *mark {
	for i := range r.marks {
		if int(r.marks[i].index) == f.index {
			return &r.marks[i]
		}
	}
	return nil
}

func (r rawFields) has(f *Field) bool { return r.find(f) != nil }

// rest is what the captured header has behind its last field.
func (r rawFields) rest(n *node) []byte {
	if n.raw == nil || len(n.raw) < len(n.proto.tmpl) {
		return nil
	}
	return r.hdr[r.used:]
}

// copyRaw appends a field as it was captured.
func (e *encoder) copyRaw(f *Field, r rawFields) {
	m := r.find(f)
	if f.number {
		e.number(f, f.read(r.hdr, m.start))
		return
	}
	e.bytes(r.hdr[m.start/8 : (m.start+m.size)/8])
}

// moves reports whether the field's bytes may point elsewhere in the message.
func (f *Field) moves() bool {
	switch f.codec.(type) {
	case nameCodec, recordsCodec, switchCodec:
		return true
	}
	return false
}

// markRaw marks the automatic fields of an unedited header that lie behind its
// prefix, so that they can follow edits of other layers.
func (e *encoder) markRaw(n *node, i int) {
	for _, f := range n.proto.autos {
		if f.off < 0 && n.follow.has(f.index) {
			for _, m := range n.rawFields().marks {
				m.part = int32(i)
				e.marks = append(e.marks, m)
			}
			return
		}
	}
}

package packet

// HideDefaults makes the fields unset that hold their default anyway, so that
// Repr is shorter. Captured automatic values stay.
func (p *Packet) HideDefaults() {
	for n := p.nodes(); n != nil; n = n.next {
		for _, f := range n.proto.fields {
			if !n.isSet(f) || f.auto != nil {
				continue
			}
			v, ok := n.value(f)
			if over, given := n.overload(f); given && ok && f.sameValue(v, over) {
				continue
			}
			if ok && f.sameValue(v, f.def) {
				n.del(f)
			}
		}
	}
}

// CloneWith returns the layer alone with another payload and the fields changed
// that are given as names and values. A nil payload means none.
func (p *Packet) CloneWith(payload any, pairs ...any) (*Packet, error) {
	q := p.Copy()
	q.RemovePayload()
	if payload != nil {
		q.AddPayload(payload)
	}
	return q, q.Set(pairs...)
}

// DecodePayloadAs reads the bytes of what the layer carries as another
// protocol.
func (p *Packet) DecodePayloadAs(q *Proto) {
	up := p.Payload()
	if up == nil {
		return
	}
	b := up.Build()
	p.SetPayload(q.Dissect(b))
}

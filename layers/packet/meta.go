package packet

// Values returns the fields of the layer that p stands at that were set or
// captured, with their values as Get returns them.
func (p *Packet) Values() map[string]any {
	p.need()
	values := map[string]any{}
	p.each(func(l Layer) bool {
		for _, f := range l.proto.fields {
			if l.n != nil && !l.n.isSet(f) {
				continue
			}
			if v, state := p.shown(l, f); state == held {
				values[f.name] = f.export(v)
			}
		}
		return false
	})
	return values
}

// Defaults returns what the fields of the protocol hold when nobody sets them;
// nil where that is computed.
func (p *Proto) Defaults() map[string]any {
	values := map[string]any{}
	for _, f := range p.Fields() {
		values[f.name] = f.DefaultValue()
	}
	return values
}

// String returns the field as people refer to it: its type and name, as in
// <ByteField (IP).ttl>.
func (f *Field) String() string {
	if f.proto == nil {
		return "<" + f.TypeName() + " " + f.name + ">"
	}
	return "<" + f.TypeName() + " (" + f.proto.name + ")." + f.name + ">"
}

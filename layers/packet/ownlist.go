package packet

// ownList keeps records that were read, or come from the default, so that edits
// to them are edits to this layer.
func (n *node) ownList(f *Field, list PacketList) value {
	for _, r := range list {
		r.first.head = &head{captured: r.first.raw != nil, owner: n}
	}
	v := value{ref: list}
	n.setSlot(f.index, v, true)
	return v
}

// keep notes that the user changed the record that begins with first: the field
// that holds it is set.
func (n *node) keep(first *node) {
	for i := range n.slots {
		list, _ := n.slots[i].v.ref.(PacketList)
		for _, r := range list {
			if n.slots[i].read && r.first == first {
				n.slots[i].read = false
				n.set.add(int(n.slots[i].index))
				return
			}
		}
	}
}

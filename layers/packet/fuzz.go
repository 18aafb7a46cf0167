package packet

// Fuzz returns a copy of the packet in which every field that is not set, not
// automatic and not given by the layer above draws a random value at each build.
// Repr does not show them, since nobody set them.
func Fuzz(p *Packet) *Packet {
	q := p.Copy()
	for n := q.nodes(); n != nil; n = n.next {
		n.fuzz()
	}
	return q
}

func (n *node) fuzz() {
	for _, f := range n.proto.fields {
		if f.auto != nil || n.isSet(f) {
			continue
		}
		if r := f.random(); r != nil {
			n.setSlot(f.index, value{ref: r}, false)
			n.slot(f.index).spare = true
		}
	}
}

// random is a random value that suits the field, nil for lists.
func (f *Field) random() Random {
	switch c := f.codec.(type) {
	case macCodec:
		return RandMAC()
	case ip4Codec:
		return RandIP()
	case ip6Codec:
		return RandIP6()
	case numberCodec, flagsCodec:
		mask := uint64(1)<<f.width - 1
		return newRandom("RandNum", func() any { return drawn{dice.Uint64() & mask} })
	case varintCodec:
		return randN("RandNum", 0, 1<<30)
	case nameCodec:
		return newRandom("RandName", func() any { return randName() })
	case bytesCodec:
		return f.randomBytes(c)
	}
	return nil
}

// drawn is a number as it lies in the field, signed or not.
type drawn struct{ num uint64 }

func randName() string {
	name := make([]byte, 1+dice.IntN(20))
	for i := range name {
		name[i] = 'a' + byte(dice.IntN(26))
	}
	return string(name) + ".example."
}

func (f *Field) randomBytes(c bytesCodec) Random {
	switch {
	case f.width >= 0:
		return RandBin(f.width / 8)
	case c.nul:
		return newRandom("RandTermString", func() any { return randName() })
	}
	return RandBin()
}

// CorruptBytes returns a copy of bytes or text of which n bytes, or without n
// one in a hundred and at least one, are replaced by random ones.
func CorruptBytes(x any, n ...int) []byte {
	b := append([]byte(nil), mustBytes(x)...)
	for _, i := range corrupted(len(b), n) {
		b[i] ^= byte(1 + dice.IntN(255))
	}
	return b
}

// CorruptBits is CorruptBytes for single bits.
func CorruptBits(x any, n ...int) []byte {
	b := append([]byte(nil), mustBytes(x)...)
	for _, i := range corrupted(len(b)*8, n) {
		b[i/8] ^= 0x80 >> (i % 8)
	}
	return b
}

// corrupted draws n different numbers below size.
func corrupted(size int, n []int) []int {
	count := max(1, size/100)
	if len(n) > 0 {
		count = n[0]
	}
	return dice.Perm(size)[:max(0, min(count, size))]
}

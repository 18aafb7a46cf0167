package packet

// CorruptOptions say how much is damaged. The zero value damages one in a
// hundred bytes or bits, and at least one.
type CorruptOptions struct {
	P float64 // which part is replaced, from 0 to 1
	N int     // how many are replaced, when not 0
}

// CorruptedBytes draws copies of bytes or text, damaged anew at each build, as
// CorruptBytes does once. It panics with a *FieldError on anything else.
func CorruptedBytes(x any, opts ...CorruptOptions) Random {
	return corruptedOf("CorruptedBytes", x, opts, 1, CorruptBytes)
}

// CorruptedBits is CorruptedBytes for single bits.
func CorruptedBits(x any, opts ...CorruptOptions) Random {
	return corruptedOf("CorruptedBits", x, opts, 8, CorruptBits)
}

func corruptedOf(name string, x any, opts []CorruptOptions, unit int, corrupt func(any, ...int) []byte) Random {
	b := append([]byte(nil), mustBytes(x)...)
	var o CorruptOptions
	if len(opts) > 0 {
		o = opts[len(opts)-1]
	}
	n := o.N
	if n == 0 {
		p := o.P
		if p == 0 {
			p = 0.01
		}
		n = max(1, int(p*float64(len(b)*unit)))
	}
	args := []any{b}
	if o != (CorruptOptions{}) {
		args = append(args, o)
	}
	return newRandom(name, func() any { return corrupt(b, n) }, args...)
}

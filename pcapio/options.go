package pcapio

import "iter"

// Codes of pcapng options (the pcapng draft, sections 3.5 and 4). The first three mean the same in every block.
const (
	optEnd     = 0
	optComment = 1
	// Custom options that a program which does not know them must not copy into a changed file.
	optCustomStringNoCopy = 19372
	optCustomBytesNoCopy  = 19373

	optIfName     = 2
	optIfSpeed    = 8
	optIfTsresol  = 9
	optIfTzone    = 10
	optIfTsoffset = 14

	optEpbFlags = 2
	optEpbDrop  = 4
	optEpbID    = 5
	optEpbQueue = 6
)

// eachOption yields code and value of each pcapng option in b, up to the end mark or the first that b does not hold whole.
func eachOption(o order, b []byte) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for len(b) >= 4 {
			code, n := o.u16(b), int(o.u16(b[2:]))
			b = b[4:]
			if code == optEnd || n > len(b) {
				return
			}
			if !yield(code, b[:n:n]) {
				return
			}
			b = b[min(pad4(n), len(b)):]
		}
	}
}

// appendOption appends an option, padded to four bytes. A value longer than an option can hold is cut.
func appendOption(b []byte, o order, code uint16, value []byte) []byte {
	value = value[:min(len(value), 0xffff)]
	b = o.put16(b, code)
	b = o.put16(b, uint16(len(value)))
	b = append(b, value...)
	return append(b, padding[:pad4(len(value))-len(value)]...)
}

// comments returns the comments among the options b, joined by line feeds.
func comments(o order, b []byte) string {
	var text []byte
	n := 0
	for code, v := range eachOption(o, b) {
		if code != optComment {
			continue
		}
		if n++; n > 1 {
			text = append(text, '\n')
		}
		text = append(text, v...)
	}
	return string(text)
}

var padding [4]byte

// pad4 rounds up to a multiple of four.
func pad4(n int) int { return (n + 3) &^ 3 }

package packet

import (
	"fmt"
	"strings"
)

// HexOptions choose one of the two halves that HexStr returns.
type HexOptions struct {
	OnlyAsc bool // the text alone
	OnlyHex bool // the hexadecimal pairs alone
}

// HexStr returns bytes as hexadecimal pairs and as text, as in "41 42  AB". It
// panics with a *FieldError on what has no bytes.
func HexStr(x any, opts ...HexOptions) string {
	var o HexOptions
	if len(opts) > 0 {
		o = opts[len(opts)-1]
	}
	switch {
	case o.OnlyAsc && !o.OnlyHex:
		return asciiOf(x)
	case o.OnlyHex && !o.OnlyAsc:
		return hexOf(x)
	}
	return hexOf(x) + "  " + asciiOf(x)
}

// Linehexdump prints the bytes of a packet in one line, as HexStr.
func Linehexdump(x any) { fmt.Fprintln(Output, HexStr(x)) }

// Chexdump prints the bytes of a packet as the values of a C array.
func Chexdump(x any) { fmt.Fprintln(Output, ChexdumpText(x)) }

// ChexdumpText returns what Chexdump prints.
func ChexdumpText(x any) string {
	var parts []string
	for _, c := range mustBytes(x) {
		parts = append(parts, fmt.Sprintf("0x%02x", c))
	}
	return strings.Join(parts, ", ")
}

func mustBytes(x any) []byte {
	b, err := bytesOf(x)
	if err != nil {
		panic(&FieldError{Reason: err.Error()})
	}
	return b
}

func hexOf(x any) string { return strings.ToUpper(spaced(mustBytes(x))) }

func spaced(b []byte) string {
	var out strings.Builder
	for i, c := range b {
		if i > 0 {
			out.WriteByte(' ')
		}
		fmt.Fprintf(&out, "%02x", c)
	}
	return out.String()
}

func asciiOf(x any) string { return string(appendASCII(nil, mustBytes(x))) }

// appendASCII appends b with a dot for what does not print.
func appendASCII(dst, b []byte) []byte {
	for _, c := range b {
		if c < 0x20 || c > 0x7e {
			c = '.'
		}
		dst = append(dst, c)
	}
	return dst
}

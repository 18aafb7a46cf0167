package packet

// Fletcher16Checksum returns Fletcher's checksum of 16 bits, modulo 255 (RFC 1146):
// the sum of the sums in the upper byte, the sum in the lower.
func Fletcher16Checksum(b []byte) int {
	sum, sums := fletcher(b)
	return sums<<8 | sum
}

// Fletcher16Checkbytes returns the two bytes that make Fletcher's checksum of b
// zero when they stand at offset, whatever stands there now (ISO 8473 annex C, as in
// OSPF and IS-IS). Nil when b has no room for them.
func Fletcher16Checkbytes(b []byte, offset int) []byte {
	if offset < 0 || offset+2 > len(b) {
		return nil
	}
	b = append([]byte(nil), b...)
	b[offset], b[offset+1] = 0, 0
	sum, sums := fletcher(b)
	x := ((len(b)-offset-1)*sum - sums) % 255
	if x <= 0 {
		x += 255
	}
	y := 510 - sum - x
	if y > 255 {
		y -= 255
	}
	return []byte{byte(x), byte(y)}
}

func fletcher(b []byte) (sum, sums int) {
	for _, c := range b {
		sum = (sum + int(c)) % 255
		sums = (sums + sum) % 255
	}
	return sum, sums
}

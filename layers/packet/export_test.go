package packet

// MaskOf is maskOf for benchmarks.
var MaskOf = maskOf

// Sizes returns the length of the header that begins b by Sized and by the fields; ok is false for protocols without Sized
// and for less than their fixed part.
func Sizes(p *Proto, b []byte) (sized, scanned int, ok bool) {
	if p.sized == nil || len(b) < len(p.tmpl) {
		return 0, 0, false
	}
	return min(p.sized(b), len(b)), Layer{proto: p, hdr: b, base: b}.scanned(), true
}

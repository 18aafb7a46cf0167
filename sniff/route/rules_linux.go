package route

import "golang.org/x/sys/unix"

// plainRules reports whether IPv4 is routed by the three rules that a system begins with: local, main, default, for all
// packets.
func (s system) plainRules() bool {
	plain, n := true, 0
	msg := make([]byte, 12)
	msg[0] = unix.AF_INET
	err := s.ask.dump(unix.RTM_GETRULE, msg, func() { plain, n = true, 0 }, func(_ uint16, body []byte) error {
		n++
		plain = plain && plainRule(body)
		return nil
	})
	return err == nil && plain && n <= 3
}

// plainRule reports whether a rule, struct fib_rule_hdr and attributes, sends all packets to one of the three tables in
// their order.
func plainRule(body []byte) bool {
	const (
		toTable, invert = 1, 2
		priority, table = 6, 15
		ifGroup, length = 13, 14 // suppress what was found; all ones: not
		pad, protocol   = 18, 21
	)
	if len(body) < 12 || body[1] != 0 || body[2] != 0 || body[3] != 0 || body[7] != toTable || native.Uint32(body[8:])&invert != 0 {
		return false
	}
	plain, order, to := true, 0, int(body[4])
	err := attributes(body, 12, func(typ uint16, v []byte) {
		switch typ {
		case priority:
			order = word(v)
		case table:
			to = word(v)
		case ifGroup, length:
			plain = plain && uint32(word(v)) == ^uint32(0)
		case pad, protocol:
		default:
			plain = false
		}
	})
	want := map[int]int{tableLocal: 0, tableMain: 32766, tableDefault: 32767}
	place, ok := want[to]
	return err == nil && plain && ok && place == order
}

package packet

// Reserve makes room for n packets in one block. Many packets in few blocks load
// faster than in small ones, and are held as long as one of them is.
func (s *Slab) Reserve(n int) {
	if cap(s.block)-len(s.block) < n {
		s.block = make([]Packet, 0, n)
	}
}

package packet

// Common gives protocols bits of their own in the masks of packets, before those
// that are bound first come first served: HasLayer of these is always one test.
func Common(protos ...*Proto) bool {
	for _, p := range protos {
		p.giveBit()
	}
	return true
}

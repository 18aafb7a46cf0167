package packet

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
)

// dice draws all random values.
var dice = rand.New(diceSource{})

// seeded is the source that Seed made; nil: the runtime's.
var seeded atomic.Pointer[lockedSource]

type lockedSource struct {
	sync.Mutex
	src rand.Source
}

// diceSource is safe for concurrent use, as dice then is.
type diceSource struct{}

func (diceSource) Uint64() uint64 {
	s := seeded.Load()
	if s == nil {
		return rand.Uint64()
	}
	s.Lock()
	defer s.Unlock()
	return s.src.Uint64()
}

// Seed makes the random values that follow, of Fuzz, RandShort and the others, the
// same ones each time for the same number, as random.seed does in Python.
func Seed(n int) {
	seeded.Store(&lockedSource{src: rand.NewPCG(uint64(n), 0)})
}

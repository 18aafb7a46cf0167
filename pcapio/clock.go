package pcapio

import (
	"math"
	"math/bits"
)

// A clock turns the timestamps of a pcapng interface into nanoseconds since 1970.
type clock struct {
	resol  uint8 // if_tsresol: the high bit says powers of two, the rest is the negative exponent
	offset int64 // if_tsoffset: seconds to add
}

// microseconds is the clock of an interface that does not describe its own.
var microseconds = clock{resol: 6}

// finer says whether the clock tells apart moments within a microsecond.
func (c clock) finer() bool {
	if c.resol&0x80 != 0 {
		return c.resol&0x7f >= 20
	}
	return c.resol > 6
}

// nanoseconds is exact, rounded down, for every resolution from seconds to 2^-127 and 10^-127; what a signed 64-bit number of
// nanoseconds cannot hold becomes its nearest.
func (c clock) nanoseconds(ticks uint64) int64 {
	exp := uint(c.resol & 0x7f)
	var hi, lo uint64 // ticks in nanoseconds, as one number of 128 bits
	switch {
	case c.resol&0x80 != 0:
		hi, lo = bits.Mul64(ticks, 1e9)
		if exp >= 64 {
			hi, lo, exp = 0, hi, exp-64
		}
		lo = lo>>exp | hi<<(64-exp)
		hi >>= exp
	case exp <= 9:
		hi, lo = bits.Mul64(ticks, powerOfTen(9-exp))
	case exp <= 9+19:
		lo = ticks / powerOfTen(exp-9)
	}
	if hi != 0 || lo > math.MaxInt64 {
		return math.MaxInt64
	}
	return addSeconds(int64(lo), c.offset)
}

func addSeconds(ns, seconds int64) int64 {
	const most = math.MaxInt64 / 1_000_000_000
	switch {
	case seconds > most || seconds > 0 && ns > math.MaxInt64-seconds*1e9:
		return math.MaxInt64
	case seconds < -most || seconds < 0 && ns < math.MinInt64-seconds*1e9:
		return math.MinInt64
	}
	return ns + seconds*1e9
}

// powerOfTen is 10^n, for n up to 19.
func powerOfTen(n uint) uint64 {
	p := uint64(1)
	for ; n > 0; n-- {
		p *= 10
	}
	return p
}

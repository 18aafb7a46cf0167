package packet

import (
	"math"
)

// RandSByte draws numbers from -128 to 127.
func RandSByte() Random { return randN("RandSByte", math.MinInt8, math.MaxInt8) }

// RandSShort draws numbers from -32768 to 32767.
func RandSShort() Random { return randN("RandSShort", math.MinInt16, math.MaxInt16) }

// RandSInt draws signed numbers of 32 bits.
func RandSInt() Random { return randN("RandSInt", math.MinInt32, math.MaxInt32) }

// RandSLong draws signed numbers of 64 bits.
func RandSLong() Random { return newRandom("RandSLong", func() any { return int64(dice.Uint64()) }) }

// RandFloat draws fractions from low to high.
func RandFloat(low, high float64) Random {
	return newRandom("RandFloat", func() any { return low + dice.Float64()*(high-low) }, low, high)
}

// RandNumGauss draws whole numbers of the normal distribution with mean mu and
// standard deviation sigma.
func RandNumGauss(mu, sigma float64) Random {
	return newRandom("RandNumGauss", func() any { return whole(mu + sigma*dice.NormFloat64()) }, mu, sigma)
}

// RandNumExpo draws whole numbers, small ones most often: of the exponential
// distribution with mean 1/lambda, upwards from base.
func RandNumExpo(lambda float64, base ...int) Random {
	from := 0
	if len(base) > 0 {
		from = base[0]
	}
	return newRandom("RandNumExpo", func() any { return from + whole(dice.ExpFloat64()/lambda) }, append([]any{lambda}, anys(base)...)...)
}

// whole rounds towards zero; what no int holds is the nearest that one does.
func whole(x float64) int {
	const most = 1 << 62
	return int(max(-most, min(most, x)))
}

// RandEnum draws the numbers from low to high in random order, each once before
// any comes again.
func RandEnum(low, high int) Random {
	if high < low {
		low, high = high, low
	}
	const most = 1 << 20 // of more, repetitions are rare anyway
	if uint64(high-low) >= most {
		r := randN("RandEnum", low, high)
		r.args = []any{low, high}
		return r
	}
	var order []int
	return newRandom("RandEnum", func() any {
		if len(order) == 0 {
			order = dice.Perm(high - low + 1)
		}
		n := low + order[0]
		order = order[1:]
		return n
	}, low, high)
}

// RandSingNum draws numbers that programs get wrong: the ends of the range from
// low to high, zero, and the neighbours of powers of two in it.
func RandSingNum(low, high int) Random { return singular("RandSingNum", low, high, low, high) }

// RandSingByte is RandSingNum from 0 to 255.
func RandSingByte() Random { return singular("RandSingByte", 0, math.MaxUint8) }

// RandSingShort is RandSingNum from 0 to 65535.
func RandSingShort() Random { return singular("RandSingShort", 0, math.MaxUint16) }

// RandSingInt is RandSingNum of 32 bits.
func RandSingInt() Random { return singular("RandSingInt", 0, math.MaxUint32) }

func singular(name string, low, high int, args ...any) Random {
	var list []int
	add := func(n int) {
		if low <= n && n <= high {
			list = append(list, n)
		}
	}
	add(low)
	add(high)
	add(0)
	for bit := range 62 {
		for d := -1; d <= 1; d++ {
			add(1<<bit + d)
			add(-(1 << bit) + d)
		}
	}
	return newRandom(name, func() any { return list[dice.IntN(len(list))] }, args...)
}

// IncrementalValue draws start, start+step, and so on, back at
// start when restart is reached: IncrementalValue(0, 1, 256) counts in a byte.
func IncrementalValue(arg ...int) Random {
	start, step, restart := 0, 1, 0
	for i, p := range []*int{&start, &step, &restart} {
		if i < len(arg) {
			*p = arg[i]
		}
	}
	next := start
	return newRandom("IncrementalValue", func() any {
		n := next
		if next += step; len(arg) > 2 && next == restart {
			next = start
		}
		return n
	}, anys(arg)...)
}

package pcapio

import (
	"math"
	bignum "math/big"
	"math/rand/v2"
	"testing"
)

// Every resolution is exact: compared with arithmetic that cannot overflow.
func TestClockIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for resol := range 256 {
		base := int64(10)
		if resol&0x80 != 0 {
			base = 2
		}
		unit := new(bignum.Int).Exp(bignum.NewInt(base), bignum.NewInt(int64(resol&0x7f)), nil)
		for i := range 50 {
			ticks := r.Uint64() >> (r.UintN(64))
			offset := int64(0)
			if i%5 == 0 {
				offset = r.Int64N(1<<34) - 1<<33
			}
			got := clock{uint8(resol), offset}.nanoseconds(ticks)

			ns := new(bignum.Int).SetUint64(ticks)
			ns.Mul(ns, bignum.NewInt(1e9)).Div(ns, unit)
			want := int64(math.MaxInt64)
			if ns.IsInt64() {
				if ns.Add(ns, new(bignum.Int).Mul(bignum.NewInt(offset), bignum.NewInt(1e9))); ns.IsInt64() {
					want = ns.Int64()
				} else if ns.Sign() < 0 {
					want = math.MinInt64
				}
			}
			if got != want {
				t.Fatalf("resolution %#x, %d ticks, offset %d: %d, want %d", resol, ticks, offset, got, want)
			}
		}
	}
}

package packet

import (
	"math"
	"testing"
)

// TestFixedPoint: numbers with digits behind the point, exact in all their bits.
func TestFixedPoint(t *testing.T) {
	p := Define("testFixed", Fixed("short", 16, 8), Fixed("long", 64, 32))
	for _, test := range []struct {
		field string
		x     any
		bits  uint64
		text  string
	}{
		{"short", 1, 0x100, "1"},
		{"short", 0.5, 0x80, "0.5"},
		{"short", "2.25", 0x240, "2.25"},
		{"short", 255.99609375, 0xffff, "255.99609375"},
		{"long", 1.25, 0x140000000, "1.25"},
		{"long", FixedPoint{math.MaxUint64, 32}, math.MaxUint64, "4294967296"},
		{"long", FixedPoint{3, 1}, 0x180000000, "1.5"},
		{"long", 4294967295, 0xffffffff << 32, "4294967295"},
	} {
		q := p.New()
		if err := q.Set(test.field, test.x); err != nil {
			t.Errorf("%s = %v: %v", test.field, test.x, err)
			continue
		}
		q = p.Dissect(q.Build())
		if x, ok := q.Get(test.field).(FixedPoint); !ok || x.Bits != test.bits || q.Str(test.field) != test.text {
			t.Errorf("%s = %v is %x, %s", test.field, test.x, x.Bits, q.Str(test.field))
		}
	}
	for _, x := range []any{-1, 256, 256.0, -0.5, math.NaN(), math.Inf(1), "many", true, []byte("x"), nil} {
		if err := p.New().Set("short", x); err == nil && x != true {
			t.Errorf("short takes %v", x)
		}
	}
}

// TestAligned: padding belongs to the field and not to its length.
func TestAligned(t *testing.T) {
	p := Define("testAligned", U8("len").Auto(LenOf("data").Plus(1)), Data("data").Aligned(4), U8("end").Default(0xee))
	q := p.New("data", "abcde")
	if got, want := string(q.Build()), "\x06abcde\x00\x00\x00\xee"; got != want {
		t.Errorf("built %q, want %q", got, want)
	}
	r := p.Dissect([]byte("\x06abcde\x01\x02\x03\xee"))
	if r.Str("data") != "abcde" || r.Int("end") != 0xee {
		t.Errorf("read as %s", r.Repr())
	}
	if err := r.Set("end", 1); err != nil {
		t.Fatal(err)
	}
	if got, want := string(r.Build()), "\x06abcde\x01\x02\x03\x01"; got != want {
		t.Errorf("edited behind it is %q, want %q", got, want)
	}
	if err := r.Set("data", "x"); err != nil {
		t.Fatal(err)
	}
	if got, want := string(r.Build()), "\x02x\x00\x00\x00\x01"; got != want {
		t.Errorf("edited itself it is %q, want %q", got, want)
	}
}

package packet_test

import (
	"bytes"
	"regexp"
	"testing"

	. "pktsh/layers/packet"
)

func TestRandomText(t *testing.T) {
	for _, c := range []struct {
		random Random
		match  string
	}{
		{RandRegExp(`a[0-9]{3}(x|yz)?`), `^a[0-9]{3}(x|yz)?$`},
		{RandRegExp(`[^a-z]+`), `^[^a-z]+$`},
		{RandOID(), `^[012](\.\d+)+$`},
		{RandUUID(), `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`},
		{ZuluTime(), `^\d{12}Z$`},
		{GeneralizedTime(), `^\d{14}Z$`},
		{RandTermString(4, "end"), `(?s)^[^\x00]{4}end$`},
	} {
		re := regexp.MustCompile(c.match)
		for range 100 {
			var s string
			switch x := c.random.Draw().(type) {
			case string:
				s = x
			case []byte:
				s = latin1(x)
			}
			if !re.MatchString(s) {
				t.Errorf("%s drew %q, which %s does not match", c.random, s, c.match)
				break
			}
		}
	}
}

// latin1 is bytes as text with a character each.
func latin1(b []byte) string {
	var out []rune
	for _, c := range b {
		out = append(out, rune(c))
	}
	return string(out)
}

func TestRandomNumbers(t *testing.T) {
	for _, c := range []struct {
		random    Random
		low, high int
	}{
		{RandSByte(), -128, 127},
		{RandSShort(), -32768, 32767},
		{RandSInt(), -1 << 31, 1<<31 - 1},
		{RandEnum(3, 9), 3, 9},
		{RandSingByte(), 0, 255},
		{RandSingNum(-4, 4), -4, 4},
		{RandNumExpo(0.1, 5), 5, 1 << 40},
		{IncrementalValue(2, 3, 11), 2, 8},
	} {
		for range 200 {
			if n := c.random.Draw().(int); n < c.low || n > c.high {
				t.Errorf("%s drew %d", c.random, n)
				break
			}
		}
	}
	seen := map[any]bool{}
	r := RandEnum(1, 20)
	for range 20 {
		seen[r.Draw()] = true
	}
	if len(seen) != 20 {
		t.Errorf("RandEnum drew %d of 20 numbers in 20 draws", len(seen))
	}
}

func TestCorrupted(t *testing.T) {
	in := []byte("ABCDEFGHIJ")
	r := CorruptedBytes(in, CorruptOptions{P: 0.5})
	if r.String() != "<CorruptedBytes>" {
		t.Errorf("it prints as %s", r)
	}
	different := 0
	for i, c := range r.Draw().([]byte) {
		if c != in[i] {
			different++
		}
	}
	if different != 5 {
		t.Errorf("%d of 10 bytes differ, want 5", different)
	}
	if got := CorruptedBits("AB", CorruptOptions{N: 1}).Draw().([]byte); bytes.Equal(got, []byte("AB")) {
		t.Error("no bit is damaged")
	}
}

// What Scapy 2.5 returns for the same.
func TestFletcher(t *testing.T) {
	if got := Fletcher16Checksum([]byte("abcde")); got != 51440 {
		t.Errorf("the checksum is %d", got)
	}
	if got := Fletcher16Checkbytes([]byte("abcdefgh"), 2); string(got) != "!\x7f" {
		t.Errorf("the check bytes are %q", got)
	}
	b := []byte("abcdefgh")
	copy(b[2:], Fletcher16Checkbytes(b, 2))
	if got := Fletcher16Checksum(b); got != 0 {
		t.Errorf("with check bytes the checksum is %d", got)
	}
	if got := Fletcher16Checkbytes(b, 7); got != nil {
		t.Errorf("past the end: %q", got)
	}
}

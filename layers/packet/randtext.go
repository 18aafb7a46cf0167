package packet

import (
	"fmt"
	"regexp/syntax"
	"strconv"
	"strings"
	"time"
)

// RandTermString draws n bytes without zero, and behind them term.
func RandTermString(n int, term string) Random {
	return newRandom("RandTermString", func() any {
		b := make([]byte, max(0, n), max(0, n)+len(term))
		for i := range b {
			b[i] = byte(1 + dice.IntN(255))
		}
		return append(b, term...)
	}, n, term)
}

// RandOID draws object identifiers such as "1.3.6.1".
func RandOID() Random {
	return newRandom("RandOID", func() any {
		parts := make([]string, 2+dice.IntN(8))
		for i := range parts {
			parts[i] = strconv.Itoa(dice.IntN(1 << 7))
		}
		parts[0] = strconv.Itoa(dice.IntN(3))
		if parts[0] != "2" { // X.660: below the first two arcs only 0 to 39
			parts[1] = strconv.Itoa(dice.IntN(40))
		}
		return strings.Join(parts, ".")
	})
}

// RandUUID draws random UUIDs (RFC 9562, version 4) as text.
func RandUUID() Random {
	return newRandom("RandUUID", func() any {
		var b [16]byte
		writeBits(b[:], 0, 64, dice.Uint64())
		writeBits(b[:], 64, 64, dice.Uint64())
		b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
		return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
	})
}

// RandRegExp draws texts that match a regular expression, in Go's syntax. What
// may repeat without end repeats at most eight times. It panics with a
// *FieldError on an expression that cannot be.
func RandRegExp(expr string) Random {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		panic(&FieldError{Layer: "RandRegExp", Reason: err.Error()})
	}
	return newRandom("RandRegExp", func() any {
		var b strings.Builder
		randMatch(&b, re)
		return b.String()
	}, expr)
}

// randMatch writes a text that re matches.
func randMatch(b *strings.Builder, re *syntax.Regexp) {
	const limit = 1 << 12 // nested repetitions multiply
	repeat := func(low, high int) {
		if high < 0 {
			high = low + 8
		}
		for range low + dice.IntN(high-low+1) {
			if b.Len() < limit {
				randMatch(b, re.Sub[0])
			}
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(randRune(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte(' ' + byte(dice.IntN(95)))
	case syntax.OpStar:
		repeat(0, -1)
	case syntax.OpPlus:
		repeat(1, -1)
	case syntax.OpQuest:
		repeat(0, 1)
	case syntax.OpRepeat:
		repeat(re.Min, re.Max)
	case syntax.OpAlternate:
		randMatch(b, re.Sub[dice.IntN(len(re.Sub))])
	case syntax.OpConcat, syntax.OpCapture:
		for _, sub := range re.Sub {
			randMatch(b, sub)
		}
	}
}

// randRune draws from a class, given as pairs of first and last: printable
// ASCII where the class has any, else the beginning of a range.
func randRune(pairs []rune) rune {
	var printable []rune
	for i := 0; i+1 < len(pairs); i += 2 {
		for r := max(pairs[i], ' '); r <= min(pairs[i+1], '~'); r++ {
			printable = append(printable, r)
		}
	}
	switch {
	case len(printable) > 0:
		return printable[dice.IntN(len(printable))]
	case len(pairs) > 1:
		i := 2 * dice.IntN(len(pairs)/2)
		return pairs[i]
	}
	return ' '
}

// AutoTime draws the time of each build in seconds since 1970, with diff seconds
// added; IntAutoTime the same.
func AutoTime(diff ...int) Random { return autoTime("AutoTime", diff) }

// IntAutoTime is AutoTime.
func IntAutoTime(diff ...int) Random { return autoTime("IntAutoTime", diff) }

func autoTime(name string, diff []int) Random {
	add := 0
	if len(diff) > 0 {
		add = diff[0]
	}
	return newRandom(name, func() any { return int(time.Now().Unix()) + add }, anys(diff)...)
}

// ZuluTime draws the time of each build as ASN.1's UTCTime, "261124105344Z".
func ZuluTime() Random {
	return newRandom("ZuluTime", func() any { return time.Now().UTC().Format("060102150405Z") })
}

// GeneralizedTime draws the time of each build as ASN.1's type of that name,
// "20261124105344Z".
func GeneralizedTime() Random {
	return newRandom("GeneralizedTime", func() any { return time.Now().UTC().Format("20060102150405Z") })
}

// DelayedEval draws what f returns at each build.
func DelayedEval(f func() any) Random { return newRandom("DelayedEval", f) }

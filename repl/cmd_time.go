package repl

import (
	"errors"
	"fmt"
	"go/types"
	"regexp"
	"strings"
	"sync"
	"time"

	"pktsh/layers/packet"
	"pktsh/repl/eval"
)

func (s *Shell) cmdTime(args string) error {
	if args == "" {
		return errors.New("what shall be timed? for example :time pkts.summary()")
	}
	start := time.Now()
	err := s.run(args)
	took := time.Since(start)
	if err != nil {
		return err
	}
	return s.print(paint(s.colors.dim, "took "+rounded(took)+s.rate(args, took)) + "\n")
}

// timeitFor is how long timeit repeats an entry.
const timeitFor = time.Second

// cmdTimeit runs an entry until timeitFor has passed, at least three times, and shows the shortest and the middle time. Its
// values are not shown; what it prints is.
func (s *Shell) cmdTimeit(args string) error {
	if args == "" {
		return errors.New("what shall be timed? for example :timeit pkts[0].build()")
	}
	code, _ := s.useLast(args)
	var times []time.Duration
	for start := time.Now(); len(times) < 3 || time.Since(start) < timeitFor; {
		begun := time.Now()
		if _, err := s.eval(code); err != nil {
			return err
		}
		times = insertSorted(times, time.Since(begun))
	}
	best, middle := times[0], times[len(times)/2]
	return s.print(fmt.Sprintf("%d runs: best %s, median %s%s\n", len(times), rounded(best), rounded(middle), s.rate(args, best)))
}

func insertSorted(list []time.Duration, d time.Duration) []time.Duration {
	list = append(list, d)
	for i := len(list) - 1; i > 0 && list[i-1] > list[i]; i-- {
		list[i-1], list[i] = list[i], list[i-1]
	}
	return list
}

// rounded is a duration with three digits or so.
func rounded(d time.Duration) string { return d.Round(d/1000 + 1).String() }

// rate is how many packets a second an entry has gone through: those of the first list of packets that it names.
func (s *Shell) rate(entry string, took time.Duration) string {
	for _, name := range words().FindAllString(entry, -1) {
		v, ok := s.variable(name)
		if !ok || !isPacketList(v.Type) {
			continue
		}
		res, err := s.session.Eval("len(" + v.Name + ")")
		if err != nil || len(res.Values) != 1 {
			return ""
		}
		return perSecond(lengthOf(res), took)
	}
	if l, ok := s.lastList(); ok {
		return perSecond(len(l), took)
	}
	return ""
}

// lastList is the list that was shown last, when the last entry showed one.
func (s *Shell) lastList() (packet.PacketList, bool) {
	v := s.last.value
	if !s.last.fresh || !v.IsValid() || !v.CanInterface() {
		return nil, false
	}
	l, ok := v.Interface().(packet.PacketList)
	return l, ok
}

func perSecond(n int, took time.Duration) string {
	return fmt.Sprintf(", %s packets/s", grouped(int64(float64(n)/max(took, 1).Seconds())))
}

func lengthOf(res eval.Result) int {
	if v := res.Values[0]; v.IsValid() && v.CanInt() {
		return int(v.Int())
	}
	return 0
}

var words = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[\pL_][\pL\d_]*`) })

func isPacketList(t types.Type) bool {
	n, ok := t.(*types.Named)
	return ok && n.Obj().Name() == "PacketList"
}

// grouped writes a number with a comma between each three digits.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && r != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}

package repl

import (
	"go/types"
	"regexp"
	"strings"
	"sync"

	"pktsh/layers/packet"
)

// answers are what the session said to the questions that are asked again at each key while one line is typed. The session
// does not change in that time.
type answers struct {
	mu sync.Mutex
	m  map[string]any
}

// forget drops the answers, since an entry may have changed them.
func (a *answers) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.m)
}

// ask returns the answer to a question, from answer when it was not asked before.
func (s *Shell) ask(question string, answer func() any) any {
	s.answers.mu.Lock()
	x, ok := s.answers.m[question]
	s.answers.mu.Unlock()
	if ok {
		return x
	}
	x = answer()
	s.answers.mu.Lock()
	defer s.answers.mu.Unlock()
	if s.answers.m == nil {
		s.answers.m = map[string]any{}
	}
	s.answers.m[question] = x
	return x
}

// names are all names in scope.
func (s *Shell) names() []string {
	return s.ask("names", func() any { return s.session.Names() }).([]string)
}

// typeOf is the type of a name, member or index, nil when it has none or is something else.
func (s *Shell) typeOf(expr string) types.Type {
	t, _ := s.ask("type "+expr, func() any {
		if !harmless().MatchString(expr) {
			return nil
		}
		t, err := s.session.TypeOf(s.exact(expr))
		if err != nil {
			return nil
		}
		return t
	}).(types.Type)
	return t
}

// indexed matches a packet with a protocol in brackets.
var indexed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([\pL_][\pL\d_]*)(:\d+)?\]$`) })

// layerOf is the protocol of an expression such as p[TCP], nil for others.
func (s *Shell) layerOf(expr string) *packet.Proto {
	if m := indexed().FindStringSubmatch(expr); m != nil {
		return protoNamed(m[1])
	}
	return nil
}

// knownPacket is the packet in a session variable, nil when the expression is no such.
func (s *Shell) knownPacket(expr string) *packet.Packet {
	if strings.ContainsAny(expr, ".[(") || !s.defined(expr) {
		return nil
	}
	p, _ := s.ask("packet "+expr, func() any { return s.packetOf(expr) }).(*packet.Packet)
	return p
}

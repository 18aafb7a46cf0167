package eval

import "reflect"

//go:generate go run ./gen

// ownPackages are the packages of pktsh that entries use without importing them, in the order in which names are looked
// for. Their exported names do not collide.
var ownPackages = []struct {
	path    string
	symbols func() map[string]reflect.Value
}{
	{"pktsh/layers", layersSymbols},
	{"pktsh/layers/packet", packetSymbols},
	{"pktsh/pcapio", pcapioSymbols},
	{"pktsh/sniff", sniffSymbols},
	{"pktsh/sniff/route", routeSymbols},
}

// registerOwn gives the session pktsh's own packages, dot-imported.
func (s *Session) registerOwn() {
	for _, p := range ownPackages {
		s.universe.add(map[string]map[string]reflect.Value{p.path + "/" + baseName(p.path): p.symbols()})
		s.names.dot = append(s.names.dot, p.path)
	}
}

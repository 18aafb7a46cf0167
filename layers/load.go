package layers

import (
	"fmt"
	"strings"
	"sync"

	"pktsh/layers/packet"
)

// optional are the protocols that are not read until they are asked for.
var optional = map[string]func(){"http": sync.OnceFunc(bindHTTP)}

// LoadLayer begins to read a protocol that is not read unless one asks for it:
// "http". It does nothing for those that are read anyway; a name that no protocol
// has is an error.
func LoadLayer(name string) error {
	if load := optional[strings.ToLower(name)]; load != nil {
		load()
		return nil
	}
	if packet.Lookup(name) == nil {
		return fmt.Errorf("no protocol is named %q", name)
	}
	return nil
}

// LoadContrib is LoadLayer: no protocol needs to be loaded to be used.
func LoadContrib(name string) error { return LoadLayer(name) }

package route

import (
	"fmt"
	"sync/atomic"
)

// chosen is the name of the interface that the user wants used.
var chosen atomic.Pointer[string]

// SetDefault makes an interface, given by name or as *Iface, the one that is used when none is named; nil or "" leaves the
// choice to the routes again. It fails when there is no such interface.
func SetDefault(iface any) error {
	name, err := nameOf(iface)
	if err != nil {
		return err
	}
	if name == "" {
		chosen.Store(nil)
		return nil
	}
	if _, err := ByName(name); err != nil {
		return err
	}
	chosen.Store(&name)
	return nil
}

// Find is the interface meant by a name or an *Iface; nil and "" mean the default.
func Find(iface any) (*Iface, error) {
	name, err := nameOf(iface)
	if err != nil {
		return nil, err
	}
	if name == "" {
		if d := Default(); d != nil {
			return d, nil
		}
		return nil, fmt.Errorf("there is no network interface")
	}
	return ByName(name)
}

func nameOf(iface any) (string, error) {
	switch x := iface.(type) {
	case nil:
		return "", nil
	case string:
		return x, nil
	case *Iface:
		if x == nil {
			return "", nil
		}
		return x.Name, nil
	}
	return "", fmt.Errorf("an interface is a name or an Iface, not %T", iface)
}

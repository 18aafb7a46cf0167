package route

import (
	"slices"
	"strings"
	"time"
)

// A Cache is what is known of neighbours without asking: those that answered, and those that did not.
type Cache struct{}

// String lists the neighbours with their interface, their hardware address and how long it is kept.
func (Cache) String() string {
	n, err := current()
	if err != nil {
		return err.Error()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	links, err := n.ifaces()
	if err != nil {
		return err.Error()
	}
	rows := [][]string{}
	for l, k := range n.macs {
		left := time.Until(k.until).Round(time.Second)
		name, mac := "", "no answer"
		if i := byIndex(links, l.index); i != nil {
			name = i.Name
		}
		if k.mac != nil {
			mac = k.mac.String()
		}
		if left > 0 {
			rows = append(rows, []string{name, l.addr.String(), mac, left.String()})
		}
	}
	slices.SortFunc(rows, func(a, b []string) int { return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]) })
	return columns(append([][]string{{"Iface", "Address", "MAC", "Kept for"}}, rows...))
}

// Flush forgets the neighbours: each is looked for anew. The kernel's own table stays.
func (Cache) Flush() {
	if n, err := current(); err == nil {
		n.mu.Lock()
		defer n.mu.Unlock()
		clear(n.macs)
	}
}

// Len is how many neighbours are kept.
func (Cache) Len() int {
	n, err := current()
	if err != nil {
		return 0
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.macs)
}

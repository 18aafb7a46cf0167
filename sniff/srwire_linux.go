package sniff

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// A socketWire is the wire of the machine's interfaces.
type socketWire struct {
	link    bool
	out     *sender
	o       AskOptions
	promisc bool
	hold    *reservation
	user    *userFilter
	want    wanted
	ears    []*receiver
}

// openWire makes ready to send the requests of a feed and to receive what may be answers.
func openWire(f *feed, o AskOptions) (wire, error) {
	link := f.link
	out, err := openSender(link, o.Iface)
	if err != nil {
		return nil, err
	}
	w := &socketWire{link: link, out: out, o: o, promisc: Conf.Promisc}
	if o.Promisc != nil {
		w.promisc = *o.Promisc
	}
	if o.NoRST {
		w.hold = newReservation()
	}
	if o.Filter != "" {
		linkType := linkEthernet
		if out.iface != nil {
			linkType = linkTypeOf(out.iface)
		}
		if w.user, err = newUserFilter(o.Filter, linkType); err != nil {
			return nil, err
		}
	}
	out.prepare(f)
	return w, nil
}

func (w *socketWire) add(it *item, r *request) (full bool, err error) {
	t, err := w.out.targetOf(it)
	if err != nil {
		return false, err
	}
	r.to = t
	if w.want.add(it, w.link) || !w.listensTo(t.iface) {
		if err := w.listen(t.iface); err != nil {
			return false, err
		}
	}
	if w.hold != nil {
		w.hold.port(it.first, it.data)
	}
	return w.again(r), nil
}

func (w *socketWire) again(r *request) (full bool) {
	w.out.put(r.data, r.to.(*target))
	return w.out.n == batchSize
}

func (w *socketWire) flush() (int, error) { return w.out.flush() }

func (w *socketWire) listensTo(iface *route.Iface) bool {
	for _, r := range w.ears {
		if r.iface.Index == iface.Index {
			return true
		}
	}
	return false
}

// listen lets in, on all interfaces that are listened to and on iface, what may be an answer to the requests so far.
func (w *socketWire) listen(iface *route.Iface) error {
	for _, r := range w.ears {
		program, err := w.program(r.iface)
		if err == nil {
			err = r.filter(program)
		}
		if err != nil {
			return err
		}
	}
	if w.listensTo(iface) {
		return nil
	}
	program, err := w.program(iface)
	if err != nil {
		return err
	}
	r, err := w.out.socks.receiver(iface, program)
	if err != nil {
		return err
	}
	if w.promisc {
		r.promiscuous(true)
	}
	w.ears = append(w.ears, r)
	return nil
}

func (w *socketWire) program(iface *route.Iface) ([]unix.SockFilter, error) {
	if w.user == nil {
		return w.want.program(headerOf(iface)), nil
	}
	f, err := w.user.on(linkTypeOf(iface))
	if err != nil || f.kernel == nil {
		return acceptAll, err
	}
	return f.kernel, nil
}

func (w *socketWire) receive(wait time.Duration, got func(heard)) error {
	if wait > 0 {
		if len(w.ears) == 0 {
			time.Sleep(wait)
			return nil
		}
		if err := waitFor(w.ears, wait); err != nil {
			return err
		}
	}
	for _, r := range w.ears {
		match, err := w.matcher(r.iface)
		if err != nil {
			return err
		}
		err = r.receive(func(h heard) {
			if match(h.data, h.wire) && w.read(&h) {
				got(h)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// matcher is the user's filter in our own machine, which decides about what the kernel lets in.
func (w *socketWire) matcher(iface *route.Iface) (func(b []byte, wire int) bool, error) {
	if w.user == nil {
		return func([]byte, int) bool { return true }, nil
	}
	f, err := w.user.on(linkTypeOf(iface))
	if err != nil {
		return nil, err
	}
	return f.program.Match, nil
}

// read finds what a frame begins with; for Sr the link header is taken off, and only IP is left.
func (w *socketWire) read(h *heard) bool {
	size := headerOf(h.iface)
	if w.link {
		h.first = layers.Ether
		if size == 0 {
			h.first = ipOf(h.data)
		}
		return h.first != nil
	}
	if len(h.data) < size {
		return false
	}
	if size == 14 {
		typ := binary.BigEndian.Uint16(h.data[12:])
		for (typ == unix.ETH_P_8021Q || typ == unix.ETH_P_8021AD) && len(h.data) >= size+4 {
			typ = binary.BigEndian.Uint16(h.data[size+2:])
			size += 4
		}
		if typ != unix.ETH_P_IP && typ != unix.ETH_P_IPV6 {
			return false
		}
	}
	h.data = h.data[size:]
	h.wire -= size
	h.first = ipOf(h.data)
	return h.first != nil
}

// ipOf tells the versions of IP apart.
func ipOf(b []byte) *packet.Proto {
	if len(b) == 0 {
		return nil
	}
	switch b[0] >> 4 {
	case 4:
		return layers.IP
	case 6:
		return layers.IPv6
	}
	return nil
}

func (w *socketWire) close() {
	for _, r := range w.ears {
		if w.promisc {
			r.promiscuous(false)
		}
		w.out.socks.release(r)
	}
	w.ears = nil
	w.out.close()
}

// headerOf is the length of the link header on an interface.
func headerOf(iface *route.Iface) int {
	if iface.Ethernet() || iface.Loopback() || len(iface.MAC) == 6 {
		return 14
	}
	return 0
}

func linkTypeOf(iface *route.Iface) int {
	if headerOf(iface) == 14 {
		return linkEthernet
	}
	return linkRaw
}

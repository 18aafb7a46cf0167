//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package sniff

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"pktsh/layers/packet"
	"pktsh/sniff/bpf"
	"pktsh/sniff/route"
)

// A bsdTap reads the bpf(4) devices of one or several interfaces. A goroutine for each reads, so that packets are taken by
// the one that called run.
type bsdTap struct {
	devices []*bpfDevice
	slab    packet.Slab
}

// A bufferful is what one read of a device gave.
type bufferful struct {
	d    *bpfDevice
	data []byte
	err  error
}

// openTap opens the interfaces that options name.
func openTap(o SniffOptions) (tap, error) {
	ifaces, err := bpfInterfaces(o.Iface)
	if err != nil {
		return nil, err
	}
	t := &bsdTap{}
	for _, iface := range ifaces {
		d, err := openInput(iface, o)
		if err != nil {
			t.close()
			return nil, err
		}
		t.devices = append(t.devices, d)
	}
	return t, nil
}

// bpfInterfaces are the interfaces that an option means: "any" is all that are up, since the system has no device for it.
func bpfInterfaces(x any) ([]*route.Iface, error) {
	var names []any
	switch x := x.(type) {
	case []*route.Iface:
		return x, nil
	case []any:
		names = x
	case []string:
		for _, name := range x {
			names = append(names, name)
		}
	default:
		names = []any{x}
	}
	var out []*route.Iface
	for _, name := range names {
		if name == "any" {
			all, err := route.Ifaces()
			if err != nil {
				return nil, err
			}
			for _, iface := range all {
				if iface.Up() {
					out = append(out, iface)
				}
			}
			continue
		}
		iface, err := route.Find(name)
		if err != nil {
			return nil, err
		}
		out = append(out, iface)
	}
	return out, nil
}

func openInput(iface *route.Iface, o SniffOptions) (*bpfDevice, error) {
	d, err := openBPF(iface.Name)
	if err != nil {
		return nil, err
	}
	if err := d.configure(o); err != nil {
		d.close()
		return nil, fmt.Errorf("%s: %w", iface.Name, err)
	}
	return d, nil
}

// configure sets filter, mode and source of a device.
func (d *bpfDevice) configure(o SniffOptions) error {
	if o.Monitor && d.link != linkRadio && d.link != linkRadiotap {
		return errors.New("the interface is not in monitor mode: set that up with the system's tools (ifconfig, wdutil)")
	}
	promisc := Conf.SniffPromisc
	if o.Promisc != nil {
		promisc = isTrue(o.Promisc)
	}
	if promisc {
		if err := d.promiscuous(); err != nil {
			return err
		}
	}
	d.source = packet.NewSource("Sniffed", d.link)
	d.source.Iface = d.name
	d.snaplen = o.Snaplen
	if o.Filter == "" {
		return d.filter(nil)
	}
	prog, err := bpf.Compile(o.Filter, d.link)
	if err != nil {
		return err
	}
	code := prog.Instructions()
	if prog.Kernel() && len(code) <= bpfMaxCode {
		return d.filter(code)
	}
	if Conf.Verb >= 2 {
		Warn("the kernel cannot run this filter; it is applied to all packets here")
	}
	d.program = prog
	return d.filter(nil)
}

// run implements tap.
func (t *bsdTap) run(ctx context.Context, need bool, take func(*packet.Packet) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	full := make(chan bufferful)
	var readers sync.WaitGroup
	for _, d := range t.devices {
		readers.Add(1)
		go func() {
			defer readers.Done()
			d.read(ctx, full)
		}()
	}
	defer readers.Wait() // nobody reads a device that is closed
	defer cancel()
	for {
		select {
		case <-ctx.Done():
			return nil
		case b := <-full:
			if b.err != nil {
				return fmt.Errorf("%s: the capture ends: %w", b.d.name, b.err)
			}
			if !t.records(b, need, take) {
				return nil
			}
		}
	}
}

// read reads a device until ctx ends. Each bufferful is new memory, which the packets keep.
func (d *bpfDevice) read(ctx context.Context, full chan<- bufferful) {
	buf := make([]byte, d.bufLen)
	for ctx.Err() == nil {
		n, err := d.wait(buf)
		if n == 0 && err == nil {
			continue // the read timeout
		}
		b := bufferful{d: d, err: err}
		if err == nil {
			b.data = append([]byte(nil), buf[:n]...)
		}
		select {
		case full <- b:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// records gives the packets of a bufferful to take.
func (t *bsdTap) records(b bufferful, need bool, take func(*packet.Packet) bool) (more bool) {
	d := b.d
	for r := range bpfRecords(b.data) {
		if d.program != nil && !d.program.Match(r.data, r.wire) {
			continue
		}
		var p *packet.Packet
		if need {
			data := r.data
			if d.snaplen > 0 && d.snaplen < len(data) {
				data = data[:d.snaplen:d.snaplen]
			}
			p = t.slab.Add(d.source, data, r.wire, r.ts, nil)
		}
		if !take(p) {
			return false
		}
	}
	return true
}

func (t *bsdTap) counts() (received, dropped uint64) {
	for _, d := range t.devices {
		received += d.received
		dropped += d.dropped
	}
	return received, dropped
}

func (t *bsdTap) close() {
	for _, d := range t.devices {
		d.close()
	}
}

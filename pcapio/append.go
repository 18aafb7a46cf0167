package pcapio

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// openExisting opens a file to append to it. It returns nil for a file that does not exist or is empty, or is no regular file, to
// which one begins.
func openExisting(name string) (*input, error) {
	st, err := os.Stat(name)
	switch {
	case name == "-" || errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !st.Mode().IsRegular() || st.Size() == 0:
		return nil, nil
	}
	return openInput(name, ReadOptions{})
}

// openAppend continues the file that old is, in its format, byte order and clock. It closes old.
func (w *PcapWriter) openAppend(old *input) error {
	defer old.close()
	enc, err := w.continuing(old.format)
	if err == nil {
		err = old.whole()
	}
	if err != nil {
		return fmt.Errorf("%s: cannot append: %w", w.name, err)
	}
	t, err := appendTarget(w.name)
	if err != nil {
		return err
	}
	// Behind a compressed file goes another compressed in the same way: decompressors read them as one.
	if err := w.into(t, old.compression); err != nil {
		return err
	}
	w.enc = enc
	return nil
}

// whole checks that the last record of the file is complete: packets behind half a record would be read as its rest.
func (in *input) whole() error {
	if st, err := in.file.Stat(); err == nil && complete.is(st) {
		return nil
	}
	in.window.reuse = true
	var r record
	for {
		switch err := in.format.next(&r); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return fmt.Errorf("%w; read it and write it anew", err)
		}
	}
}

// complete is the file that was completed last, which need not be gone through before each of many calls that append to it.
var complete lastFile

type lastFile struct {
	mu sync.Mutex
	st os.FileInfo
}

func (l *lastFile) is(st os.FileInfo) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.st != nil && os.SameFile(l.st, st) && l.st.Size() == st.Size() && l.st.ModTime().Equal(st.ModTime())
}

// set remembers f, before it is closed.
func (l *lastFile) set(f *os.File) {
	st, err := f.Stat()
	if err != nil {
		st = nil
	}
	l.mu.Lock()
	l.st = st
	l.mu.Unlock()
}

// continuing returns the encoder that writes what a file of this format goes on with. For pcapng there is none yet, since a new
// section begins as a file does.
func (w *PcapWriter) continuing(f format) (encoder, error) {
	switch f := f.(type) {
	case *pcapFile:
		if w.o.Pcapng {
			return nil, errors.New("it is a pcap file, not pcapng")
		}
		if f.header != pcapRecordHeader || f.swap != swapNever {
			return nil, errors.New("it is of an old variant of pcap; read it and write it anew")
		}
		link, asked, err := w.o.link()
		if err != nil {
			return nil, err
		}
		if asked && link != f.iface.link {
			return nil, fmt.Errorf("its link type is %d, not %d", f.iface.link, link)
		}
		if err := w.o.fits(f); err != nil {
			return nil, err
		}
		return &pcapEncoder{order: f.order, nano: f.iface.nano, link: f.iface.link, snaplen: w.o.Snaplen, forced: asked}, nil
	case *ngFile:
		w.o.Pcapng = true
		return nil, nil
	case damaged:
		return nil, f.err
	}
	return nil, errors.New("its format is not one that is written")
}

// fits checks that what was asked for is how the file is.
func (o WriteOptions) fits(f *pcapFile) error {
	order, err := o.order()
	switch {
	case err != nil:
		return err
	case o.Endianness != "" && order != f.order:
		return fmt.Errorf("its byte order is not %q", o.Endianness)
	case o.Nano && !f.iface.nano:
		return errors.New("its clock counts microseconds, not nanoseconds")
	case o.Micro && f.iface.nano:
		return errors.New("its clock counts nanoseconds, not microseconds")
	}
	return nil
}

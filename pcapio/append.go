package pcapio

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// readHeader reads how an existing file begins, to append in its format. It returns nil for a file that does not exist or is
// empty, or is no regular file, to which one begins.
func readHeader(name string) (*input, error) {
	st, err := os.Stat(name)
	switch {
	case name == "-" || errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !st.Mode().IsRegular() || st.Size() == 0:
		return nil, nil
	}
	in, err := openInput(name, ReadOptions{})
	if err != nil {
		return nil, err
	}
	in.close()
	return in, nil
}

// openAppend continues the file that old describes, in its format, byte order and clock.
func (w *PcapWriter) openAppend(old *input) error {
	enc, err := w.continuing(old.format)
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
		return &pcapEncoder{order: f.order, nano: f.iface.nano, link: f.iface.link, snaplen: w.o.Snaplen, forced: asked}, nil
	case *ngFile:
		w.o.Pcapng = true
		return nil, nil
	case damaged:
		return nil, f.err
	}
	return nil, errors.New("its format is not one that is written")
}

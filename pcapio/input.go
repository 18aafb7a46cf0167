package pcapio

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// An input is an open capture file and the position in it.
type input struct {
	name        string
	file        *os.File
	closers     []io.Closer  // of readers between the file and the window
	compression *compression // nil when there is none
	window      *window
	format      format
	notes       notes
	follow      bool // waits at the end: to be stopped is how that ends
}

// openInput opens a file, "-" for standard input, and reads its header.
//
// A file that ends within its header opens with damage: it has no packets, and reading it says why.
func openInput(name string, o ReadOptions) (*input, error) {
	in := &input{name: name, file: os.Stdin, follow: o.Follow}
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		in.file = f
	}
	if err := in.start(o); err != nil {
		in.close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return in, nil
}

func (in *input) start(o ReadOptions) error {
	stopped := o.stopped()
	r, size, err := in.reader(stopped)
	if err != nil {
		return err
	}
	w := newWindow(r, size)
	w.stopped = stopped
	begin, err := w.peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if c := compressionOf(begin); c != nil {
		// What is in the window goes through the decompressor first.
		z, err := c.open(io.MultiReader(bytes.NewReader(w.buf[w.lo:w.hi]), r))
		if err != nil {
			return err
		}
		in.compression = c
		in.closers = append(in.closers, z)
		w = newWindow(z, -1)
		w.stopped = stopped
	}
	in.window = w
	return in.detect(o)
}

// reader returns what the file is read through, and its size: -1 unless it is a regular file.
func (in *input) reader(stopped func() bool) (io.Reader, int64, error) {
	st, err := in.file.Stat()
	if err != nil {
		return nil, 0, err
	}
	switch {
	case st.IsDir():
		return nil, 0, errors.New("is a directory")
	case st.Mode().IsRegular() && in.follow:
		return &follower{file: in.file, stopped: stopped}, -1, nil
	case st.Mode().IsRegular() && in.file != os.Stdin:
		return io.NewSectionReader(in.file, 0, st.Size()), st.Size(), nil
	case st.Mode().IsRegular() || stopped == nil:
		return in.file, -1, nil // standard input need not be at its start
	}
	p := newPatient(in.file, stopped)
	in.closers = append(in.closers, p)
	return p, -1, nil
}

// detect chooses the format by the first bytes. A file that is damaged within its header is one without packets that says so
// when it is read.
func (in *input) detect(o ReadOptions) error {
	b, err := in.window.peek(erfHeader)
	switch {
	case err != nil && !errors.Is(err, io.EOF) && (err == errStopped || in.compression == nil):
		return err
	case err != nil && !errors.Is(err, io.EOF):
		in.format = damaged{cut(in.window, "compressed data", err)}
		return nil
	case len(b) == 0:
		in.format = damaged{&DamageError{Reason: "the file is empty"}}
		return nil
	}
	if isERF(in.name, b) {
		in.format = &erfFile{w: in.window, ifaces: map[int]*iface{}}
		return nil
	}
	f, err := openFormat(in.window, b, o, in.notes.add)
	var damage *DamageError
	if errors.As(err, &damage) {
		f, err = damaged{damage}, nil
	}
	in.format = f
	return err
}

// openFormat opens a file that begins with b.
func openFormat(w *window, b []byte, o ReadOptions, note func(int64, string, ...any)) (format, error) {
	if len(b) >= 4 {
		if little.u32(b) == blockSection {
			return openPcapng(w, o.MaxPacket, note)
		}
		if order, ok := isPcap(b); ok {
			return openPcap(w, order, o.MaxPacket)
		}
	}
	return nil, errors.New("not a capture file: it begins with neither pcap's nor pcapng's magic number")
}

// damaged is a file whose header is already cut or wrong.
type damaged struct{ err error }

func (d damaged) next(*record) error { return d.err }

// close closes what was opened. Errors of closing a file that was only read say nothing to anyone.
func (in *input) close() {
	for _, c := range in.closers {
		c.Close()
	}
	if in.file != os.Stdin {
		in.file.Close()
	}
}

// stopped returns the function that says whether the user wants the reading to end; nil when nobody can.
func (o ReadOptions) stopped() func() bool {
	ctx, interrupted := o.Context, Interrupted
	switch {
	case ctx == nil:
		return interrupted
	case interrupted == nil:
		return func() bool { return ctx.Err() != nil }
	}
	return func() bool { return ctx.Err() != nil || interrupted() }
}

package sniff

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// A rotation writes packets to a file, or to numbered files of a bounded size: cap.pcap becomes cap_00001.pcap, cap_00002.pcap.
type rotation struct {
	name    string
	size    int64
	count   int
	keep    int
	w       *pcapio.PcapWriter
	file    int // its number
	packets int // in the file
	bytes   int64
}

func newRotation(o SniffOptions) (*rotation, error) {
	if o.RotateSize < 0 || o.RotateCount < 0 || o.RotateFiles < 0 {
		return nil, errors.New("rotate_size, rotate_count and rotate_files are not negative")
	}
	r := &rotation{name: o.Write, size: o.RotateSize, count: o.RotateCount, keep: o.RotateFiles}
	return r, r.open()
}

func (r *rotation) rotates() bool { return r.size > 0 || r.count > 0 }

// path is the name of a numbered file.
func (r *rotation) path(number int) string {
	if !r.rotates() {
		return r.name
	}
	dir, base := filepath.Split(r.name)
	stem, ends, _ := strings.Cut(base, ".") // all of them: .pcap.gz
	if ends != "" {
		ends = "." + ends
	}
	return fmt.Sprintf("%s%s_%05d%s", dir, stem, number, ends)
}

func (r *rotation) open() (err error) {
	r.file++
	r.packets, r.bytes = 0, 0
	path := r.path(r.file)
	ng := strings.Contains(filepath.Base(path), ".pcapng")
	r.w, err = pcapio.NewPcapWriter(path, pcapio.WriteOptions{Pcapng: ng})
	return err
}

// recordOverhead is about how much a record takes beside its bytes.
const recordOverhead = 32

func (r *rotation) write(p *packet.Packet) error {
	n := int64(p.Len()) + recordOverhead
	full := r.size > 0 && r.bytes+n > r.size || r.count > 0 && r.packets >= r.count
	if full && r.packets > 0 {
		if err := r.next(); err != nil {
			return err
		}
	}
	r.packets++
	r.bytes += n
	return r.w.Write(p)
}

// next closes the file and begins another. The oldest goes when there are more than are to be kept.
func (r *rotation) next() error {
	if err := r.w.Close(); err != nil {
		return err
	}
	if old := r.file + 1 - r.keep; r.keep > 0 && old > 0 {
		if err := os.Remove(r.path(old)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return r.open()
}

func (r *rotation) close() error { return r.w.Close() }

package pcapio

import (
	"bytes"
	"compress/bzip2"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A compression is a way files are compressed, known by how they begin.
type compression struct {
	name   string
	magic  []byte
	suffix string // of names that ask for it when writing
	reader func(io.Reader) (io.ReadCloser, error)
	writer func(io.Writer) (io.WriteCloser, error)
}

// compressions holds those that can be read, and those that are recognised to say that they cannot.
var compressions = []compression{
	{"gzip", []byte{0x1f, 0x8b}, ".gz", gunzip, gzipped},
	{"zstd", []byte{0x28, 0xb5, 0x2f, 0xfd}, ".zst", unzstd, zstded},
	{"bzip2", []byte("BZh"), ".bz2", bunzip, nil},
	{"lz4", []byte{0x04, 0x22, 0x4d, 0x18}, ".lz4", unlz4, lz4ed},
	{"xz", []byte{0xfd, '7', 'z', 'X', 'Z', 0}, ".xz", unxz, xzed},
}

// compressionOf finds how a file that starts with b is compressed; nil when it is not.
func compressionOf(b []byte) *compression {
	for i := range compressions {
		if bytes.HasPrefix(b, compressions[i].magic) {
			return &compressions[i]
		}
	}
	return nil
}

// compressionFor finds what the name of a file to be written asks for; nil for none.
func compressionFor(name string) *compression {
	for i := range compressions {
		if strings.HasSuffix(name, compressions[i].suffix) {
			return &compressions[i]
		}
	}
	return nil
}

// open returns the decompressed r.
func (c *compression) open(r io.Reader) (io.ReadCloser, error) {
	if c.reader == nil {
		return nil, fmt.Errorf("%s compression is not supported; decompress it first", c.name)
	}
	rc, err := c.reader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	return rc, nil
}

func gunzip(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }

// gzipped compresses at the fastest level: on captures the default is three times slower and a tenth smaller.
func gzipped(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestSpeed) }

func bunzip(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(bzip2.NewReader(r)), nil }

// zstdWindow bounds what the header of a zstd frame can ask for: zstd's own limit for --long.
const zstdWindow = 128 << 20

func unzstd(r io.Reader) (io.ReadCloser, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func zstded(w io.Writer) (io.WriteCloser, error) {
	return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
}

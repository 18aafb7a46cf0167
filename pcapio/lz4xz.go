package pcapio

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// unlz4 reads frames of lz4 one after the other, as appending makes them.
func unlz4(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	return io.NopCloser(&lz4Frames{in: b, z: lz4.NewReader(b)}), nil
}

// lz4Frames goes on to the next frame at the end of one, which the library leaves to its users.
type lz4Frames struct {
	in *bufio.Reader
	z  *lz4.Reader
}

func (f *lz4Frames) Read(b []byte) (int, error) {
	for {
		n, err := f.z.Read(b)
		if n > 0 || err != io.EOF {
			return n, err
		}
		if _, err := f.in.Peek(1); err != nil {
			return 0, err
		}
		f.z.Reset(f.in)
	}
}

func lz4ed(w io.Writer) (io.WriteCloser, error) { return lz4.NewWriter(w), nil }

// xzDictionary bounds what the header of an xz file can ask for: twice what xz -9 takes. Of a dictionary memory is only used
// as far as it is filled, so that blocks behind the first, which can ask for more, cannot take much either.
const xzDictionary = 128 << 20

func unxz(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	head, _ := b.Peek(64)
	if n := xzDictionaryOf(head); n > xzDictionary {
		return nil, fmt.Errorf("a dictionary of %d MB is asked for", n>>20)
	}
	z, err := xz.ReaderConfig{DictCap: lzma.MinDictCap}.NewReader(b)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(z), nil
}

// xzDictionaryOf returns the size in bytes of the dictionary that the first block of an xz file asks for, 0 when b, how the file
// begins, does not tell (the .xz file format 1.2, sections 3.1 and 5.3.1).
func xzDictionaryOf(b []byte) int64 {
	const streamHeader, lzma2 = 12, 0x21
	if len(b) < streamHeader+2 {
		return 0
	}
	flags := b[streamHeader+1]
	b = b[streamHeader+2:]
	number := func() uint64 {
		v, n := binary.Uvarint(b)
		b = b[max(n, 0):]
		return v
	}
	for _, size := range []byte{0x40, 0x80} { // compressed and uncompressed
		if flags&size != 0 {
			number()
		}
	}
	for range flags&3 + 1 {
		id, n := number(), number()
		if n > uint64(len(b)) {
			return 0
		}
		if id == lzma2 && n == 1 {
			bits := b[0] & 0x3f
			return int64(2|bits&1) << (bits/2 + 11)
		}
		b = b[n:]
	}
	return 0
}

// xzWindow keeps the memory of writing at an eighth of the library's default: captures repeat themselves within a megabyte.
const xzWindow = 1 << 20

func xzed(w io.Writer) (io.WriteCloser, error) {
	return xz.WriterConfig{DictCap: xzWindow}.NewWriter(w)
}

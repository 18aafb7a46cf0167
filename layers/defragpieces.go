package layers

import (
	"bytes"
	"slices"
	"sort"
)

// A piece is bytes of a datagram from an offset on.
type piece struct {
	from int
	data []byte
}

func (p piece) end() int { return p.from + len(p.data) }

// pieces are the parts of a datagram that are there, in order; they do not
// overlap.
type pieces struct {
	list  []piece
	have  int // bytes
	total int // bytes of the datagram, -1 while its end is not known
}

// complete reports whether all bytes are there.
func (s *pieces) complete() bool { return s.total >= 0 && s.have == s.total }

// add puts a part in its place; more says that it is not the end, room how long
// the datagram may get. It reports whether the parts agree with each other.
func (s *pieces) add(from int, data []byte, more bool, room int, overlap string) bool {
	end := from + len(data)
	if end > room || s.total >= 0 && end > s.total {
		return false
	}
	if !more {
		if s.total >= 0 && s.total != end || s.last() > end {
			return false
		}
		s.total = end
	}
	i := sort.Search(len(s.list), func(i int) bool { return s.list[i].end() > from })
	j := i
	for j < len(s.list) && s.list[j].from < end {
		if overlap == "" && !agree(s.list[j], piece{from, data}) {
			return false
		}
		j++
	}
	var in []piece
	if overlap == "last" {
		in = over(s.list[i:j], piece{from, data})
	} else {
		in = under(s.list[i:j], piece{from, data})
	}
	s.have += size(in) - size(s.list[i:j])
	s.list = slices.Replace(s.list, i, j, in...)
	return true
}

func (s *pieces) last() int {
	if len(s.list) == 0 {
		return 0
	}
	return s.list[len(s.list)-1].end()
}

func size(list []piece) (n int) {
	for _, p := range list {
		n += len(p.data)
	}
	return n
}

// agree reports whether two pieces have the same bytes where they overlap.
func agree(a, b piece) bool {
	from, end := max(a.from, b.from), min(a.end(), b.end())
	return bytes.Equal(a.data[from-a.from:end-a.from], b.data[from-b.from:end-b.from])
}

// under is old, with the parts of p that it has not.
func under(old []piece, p piece) (in []piece) {
	for _, o := range old {
		if p.from < o.from {
			in = append(in, piece{p.from, p.data[:o.from-p.from]})
		}
		in = append(in, o)
		if o.end() >= p.end() {
			return in
		}
		p = piece{max(p.from, o.end()), p.data[max(0, o.end()-p.from):]}
	}
	return append(in, p)
}

// over is p, with the parts of old that it has not.
func over(old []piece, p piece) (in []piece) {
	if len(old) > 0 && old[0].from < p.from {
		in = append(in, piece{old[0].from, old[0].data[:p.from-old[0].from]})
	}
	in = append(in, p)
	if n := len(old); n > 0 && old[n-1].end() > p.end() {
		in = append(in, piece{p.end(), old[n-1].data[p.end()-old[n-1].from:]})
	}
	return in
}

// bytes is the datagram's content.
func (s *pieces) bytes() []byte {
	b := make([]byte, 0, s.have)
	for _, p := range s.list {
		b = append(b, p.data...)
	}
	return b
}

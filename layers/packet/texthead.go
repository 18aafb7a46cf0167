package packet

import (
	"bytes"
	"strings"
)

// A textHead is a header of lines, as HTTP has: a first line of words, then "Name:
// value" in any order, each a field, and an empty line. Edits change what they
// are of and leave the rest as it was captured, spelling and spaces included.
type textHead struct {
	first   []*Field // the words of the first line
	rest    int      // which of them takes what the others leave
	named   map[string]*Field
	unknown *Field // the lines whose name is no field
}

// DefineText makes a protocol whose header is lines of text. The fields of first
// are the words of the first line, of which the one numbered rest may have spaces;
// a name "User_Agent" is a field for lines "User-Agent: value". The field unknown
// holds the lines with other names, as tuples of name and value. A field for a
// line has no default: the line is there when it is set.
func DefineText(name string, first []*Field, rest int, names []string, unknown string) *Proto {
	h := &textHead{first: first, rest: rest, named: make(map[string]*Field, len(names))}
	fields := append([]*Field(nil), first...)
	for _, n := range names {
		f := h.optional(Text(n))
		h.named[strings.ToLower(n)] = f
		fields = append(fields, f)
	}
	h.unknown = h.optional(&Field{name: unknown, width: -1, codec: linesCodec{}})
	p := Define(name, append(fields, h.unknown)...)
	p.text = h
	return p
}

// optional makes a field one that is there when it is set.
func (h *textHead) optional(f *Field) *Field {
	f.hasNo = true
	f.when = func(l Layer) bool {
		if l.n != nil {
			return l.n.isSet(f)
		}
		_, ok := h.read(l, f)
		return ok
	}
	return f
}

// A textLine is a line of a header: a name and a value with nothing around them.
type textLine struct {
	start, end int // with what ends it, and lines that continue it
	name       []byte
	from, to   int // the value
}

// size is the length of the header that b begins with: up to the empty line, or
// all there is.
func (h *textHead) size(b []byte) int {
	at := 0
	for at < len(b) {
		n := bytes.IndexByte(b[at:], '\n')
		if n < 0 {
			return len(b)
		}
		if line := b[at : at+n]; at > 0 && (len(line) == 0 || len(line) == 1 && line[0] == '\r') {
			return at + n + 1
		}
		at += n + 1
	}
	return len(b)
}

// firstEnd is where the first line ends, and where its text does.
func (h *textHead) firstEnd(b []byte) (end, text int) {
	end = len(b)
	if n := bytes.IndexByte(b, '\n'); n >= 0 {
		end = n + 1
	}
	return end, len(bytes.TrimRight(b[:end], "\r\n"))
}

// words are the places of the fields of the first line; those that a short line
// has not are not there.
func (h *textHead) words(b []byte) [][2]int {
	_, end := h.firstEnd(b)
	var before, after [][2]int
	at := 0
	for range h.rest {
		n := bytes.IndexByte(b[at:end], ' ')
		if n < 0 {
			return append(before, [2]int{at, end})
		}
		before = append(before, [2]int{at, at + n})
		at += n + 1
	}
	for range len(h.first) - h.rest - 1 {
		n := bytes.LastIndexByte(b[at:end], ' ')
		if n < 0 {
			break
		}
		after = append([][2]int{{at + n + 1, end}}, after...)
		end = at + n
	}
	return append(append(before, [2]int{at, end}), after...)
}

// lines calls visit with each line behind the first whose first letter is that of
// want, or with all of them.
func (h *textHead) lines(b []byte, want string, visit func(x textLine)) {
	at, _ := h.firstEnd(b)
	for at < len(b) {
		start := at
		for {
			n := bytes.IndexByte(b[at:], '\n')
			if n < 0 {
				at = len(b)
				break
			}
			at += n + 1
			if at >= len(b) || b[at] != ' ' && b[at] != '\t' {
				break
			}
		}
		if want == "" || b[start]|0x20 == want[0]|0x20 {
			if x := cutLine(b, start, at); x.start < x.end {
				visit(x)
			}
		}
	}
}

// cutLine finds name and value of the line from start to end. The empty line comes
// out empty.
func cutLine(b []byte, start, end int) textLine {
	line := b[start:end]
	colon := bytes.IndexByte(line, ':')
	if colon < 0 {
		n := len(bytes.TrimRight(line, "\r\n"))
		if n == 0 {
			return textLine{}
		}
		return textLine{start: start, end: end, from: start, to: start + n}
	}
	value := bytes.TrimLeft(line[colon+1:], " \t\r\n")
	from := end - len(value)
	return textLine{start, end, bytes.TrimRight(line[:colon], " \t"), from, from + len(bytes.TrimRight(value, " \t\r\n"))}
}

// field is the field that holds lines of that name.
func (h *textHead) field(name []byte) *Field {
	var room [40]byte
	key := room[:0]
	for _, c := range name[:min(len(name), len(room))] {
		key = append(key, foldName(c))
	}
	if f := h.named[string(key)]; f != nil && f.names(name) {
		return f
	}
	return h.unknown
}

// names reports whether lines of that name are of the field.
func (f *Field) names(name []byte) bool {
	if len(name) != len(f.name) {
		return false
	}
	for i, c := range name {
		if foldName(c) != foldName(f.name[i]) {
			return false
		}
	}
	return true
}

// foldName makes letters that differ in case alone one, and "-" and "_".
func foldName(c byte) byte {
	switch {
	case c == '-':
		return '_'
	case c >= 'A' && c <= 'Z':
		return c | 0x20
	}
	return c
}

// read reads a field of a captured header. Of several lines of one name it is the
// last.
func (h *textHead) read(l Layer, f *Field) (v value, ok bool) {
	b := l.hdr
	if f.index < len(h.first) {
		if w := h.words(b); f.index < len(w) {
			at := w[f.index]
			return value{ref: b[at[0]:at[1]:at[1]]}, at[1] > at[0] || len(b) > 0 && f.index == 0
		}
		return value{}, false
	}
	if f != h.unknown {
		h.lines(b, f.name, func(x textLine) {
			if f.names(x.name) {
				v, ok = value{ref: b[x.from:x.to:x.to]}, true
			}
		})
		return v, ok
	}
	var others []Tuple
	h.lines(b, "", func(x textLine) {
		if h.field(x.name) == f {
			others = append(others, Tuple{string(x.name), string(b[x.from:x.to])})
		}
	})
	return value{ref: others}, len(others) > 0
}

// compose appends the header of n.
func (h *textHead) compose(e *encoder, n *node) {
	b := n.raw
	if b == nil {
		b = []byte("\r\n\r\n")
	}
	h.composeFirst(e, n, b)
	written := make(map[*Field]bool)
	last := make(map[*Field]int)
	h.lines(b, "", func(x textLine) { last[h.field(x.name)] = x.start })
	at, _ := h.firstEnd(b)
	h.lines(b, "", func(x textLine) {
		f := h.field(x.name)
		s := n.slot(f.index)
		switch {
		case n.clear.has(f.index) && s == nil, f == h.unknown && s != nil:
		case s == nil || last[f] != x.start:
			e.bytes(b[x.start:x.end])
		default:
			written[f] = true
			e.bytes(b[x.start:x.from])
			e.field(f, n.layer(), s.v)
			e.bytes(b[x.to:x.end])
		}
		at = x.end
	})
	for _, f := range n.proto.fields[len(h.first):] {
		if s := n.slot(f.index); s != nil && !written[f] {
			if len(e.buf) > 0 && e.buf[len(e.buf)-1] != '\n' { // cut when captured
				e.bytes([]byte("\r\n"))
			}
			h.composeLine(e, n, f, s.v)
		}
	}
	e.bytes(b[at:])
}

// composeFirst appends the first line: as captured but for the words that are set.
func (h *textHead) composeFirst(e *encoder, n *node, b []byte) {
	end, text := h.firstEnd(b)
	places := h.words(b)
	whole := n.raw != nil
	for _, f := range h.first {
		whole = whole && (f.index < len(places) || n.slot(f.index) == nil) && !n.clear.has(f.index)
	}
	at := 0
	for i, f := range h.first {
		v, ok := n.value(f)
		switch {
		case whole && n.slot(f.index) == nil:
		case whole:
			e.bytes(b[at:places[i][0]])
			e.field(f, n.layer(), v)
			at = places[i][1]
		default:
			if i > 0 {
				e.bytes([]byte{' '})
			}
			if !ok {
				v = f.def
			}
			e.field(f, n.layer(), v)
		}
	}
	if whole {
		e.bytes(b[at:text])
	}
	e.bytes(b[text:end])
}

// composeLine appends the line, or lines, of a field.
func (h *textHead) composeLine(e *encoder, n *node, f *Field, v value) {
	if _, isLines := v.ref.([]Tuple); !isLines {
		e.bytes([]byte(strings.ReplaceAll(f.name, "_", "-") + ": "))
	}
	e.field(f, n.layer(), v)
	if _, isLines := v.ref.([]Tuple); !isLines {
		e.bytes([]byte("\r\n"))
	}
}

package packet

// An upTable finds the upper protocol by the value of one field. Newer bindings
// of a value come first.
type upTable struct {
	field *Field
	small *page       // fields of up to 8 bits
	pages *[256]*page // 16 bits: by the high byte, then the low one
	large map[uint64]*upEntry
}

// A page is the entries of 256 values in a row.
type page [256]*upEntry

type upEntry struct {
	upper *Proto
	conds []fixed // further fields that must match
	older *upEntry
}

func newUpTable(f *Field) *upTable {
	t := &upTable{field: f}
	switch {
	case 0 <= f.width && f.width <= 8:
		t.small = new(page)
	case f.width == 16:
		t.pages = new([256]*page)
	default:
		t.large = make(map[uint64]*upEntry)
	}
	return t
}

// find returns the newest entry of v, nil when there is none.
func (t *upTable) find(v uint64) *upEntry {
	switch {
	case t.small != nil:
		return t.small[v&0xff]
	case t.pages != nil:
		if p := t.pages[v>>8&0xff]; p != nil {
			return p[v&0xff]
		}
		return nil
	}
	return t.large[v]
}

// put makes e the newest entry of v.
func (t *upTable) put(v uint64, e *upEntry) {
	switch {
	case t.small != nil:
		t.small[v&0xff] = e
	case t.pages != nil:
		p := &t.pages[v>>8&0xff]
		if *p == nil {
			*p = new(page)
		}
		(*p)[v&0xff] = e
	case e == nil:
		delete(t.large, v)
	default:
		t.large[v] = e
	}
}

func (t *upTable) add(v uint64, e *upEntry) {
	e.older = t.find(v)
	t.put(v, e)
}

// remove drops the entries of v for which gone holds.
func (t *upTable) remove(v uint64, gone func(*upEntry) bool) {
	first := t.find(v)
	if first == nil {
		return
	}
	at := &first
	for *at != nil {
		if gone(*at) {
			*at = (*at).older
		} else {
			at = &(*at).older
		}
	}
	t.put(v, first)
}

package packet

import (
	"sort"
	"strings"
	"sync"
)

// An Enum names the values of a number field. Values without a name are printed
// as numbers.
type Enum struct {
	byValue map[uint64]string
	byName  map[string]uint64 // lower case
	load    func() map[uint64]string
	once    sync.Once
	what    string // what a name is called in errors: "service", "type"
}

// Names makes an enum of value and name.
func Names(m map[uint64]string) *Enum { return &Enum{load: func() map[uint64]string { return m }} }

// NamesOf is Names with the word that errors use for one of the names, and a
// function that makes the table when it is first needed: big tables cost
// nothing at start-up.
func NamesOf(what string, load func() map[uint64]string) *Enum {
	return &Enum{what: what, load: load}
}

func (e *Enum) init() {
	e.once.Do(func() {
		e.byValue = e.load()
		e.byName = make(map[string]uint64, len(e.byValue))
		for v, name := range e.byValue {
			key := strings.ToLower(name)
			if old, ok := e.byName[key]; !ok || v < old {
				e.byName[key] = v
			}
		}
	})
}

// Name returns the name of v, or "".
func (e *Enum) Name(v uint64) string {
	e.init()
	return e.byValue[v]
}

// Value returns the value that name, in any case, stands for.
func (e *Enum) Value(name string) (uint64, bool) {
	e.init()
	v, ok := e.byName[strings.ToLower(name)]
	return v, ok
}

// Names returns all names in the order of their values.
func (e *Enum) Names() []string {
	e.init()
	values := make([]uint64, 0, len(e.byValue))
	for v := range e.byValue {
		values = append(values, v)
	}
	sort.Slice(values, func(i, j int) bool { return values[i] < values[j] })
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = e.byValue[v]
	}
	return names
}

func (e *Enum) word() string {
	if e.what == "" {
		return "value"
	}
	return e.what
}

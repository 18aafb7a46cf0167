package main

import (
	"fmt"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// An agreement counts, by field, what was compared with tshark.
type agreement struct {
	packets int
	fields  map[string]*tally
	layers  map[string]int // layers that only one has, by group and cause
	causes  map[string]int
	samples []string // of what is not explained
}

// A tally is the comparison of one field.
type tally struct{ compared, agreed, explained int }

func newAgreement() *agreement {
	return &agreement{fields: map[string]*tally{}, layers: map[string]int{}, causes: map[string]int{}}
}

// packet compares all fields of one packet.
func (a *agreement) packet(v *view, row map[string][]string) {
	a.packets++
	for i := range sharkGroups {
		g := &sharkGroups[i]
		a.group(v, row, g)
	}
}

// group compares the layers of one kind. Where the two see different numbers of
// layers, one reads on where the other does not: the layers that both have are
// compared, and the others counted by the cause.
func (a *agreement) group(v *view, row map[string][]string, g *sharkGroup) {
	at := g.layersOf(v)
	theirs := len(row[g.anchor])
	if len(at) == 0 && theirs == 0 {
		return
	}
	both := min(len(at), theirs)
	if len(at) != theirs {
		who := "only tshark"
		if len(at) > theirs {
			who = "only pktsh"
		}
		cause := (&difference{v: v, row: row, group: g, more: len(at) > theirs}).why()
		a.layers[fmt.Sprintf("%-20s %-11s %s", g.name, who, cause)] += max(len(at), theirs) - both
		if cause == "" {
			a.sample(v, g.name+" layers", fmt.Sprint(theirs, row["frame.protocols"]), fmt.Sprint(len(at), v.names))
		}
	}
	for i := range g.fields {
		f := &g.fields[i]
		a.field(v, row, g, f, at, both, len(at) == theirs)
	}
}

// field compares one field of the layers that both have.
func (a *agreement) field(v *view, row map[string][]string, g *sharkGroup, f *sharkField, at []int, both int, same bool) {
	t := a.fields[g.name+"\t"+f.name]
	if t == nil {
		t = &tally{}
		a.fields[g.name+"\t"+f.name] = t
	}
	theirs := row[f.name]
	if f.first && len(theirs) > 1 {
		theirs = theirs[:1]
	}
	if f.sum != "" && !verified(theirs) {
		return
	}
	var ours []string
	for _, i := range at {
		ours = append(ours, f.read(v, i)...)
	}
	if !same {
		n := min(both, len(ours), len(theirs))
		if len(ours) < len(at) || len(theirs) < len(row[g.anchor]) {
			n = 0 // which layer a value belongs to is not known
		}
		ours, theirs = ours[:n], theirs[:n]
	}
	for i := range max(len(ours), len(theirs)) {
		x, y := absentValue, absentValue
		if i < len(theirs) {
			x = theirs[i]
		}
		if i < len(ours) {
			y = ours[i]
		}
		if f.sum != "" && x != "0" && x != "1" {
			continue // tshark did not verify this one
		}
		t.compared++
		if alike(x, y) {
			t.agreed++
			continue
		}
		if cause := (&difference{v: v, row: row, group: g, field: f.name, x: x, y: y}).why(); cause != "" {
			t.explained++
			a.causes[cause]++
			continue
		}
		a.sample(v, f.name, strings.Join(theirs, ","), strings.Join(ours, ","))
		return
	}
}

// read is what one layer of v has of the field.
func (f *sharkField) read(v *view, i int) []string {
	if f.sum != "" {
		return v.checksumState(i, f.sum)
	}
	return f.ours(v.layers[i])
}

// verified reports whether tshark says of any checksum that it is good or bad.
func verified(states []string) bool {
	for _, s := range states {
		if s == "0" || s == "1" {
			return true
		}
	}
	return false
}

// alike compares as numbers where both are.
func alike(x, y string) bool {
	if x == y {
		return true
	}
	n, err := strconv.ParseUint(x, 0, 64)
	m, err2 := strconv.ParseUint(y, 0, 64)
	return err == nil && err2 == nil && n == m
}

func (a *agreement) sample(v *view, what, theirs, ours string) {
	a.samples = append(a.samples, fmt.Sprintf("%s: packet %d: %s: tshark %.300s pktsh %.300s", filepath.Base(v.file), v.index+1, what, theirs, ours))
}

func (a *agreement) merge(b *agreement) {
	a.packets += b.packets
	for name, t := range b.fields {
		if a.fields[name] == nil {
			a.fields[name] = &tally{}
		}
		a.fields[name].compared += t.compared
		a.fields[name].agreed += t.agreed
		a.fields[name].explained += t.explained
	}
	for k, n := range b.layers {
		a.layers[k] += n
	}
	for k, n := range b.causes {
		a.causes[k] += n
	}
	a.samples = append(a.samples, b.samples...)
}

// unexplained is how many differences have no cause in the table.
func (a *agreement) unexplained() int { return len(a.samples) }

// String is the table.
func (a *agreement) String() string {
	var out strings.Builder
	for _, s := range a.samples {
		fmt.Fprintln(&out, s)
	}
	fmt.Fprintf(&out, "%-20s %-34s %8s %8s %9s %7s\n", "layer", "field", "compared", "agree", "explained", "")
	fields, all := 0, tally{}
	for _, g := range sharkGroups {
		for _, f := range g.fields {
			t := a.fields[g.name+"\t"+f.name]
			if t == nil || t.compared == 0 {
				fmt.Fprintf(&out, "%-20s %-34s %8s\n", g.name, f.name, "none")
				continue
			}
			fields++
			all.compared, all.agreed, all.explained = all.compared+t.compared, all.agreed+t.agreed, all.explained+t.explained
			fmt.Fprintf(&out, "%-20s %-34s %8d %8d %9d %7.2f %%\n", g.name, f.name, t.compared, t.agreed, t.explained, 100*float64(t.agreed)/float64(t.compared))
		}
	}
	fmt.Fprintln(&out, "\nvalues that differ, by cause")
	counted(&out, a.causes)
	fmt.Fprintln(&out, "\nlayers that only one reads, by cause")
	counted(&out, a.layers)
	fmt.Fprintf(&out, "\ntshark: %d packets, %d fields, %d values compared, %d agree (%.3f %%), %d explained, %d not", a.packets, fields,
		all.compared, all.agreed, 100*float64(all.agreed)/float64(max(1, all.compared)), all.explained, len(a.samples))
	return out.String()
}

// counted writes the counts, the largest first.
func counted(out *strings.Builder, counts map[string]int) {
	var keys []string
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if counts[keys[i]] != counts[keys[j]] {
			return counts[keys[i]] > counts[keys[j]]
		}
		return keys[i] < keys[j]
	})
	for _, k := range keys {
		fmt.Fprintf(out, "%8d  %s\n", counts[k], k)
	}
}

// checksumState is 1 where the checksum that layer i was captured with is the one
// that would be computed, and 0 where it is not.
func (v *view) checksumState(i int, field string) []string {
	if !there(v.layers[i], field) {
		return nil
	}
	q := v.packet.Copy().Layer(i)
	if q.Del(field) == nil && q.Int(field) == v.layers[i].Int(field) {
		return []string{"1"}
	}
	return []string{"0"}
}

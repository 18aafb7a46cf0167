package repl

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"

	"pktsh/layers/packet"
)

// groups are the kinds of protocols that explore lists, with the beginnings of the names of the files that define them.
var groups = []struct {
	name  string
	files []string
}{
	{"link", []string{"ether", "dot", "arp", "cooked", "links", "ppp", "mpls", "stp", "eap", "llc", "lldp", "cdp", "snap"}},
	{"network", []string{"ip", "icmp", "igmp", "mld"}},
	{"tunnel", []string{"gre", "geneve", "vxlan", "esp", "ah", "l2tp", "gtp", "nsh"}},
	{"transport", []string{"tcp", "udp", "sctp", "dccp", "quic"}},
	{"routing", []string{"vrrp", "hsrp", "rip", "ospf", "bgp", "eigrp", "isis", "bfd", "pim"}},
	{"application", []string{"dns", "llmnr", "dhcp", "bootp", "http", "ntp", "tftp"}},
}

// explored matches an entry that asks what there is: explore(), explore("dns").
var explored = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^explore\(\s*(?:"([^"]*)"|'([^']*)'|(\w*))\s*\)$`) })

// exploreTarget reports whether an entry asks to explore, and what: "" is everything.
func exploreTarget(entry string) (target string, asked bool) {
	m := explored().FindStringSubmatch(entry)
	if m == nil {
		return "", false
	}
	return m[1] + m[2] + m[3], true
}

// explore lists the protocols and functions by group; of a target the protocols of that group, or whose name or title has
// it, with their titles, and the functions whose name has it.
func (s *Shell) explore(target string) error {
	lib, err := loadLibrary()
	if err != nil {
		return err
	}
	text := s.overview(lib)
	if target != "" {
		if text = s.details(lib, strings.ToLower(target)); text == "" {
			return fmt.Errorf("nothing is called %q: explore() lists what there is", target)
		}
	}
	return s.print(text)
}

// overview lists the names of all groups.
func (s *Shell) overview(lib *library) string {
	var b strings.Builder
	protos := lib.protoGroups()
	fmt.Fprintf(&b, "%s  explore(\"dns\") says more; ls(DNS) lists fields\n", paint(s.colors.keyword, "Protocols"))
	for _, g := range sortedGroups(protos) {
		b.WriteString(s.section(g, protos[g]))
	}
	fmt.Fprintf(&b, "%s  lsc() says what each does, help(sniff) all of it\n", paint(s.colors.keyword, "Functions"))
	for i, src := range sources {
		var names []string
		for _, f := range lib.pkgs[i].Funcs {
			if ast.IsExported(f.Name) {
				names = append(names, strings.ToLower(f.Name))
			}
		}
		if len(names) > 0 {
			b.WriteString(s.section(filepath.Base(src.path), names))
		}
	}
	return b.String()
}

// section is a group's name and what is in it, wrapped to the width of the terminal.
func (s *Shell) section(name string, list []string) string {
	const margin = 14
	text := wrap(strings.Join(list, " "), max(20, s.columns()-margin-1))
	text = strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", margin))
	return "  " + paint(s.colors.proto, padded(name, margin-2)) + text + "\n"
}

// details lists what matches a word, a line each.
func (s *Shell) details(lib *library, word string) string {
	var b strings.Builder
	line := func(name, what string) {
		b.WriteString(s.fit(fmt.Sprintf("%-26s: %s", name, what)) + "\n")
	}
	protos := lib.protoGroups()
	group := protos[word]
	for _, g := range sortedGroups(protos) {
		for _, name := range protos[g] {
			q := packet.Lookup(name)
			if group != nil && g != word || group == nil && !strings.Contains(strings.ToLower(q.Name()+"\x00"+q.Title()), word) {
				continue
			}
			line(q.Name(), q.Title())
		}
	}
	for i, src := range sources {
		for _, f := range lib.pkgs[i].Funcs {
			if !ast.IsExported(f.Name) {
				continue
			}
			if word == filepath.Base(src.path) || group == nil && strings.Contains(strings.ToLower(f.Name), word) {
				line(strings.ToLower(f.Name)+"()", firstSentence(f))
			}
		}
	}
	return b.String()
}

// protoGroups are the names of the protocols in each group, sorted.
func (lib *library) protoGroups() map[string][]string {
	file := map[string]string{} // of each protocol
	for _, p := range lib.pkgs {
		vars := p.Vars
		for _, t := range p.Types {
			vars = append(vars, t.Vars...)
		}
		for _, v := range vars {
			name := filepath.Base(lib.fset.Position(v.Decl.Pos()).Filename)
			for _, id := range v.Names {
				if q := packet.Lookup(id); ast.IsExported(id) && q != nil {
					file[q.Name()] = name
				}
			}
		}
	}
	out := map[string][]string{}
	for _, q := range packet.Protos() {
		g := groupOf(file[q.Name()])
		out[g] = append(out[g], q.Name())
	}
	for _, list := range out {
		sort.Strings(list)
	}
	return out
}

// groupOf is the group of the protocols in a file; "other" when it is in none.
func groupOf(file string) string {
	for _, g := range groups {
		for _, prefix := range g.files {
			if strings.HasPrefix(file, prefix) {
				return g.name
			}
		}
	}
	return "other"
}

// sortedGroups are the names of the groups that there are, in the order of the layers.
func sortedGroups(protos map[string][]string) []string {
	var list []string
	for _, g := range groups {
		if len(protos[g.name]) > 0 {
			list = append(list, g.name)
		}
	}
	if len(protos["other"]) > 0 {
		list = append(list, "other")
	}
	return list
}

// columns is how wide what is printed may be: the terminal, or 100 columns where there is none.
func (s *Shell) columns() int {
	if s.screen != nil {
		if w, _ := s.screen(); w > 0 {
			return w
		}
	}
	return 100
}

// fit cuts a line to the width of the terminal; elsewhere it stays whole.
func (s *Shell) fit(line string) string {
	if s.screen == nil {
		return line
	}
	return fitted(line, s.columns())
}

package sniff

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
)

// String lists the settings and their values, as they are typed.
func (c *Config) String() string {
	lines := []string{settingLine("iface", c.Iface()), settingLine("color_theme", c.ColorTheme())}
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		lines = append(lines, settingLine(settingName(v.Type().Field(i).Name), v.Field(i).Interface()))
	}
	lines = append(lines, settingLine("ifaces", fmt.Sprintf("<%d interfaces>", len(c.Ifaces()))),
		settingLine("netcache", fmt.Sprintf("<%d neighbours>", c.Netcache().Len())),
		settingLine("layers", fmt.Sprintf("<%d protocols>", len(c.Layers()))))
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func settingLine(name string, value any) string {
	if t, ok := value.(interface{ Repr() string }); ok {
		value = t.Repr()
	}
	return fmt.Sprintf("%-13s = %v", name, value)
}

// settingName is a setting as Scapy's users type it: checkIPaddr, sniff_promisc.
func settingName(field string) string {
	if strings.HasPrefix(field, "CheckIP") {
		return "c" + field[1:]
	}
	var out []byte
	for i := range len(field) {
		if c := field[i]; c >= 'A' && c <= 'Z' {
			if i > 0 {
				out = append(out, '_')
			}
			out = append(out, c|0x20)
		} else {
			out = append(out, c)
		}
	}
	return string(out)
}

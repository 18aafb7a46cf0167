package sniff

import (
	"reflect"
	"strings"
	"testing"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// TestConfLists: conf shows every setting under the name it is typed as.
func TestConfLists(t *testing.T) {
	text := "\n" + Conf.String()
	for _, name := range []string{"iface", "ifaces", "route", "route6", "verb", "checkIPaddr", "sniff_promisc", "arp_timeout", "color_theme"} {
		if !strings.Contains(text, "\n"+name+" ") {
			t.Errorf("%s is not in%s", name, text)
		}
	}
	if n := reflect.TypeFor[Config]().NumField(); strings.Count(text, "\n") != n+5 {
		t.Errorf("%d fields, and listed%s", n, text)
	}
}

func TestConfIface(t *testing.T) {
	defer route.SetDefault(nil)
	before := Conf.Iface()
	if before == nil {
		t.Skip("there are no interfaces")
	}
	last := Conf.Ifaces()[len(Conf.Ifaces())-1]
	if err := Conf.SetIface(last.Name); err != nil || Conf.Iface().Name != last.Name {
		t.Errorf("set to %s: %v %v", last.Name, Conf.Iface(), err)
	}
	if err := Conf.SetIface("nonesuch0"); err == nil || Conf.Iface().Name != last.Name {
		t.Errorf("set to nonesuch0: %v %v", Conf.Iface(), err)
	}
	if err := Conf.SetIface(nil); err != nil || Conf.Iface().Name != before.Name {
		t.Errorf("unset: %v %v", Conf.Iface(), err)
	}
}

func TestConfTheme(t *testing.T) {
	old := packet.Theme
	defer func() { packet.Theme = old }()
	Conf.SetColorTheme(packet.BrightTheme())
	if packet.Theme != packet.BrightTheme() || Conf.ColorTheme().String() != "BrightTheme()" {
		t.Errorf("the theme is %v", packet.Theme)
	}
}

// TestPadding: padding stays, or goes when conf.padding is off.
func TestPadding(t *testing.T) {
	defer func() { Conf.Padding = true }()
	b := packet.Stack(layers.Ether.New("dst", "02:00:00:00:00:01", "src", "02:00:00:00:00:02"),
		layers.IP.New("src", "10.0.0.1", "dst", "10.0.0.2"), layers.UDP, "hi").Build()
	padded := append(append([]byte(nil), b...), make([]byte, 18)...)
	if p := trimmed(layers.Ether.Dissect(padded)); len(p.Build()) != len(padded) {
		t.Errorf("with padding: %s", p.Repr())
	}
	Conf.Padding = false
	if p := trimmed(layers.Ether.Dissect(padded)); string(p.Build()) != string(b) || p.HasLayer(packet.Padding) {
		t.Errorf("without padding: %s", p.Repr())
	}
}

package sniff

import (
	"context"
	"time"

	"pktsh/layers"
	"pktsh/sniff/route"
)

// init has the asking of neighbours and the matching of answers follow the shell and the settings.
func init() {
	route.Hooks.Context = func() context.Context { return Context() }
	route.Hooks.Warn = func(message string) { Warn(message) }
	layers.Matching = func() layers.MatchOptions {
		return layers.MatchOptions{CheckIPaddr: Conf.CheckIPaddr, CheckIPsrc: Conf.CheckIPsrc, CheckIPID: Conf.CheckIPID}
	}
	route.Hooks.Timeout = func() time.Duration { return Conf.ArpTimeout }
}

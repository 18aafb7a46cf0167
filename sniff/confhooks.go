package sniff

import (
	"context"
	"time"

	"pktsh/sniff/route"
)

// init has the asking of neighbours follow the shell and the settings.
func init() {
	route.Hooks.Context = func() context.Context { return Context() }
	route.Hooks.Warn = func(message string) { Warn(message) }
	route.Hooks.Timeout = func() time.Duration { return Conf.ArpTimeout }
}

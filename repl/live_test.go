package repl

import "pktsh/layers"

// init has the packets of the tests filled the same on every machine: there is no network, and nobody is asked.
func init() { layers.Live = layers.LiveFuncs{} }

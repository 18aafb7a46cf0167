//go:build !linux

package sniff

import (
	"fmt"
	"runtime"
)

// batchSize is how many packets are gathered.
const batchSize = 64

// errSystem is the error of sending where there are no packet sockets.
func errSystem() error {
	return fmt.Errorf("sending packets works on Linux only, not on %s yet: build and read them here, send them there", runtime.GOOS)
}

// A sender sends nothing here.
type sender struct{}

func openSender(bool, any) (*sender, error)    { return nil, errSystem() }
func (*sender) close()                         {}
func (*sender) prepare(*feed)                  {}
func (*sender) waiting() int                   { return 0 }
func (*sender) add(*item) (bool, error)        { return false, errSystem() }
func (*sender) flush() (int, error)            { return 0, errSystem() }
func openWire(*feed, AskOptions) (wire, error) { return nil, errSystem() }

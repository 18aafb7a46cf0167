package labtest

import (
	"fmt"
	"io"
	"net"
	"testing"
	"time"
)

func TestChain(t *testing.T) {
	for routers := range 4 {
		lab := NewChain(t, routers)
		lab.Serve(80)
		b4, b6 := AddrB, Addr6B
		if routers == 0 {
			b4, b6 = "10.9.0.2", "fd00:9::2"
		}
		for _, addr := range []string{b4, b6} {
			lab.Run(lab.A, func() {
				conn, err := net.DialTimeout("tcp", net.JoinHostPort(addr, "80"), 3*time.Second)
				if err != nil {
					t.Fatalf("%d routers: %v", routers, err)
				}
				defer conn.Close()
				fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n")
				if answer, err := io.ReadAll(conn); err != nil || len(answer) == 0 {
					t.Errorf("%d routers: %q %v", routers, answer, err)
				}
			})
		}
	}
}

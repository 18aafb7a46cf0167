package sniff

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// DnsResolveOptions say how DnsResolve asks.
type DnsResolveOptions struct {
	// Qtype is the type of records, by name or number; "A" without it.
	Qtype any
	// Tcp asks over TCP from the beginning, and not only when the answer is too long for UDP.
	Tcp bool
	// Nameserver is the address of the server, with a port if it is not 53; those of /etc/resolv.conf without it.
	Nameserver string
	// Timeout is how long each server is waited for; 3 seconds without it.
	Timeout time.Duration
	// Raw returns the whole message as the one packet of the list.
	Raw bool
}

// DnsResolve asks a name server for the records of a name and returns the answers, DNSRR and its like. It needs no
// privileges. An error of the server, such as a name that there is none of, is returned as an error.
func DnsResolve(qname string, opts ...DnsResolveOptions) (packet.PacketList, error) {
	o := last(opts)
	if o.Qtype == nil {
		o.Qtype = "A"
	}
	if o.Timeout == 0 {
		o.Timeout = 3 * time.Second
	}
	ask := layers.DNSQR.New()
	if err := ask.Set("qname", qname, "qtype", o.Qtype); err != nil {
		return nil, err
	}
	servers := []string{o.Nameserver}
	if o.Nameserver == "" {
		servers = Nameservers()
	}
	var failed error
	for _, server := range servers {
		msg, err := o.query(server, ask)
		if err != nil {
			failed = err
			continue
		}
		if o.Raw {
			return packet.PacketList{msg}, nil
		}
		if msg.Int("rcode") != 0 {
			return nil, fmt.Errorf("%s: %s", qname, msg.Sprintf("%DNS.rcode%"))
		}
		return packet.Named("Answers", msg.List("an")), nil
	}
	return nil, failed
}

// Nameservers are the addresses of the name servers that the system asks, from /etc/resolv.conf; this machine when there are
// none.
func Nameservers() (list []string) {
	if f, err := os.Open("/etc/resolv.conf"); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "nameserver" {
				list = append(list, words[1])
			}
		}
	}
	if len(list) == 0 {
		return []string{"127.0.0.1"}
	}
	return list
}

// query asks one server, over UDP and, when the answer is cut off, over TCP.
func (o DnsResolveOptions) query(server string, ask *packet.Packet) (*packet.Packet, error) {
	if _, _, err := net.SplitHostPort(server); err != nil {
		server = net.JoinHostPort(strings.Trim(server, "[]"), "53")
	}
	msg := layers.DNS.New("rd", 1, "qd", ask)
	must(msg.Set("id", packet.RandShort()))
	msg = layers.DNS.Dissect(msg.Build()) // the id is drawn once
	if !o.Tcp {
		answer, err := o.exchange("udp", server, msg)
		if err != nil || answer.Int("tc") == 0 {
			return answer, err
		}
	}
	return o.exchange("tcp", server, msg)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (o DnsResolveOptions) exchange(network, server string, msg *packet.Packet) (*packet.Packet, error) {
	ctx := Context()
	conn, err := (&net.Dialer{Timeout: o.Timeout}).DialContext(ctx, network, server)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop := make(chan struct{})
	defer close(stop)
	go func() { // Ctrl-C ends the waiting
		select {
		case <-ctx.Done():
			conn.Close()
		case <-stop:
		}
	}()
	if err := conn.SetDeadline(time.Now().Add(o.Timeout)); err != nil {
		return nil, err
	}
	b := msg.Build()
	if network == "tcp" {
		b = append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...)
	}
	if _, err := conn.Write(b); err != nil {
		return nil, err
	}
	for {
		b, err := readMessage(network, conn)
		if err != nil {
			return nil, fmt.Errorf("name server %s: %w", server, err)
		}
		answer := layers.DNS.Dissect(b)
		if len(b) >= 12 && answer.Int("id") == msg.Int("id") && answer.Int("qr") == 1 {
			return answer, nil
		}
		if network == "tcp" {
			return nil, errors.New("name server " + server + ": the answer is none to the question")
		}
	}
}

// readMessage reads one message, over TCP behind its length.
func readMessage(network string, conn net.Conn) ([]byte, error) {
	if network == "udp" {
		b := make([]byte, 65535)
		n, err := conn.Read(b)
		return b[:n:n], err
	}
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return nil, err
	}
	b := make([]byte, binary.BigEndian.Uint16(size[:]))
	_, err := io.ReadFull(conn, b)
	return b, err
}

package route

import (
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// rtnetlink(7): messages are a header of 16 bytes, a structure of the family and attributes, all in the byte order of the
// machine.

var native = binary.NativeEndian

// errCut is the error of a message that ends too early.
var errCut = errors.New("rtnetlink: message cut short")

// netlinkWait bounds the wait for the kernel's answer, which is immediate.
const netlinkWait = 2 * time.Second

// A netlink is a socket to the kernel's routing tables. It belongs to the network namespace of the thread that opened it.
type netlink struct {
	fd  int
	seq uint32
	buf []byte
}

// openNetlink opens a socket that also hears of changes to the given groups (RTMGRP_*).
func openNetlink(groups uint32) (*netlink, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, fmt.Errorf("rtnetlink: %w", err)
	}
	wait := unix.NsecToTimeval(netlinkWait.Nanoseconds())
	err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &wait)
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups})
	}
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("rtnetlink: %w", err)
	}
	return &netlink{fd: fd, buf: make([]byte, 64<<10)}, nil
}

func (n *netlink) close() { unix.Close(n.fd) }

// dump asks for all objects of a type and calls each with the body of every answer. A dump that changes disturbed is
// repeated; fresh is called before each attempt.
func (n *netlink) dump(typ uint16, body []byte, fresh func(), each func(typ uint16, body []byte) error) error {
	for range 4 {
		fresh()
		disturbed, err := n.request(typ, unix.NLM_F_DUMP, body, each)
		if err != nil || !disturbed {
			return err
		}
	}
	return errors.New("rtnetlink: the tables change too fast to be read")
}

// get asks for one object.
func (n *netlink) get(typ uint16, body []byte, each func(typ uint16, body []byte) error) error {
	_, err := n.request(typ, 0, body, each)
	return err
}

// request sends one request and reads the answers to it. disturbed is true when the tables changed meanwhile.
func (n *netlink) request(typ, flags uint16, body []byte, each func(uint16, []byte) error) (disturbed bool, err error) {
	n.seq++
	msg := make([]byte, 16, 16+len(body))
	native.PutUint32(msg, uint32(16+len(body)))
	native.PutUint16(msg[4:], typ)
	native.PutUint16(msg[6:], unix.NLM_F_REQUEST|flags)
	native.PutUint32(msg[8:], n.seq)
	if err := unix.Sendto(n.fd, append(msg, body...), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return false, fmt.Errorf("rtnetlink: %w", err)
	}
	for {
		size, _, err := unix.Recvfrom(n.fd, n.buf, 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("rtnetlink: %w", err)
		}
		a := answers{seq: n.seq, dump: flags&unix.NLM_F_DUMP != 0, each: each}
		done, err := a.read(n.buf[:size])
		disturbed = disturbed || a.disturbed
		if done || err != nil {
			return disturbed, err
		}
	}
}

// answers reads what a socket received.
type answers struct {
	seq       uint32
	dump      bool
	each      func(typ uint16, body []byte) error
	disturbed bool
}

// read goes through the messages in b; done is true after the last that answers the request.
func (a *answers) read(b []byte) (done bool, err error) {
	for len(b) > 0 {
		if len(b) < 16 {
			return false, errCut
		}
		size := int(native.Uint32(b))
		typ, flags := native.Uint16(b[4:]), native.Uint16(b[6:])
		if size < 16 || size > len(b) {
			return false, errCut
		}
		body := b[16:size]
		if native.Uint32(b[8:]) == a.seq {
			a.disturbed = a.disturbed || flags&unix.NLM_F_DUMP_INTR != 0
			switch typ {
			case unix.NLMSG_DONE:
				return true, nil
			case unix.NLMSG_ERROR:
				return true, errorOf(body)
			case unix.NLMSG_NOOP:
			default:
				if err := a.each(typ, body); err != nil {
					return false, err
				}
				if !a.dump {
					return true, nil
				}
			}
		}
		b = b[min(align4(size), len(b)):]
	}
	return false, nil
}

// errorOf is the error in the body of NLMSG_ERROR, nil for an acknowledgement.
func errorOf(body []byte) error {
	if len(body) < 4 {
		return errCut
	}
	if code := int32(native.Uint32(body)); code < 0 {
		return syscall.Errno(-code)
	}
	return nil
}

func align4(n int) int { return (n + 3) &^ 3 }

// attributes calls each for the attributes behind the first skip bytes of a message. The marks in an attribute's type
// (nested, byte order) are taken off.
func attributes(body []byte, skip int, each func(typ uint16, v []byte)) error {
	if len(body) < skip {
		return errCut
	}
	for b := body[skip:]; len(b) > 0; {
		if len(b) < 4 {
			return errCut
		}
		size := int(native.Uint16(b))
		if size < 4 || size > len(b) {
			return errCut
		}
		each(native.Uint16(b[2:])&0x3fff, b[4:size])
		b = b[min(align4(size), len(b)):]
	}
	return nil
}

// attribute appends an attribute to a request.
func attribute(msg []byte, typ uint16, v []byte) []byte {
	msg = native.AppendUint16(msg, uint16(4+len(v)))
	msg = native.AppendUint16(msg, typ)
	msg = append(msg, v...)
	for len(msg)%4 != 0 {
		msg = append(msg, 0)
	}
	return msg
}

package layers

import (
	"bytes"
	"strings"
	"testing"

	"pktsh/layers/packet"
)

const httpGet = "GET /index.html HTTP/1.1\r\nhost:  example.com \r\nX-Foo: bar\r\nAccept: */*\r\n" +
	"Cookie: a=1;\r\n b=2\r\nbroken\r\nAccept: b\r\n\r\n"

// TestHTTPBuild: heads are built as Scapy 2.5 builds them.
func TestHTTPBuild(t *testing.T) {
	for _, test := range []struct {
		p             *packet.Packet
		want, summary string
	}{
		{HTTPRequest.New(), "GET / HTTP/1.1\r\n\r\n", `GET "/"`},
		{stack(HTTP.New(), HTTPRequest.New("Host", "a.b", "User_Agent", "x", "Unknown_Headers", map[string]string{"X-Foo": "bar"})),
			"GET / HTTP/1.1\r\nHost: a.b\r\nUser-Agent: x\r\nX-Foo: bar\r\n\r\n", `HTTP / GET "/"`},
		{stack(HTTP.New(), HTTPResponse.New("Content_Type", "text/html"), "hello"),
			"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhello", `HTTP / 200 OK / Raw`},
		{HTTPResponse.New("Status_Code", 404, "Reason_Phrase", "Not Found", "Content_Length", "3"),
			"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\n", `404 Not Found`},
	} {
		b := test.p.Build()
		if string(b) != test.want {
			t.Errorf("%s is built as %q, want %q", test.p.Repr(), b, test.want)
		}
		if got := test.p.Proto().Dissect(b).Summary(); got != test.summary || test.p.Summary() != test.summary {
			t.Errorf("the summary is %s and %s, want %s", test.p.Summary(), got, test.summary)
		}
	}
}

// TestHTTPRead: what a head says, whatever its spelling.
func TestHTTPRead(t *testing.T) {
	p := HTTP.Dissect([]byte(httpGet + "body"))
	want := `<HTTP  |<HTTPRequest  Method="GET" Path="/index.html" Http_Version="HTTP/1.1" Accept="b" ` +
		`Cookie="a=1;\r\n b=2" Host="example.com" Unknown_Headers=[("X-Foo", "bar"), ("", "broken")] |<Raw  load="body" |>>>`
	if got := p.Repr(); got != want {
		t.Errorf("read as\n%s, want\n%s", got, want)
	}
	for text, want := range map[string]string{
		"GET /a b HTTP/1.0\n\nx":     "HTTP/HTTPRequest/Raw",
		"HTTP/1.1 404 Not Found\r\n": "HTTP/HTTPResponse",
		"M-SEARCH * HTTP/1.1\r\n":    "HTTP/HTTPRequest",
		"GET /ind":                   "HTTP/Raw",
		"random data":                "HTTP/Raw",
	} {
		var names []string
		for _, q := range HTTP.Dissect([]byte(text)).Layers() {
			names = append(names, q.Name())
		}
		if got := strings.Join(names, "/"); got != want {
			t.Errorf("%q is read as %s, not %s", text, got, want)
		}
	}
	if got := HTTPRequest.Dissect([]byte("GET /a b HTTP/1.0\n\n")).Str("Path"); got != "/a b" {
		t.Errorf("the path is %q", got)
	}
}

// TestHTTPEdit: an edit changes its own words alone.
func TestHTTPEdit(t *testing.T) {
	for _, test := range []struct {
		edit     func(p *packet.Packet) error
		old, new string
	}{
		{func(p *packet.Packet) error { return p.Set("Host", "example.org") }, "example.com", "example.org"},
		{func(p *packet.Packet) error { return p.Set("Accept", "c") }, "Accept: b", "Accept: c"},
		{func(p *packet.Packet) error { return p.Set("Path", "/") }, "/index.html", "/"},
		{func(p *packet.Packet) error { return p.Set("Method", "HEAD", "Http_Version", "HTTP/1.0") },
			"GET /index.html HTTP/1.1", "HEAD /index.html HTTP/1.0"},
		{func(p *packet.Packet) error { return p.Set("Date", "today") }, "Accept: b\r\n", "Accept: b\r\nDate: today\r\n"},
		{func(p *packet.Packet) error { return p.Del("Host") }, "host:  example.com \r\n", ""},
		{func(p *packet.Packet) error { return p.Set("Unknown_Headers", []packet.Tuple{{"A", 1}}) },
			"X-Foo: bar\r\n", ""},
	} {
		p := stack(HTTP.Dissect([]byte(httpGet + "body")))
		if err := test.edit(p); err != nil {
			t.Fatal(err)
		}
		want := strings.Replace(httpGet+"body", test.old, test.new, 1)
		if test.new == "" && strings.HasPrefix(test.old, "X-Foo") {
			want = strings.Replace(strings.Replace(want, "broken\r\n", "", 1), "Accept: b\r\n", "Accept: b\r\nA: 1\r\n", 1)
		}
		if got := string(p.Build()); got != want {
			t.Errorf("edited to\n%q, want\n%q", got, want)
		}
	}
	cut := HTTP.Dissect([]byte("GET / HTTP/1.1\r\nHost: exam"))
	if err := cut.Set("Via", "x"); err != nil {
		t.Fatal(err)
	}
	if got := string(cut.Build()); got != "GET / HTTP/1.1\r\nHost: exam\r\nVia: x\r\n" {
		t.Errorf("a cut head becomes %q", got)
	}
}

var loaded bool // by an earlier run of TestLoadLayer

// TestLoadLayer: segments are read as HTTP when asked for.
func TestLoadLayer(t *testing.T) {
	b := stack(ip4, TCP.New("sport", 80), httpGet).Build()
	if p := IP.Dissect(b); !loaded && p.HasLayer(HTTP) || !loaded && !p.HasLayer(packet.Raw) {
		t.Errorf("read as %s without being asked", p.Summary())
	}
	if err := LoadLayer("nonesuch"); err == nil {
		t.Error("an unknown layer is loaded")
	}
	if err := LoadLayer("tcp"); err != nil {
		t.Error(err)
	}
	if err := LoadLayer("http"); err != nil {
		t.Fatal(err)
	}
	loaded = true
	p := IP.Dissect(b)
	if got := p.Summary(); got != `IP / TCP / HTTP / GET "/index.html"` {
		t.Errorf("the summary is %s", got)
	}
	if p.Str("Host") != "example.com" || !bytes.Equal(p.Build(), b) {
		t.Errorf("Host is %q", p.Str("Host"))
	}
}

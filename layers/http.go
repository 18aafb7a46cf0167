package layers

import (
	"bytes"
	"strconv"
	"strings"

	"pktsh/layers/packet"
)

// HTTP is the Hypertext Transfer Protocol, version 1 (RFC 9112): a request or a
// response, which follows as a layer of its own. Segments of TCP are read as it
// when LoadLayer("http") has been called, since many programs look for their Raw.
var HTTP = packet.Define("HTTP").Titled("HTTP 1").Accept(isHTTP)

// HTTPRequest is the head of a request (RFC 9112 section 3). The fields behind the
// first three are header lines, there when they are set.
var HTTPRequest = packet.DefineText("HTTPRequest", []*packet.Field{
	packet.Text("Method").Default("GET"),
	packet.Text("Path").Default("/"),
	packet.Text("Http_Version").Default("HTTP/1.1"),
}, 1, httpRequestLines, "Unknown_Headers").
	Titled("HTTP Request").Accept(isHTTP).SummaryFunc(func(l *packet.Line) {
	l.Text(l.Layer().Str("Method") + " ")
	l.Field("Path")
})

// HTTPResponse is the head of a response (RFC 9112 section 4). The fields behind
// the first three are header lines, there when they are set.
var HTTPResponse = packet.DefineText("HTTPResponse", []*packet.Field{
	packet.Text("Http_Version").Default("HTTP/1.1"),
	packet.Text("Status_Code").Default("200").Adapted(digits),
	packet.Text("Reason_Phrase").Default("OK"),
}, 2, httpResponseLines, "Unknown_Headers").
	Titled("HTTP Response").Accept(isHTTP).SummaryFunc(func(l *packet.Line) {
	l.Text(l.Layer().Str("Status_Code") + " " + l.Layer().Str("Reason_Phrase"))
})

// digits is a number as text.
func digits(x any) any {
	if n, ok := x.(int); ok {
		return strconv.Itoa(n)
	}
	return x
}

// isHTTP reports whether b begins with the first line of a request or response.
func isHTTP(b []byte) bool { return isHTTPResponse(b) || isHTTPRequest(b) }

func isHTTPResponse(b []byte) bool {
	return len(b) >= 12 && isHTTPVersion(b[:8]) && b[8] == ' ' && b[9] >= '1' && b[9] <= '9'
}

func isHTTPVersion(b []byte) bool {
	return len(b) == 8 && bytes.HasPrefix(b, []byte("HTTP/")) && b[6] == '.'
}

func isHTTPRequest(b []byte) bool {
	for i, c := range b {
		if c == ' ' && i > 0 {
			break
		}
		if (c < 'A' || c > 'Z') && c != '-' && c != '_' || i > 24 {
			return false
		}
	}
	line, _, _ := bytes.Cut(b[:min(len(b), 8192)], []byte{'\n'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	return len(line) > 12 && line[len(line)-9] == ' ' && isHTTPVersion(line[len(line)-8:])
}

var httpPorts = []int{8000, 8080, 80}

func init() {
	HTTPRequest.Instead(func(b []byte) *packet.Proto {
		if isHTTPResponse(b) {
			return HTTPResponse
		}
		return nil
	})
	packet.BindUp(HTTP, HTTPRequest)
	packet.BindDown(TCP, HTTP, "sport", 80, "dport", 80)
}

// bindHTTP reads segments from and to the ports of HTTP as it.
func bindHTTP() {
	for _, port := range httpPorts {
		packet.BindUp(TCP, HTTP, "sport", port)
		packet.BindUp(TCP, HTTP, "dport", port)
	}
}

// The names of header lines are from the IANA registry and from common use.
var (
	httpCommonLines = strings.Fields(`Cache_Control Connection Content_Length Content_MD5 Content_Type Date Keep_Alive
		Permanent Pragma Upgrade Via Warning X_Correlation_ID X_Request_ID`)
	httpRequestLines = sortedLines(`A_IM Accept Accept_Charset Accept_Datetime Accept_Encoding Accept_Language
		Access_Control_Request_Headers Access_Control_Request_Method Authorization Cookie DNT Expect Forwarded From
		Front_End_Https HTTP2_Settings Host If_Match If_Modified_Since If_None_Match If_Range If_Unmodified_Since
		Max_Forwards Origin Proxy_Authorization Proxy_Connection Range Referer Save_Data TE Upgrade_Insecure_Requests
		User_Agent X_ATT_DeviceId X_Csrf_Token X_Forwarded_For X_Forwarded_Host X_Forwarded_Proto
		X_Http_Method_Override X_Requested_With X_UIDH X_Wap_Profile`)
	httpResponseLines = sortedLines(`Accept_Patch Accept_Ranges Access_Control_Allow_Credentials
		Access_Control_Allow_Headers Access_Control_Allow_Methods Access_Control_Allow_Origin
		Access_Control_Expose_Headers Access_Control_Max_Age Age Allow Alt_Svc Content_Disposition Content_Encoding
		Content_Language Content_Location Content_Range Content_Security_Policy Delta_Base ETag Expires IM
		Last_Modified Link Location P3P Proxy_Authenticate Public_Key_Pins Refresh Retry_After Server Set_Cookie
		Status Strict_Transport_Security Timing_Allow_Origin Tk Trailer Transfer_Encoding Vary WWW_Authenticate
		X_Content_Duration X_Content_Security_Policy X_Content_Type_Options X_Frame_Options X_Powered_By
		X_UA_Compatible X_WebKit_CSP X_XSS_Protection`)
)

// Package layers defines the protocols: one file a protocol or close family,
// each a list of fields in the order of the wire under the names that Scapy
// users know. Importing it makes them known to package packet.
package layers

// Package prefault makes starting faster where page faults are dear, as in most virtual machines: gopacket fills 7 MB of
// tables before main, a page fault every 4 KiB. One call gives the pages at once.
//
// Go initialises packages in the order of their dependencies and, among those that are ready, of their import paths. This one
// depends on syscall alone, so its turn is before that of gopacket, which depends on time and others behind it in the alphabet.
package prefault

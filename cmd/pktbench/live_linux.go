package main

// live measures the live network, part by part.
func (t table) live(shell string) error { return t.liveSend(shell) }

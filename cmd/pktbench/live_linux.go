package main

// live measures the live network, part by part.
func (t table) live(shell string) error {
	if err := t.liveSend(shell); err != nil {
		return err
	}
	return t.liveSniff(shell)
}

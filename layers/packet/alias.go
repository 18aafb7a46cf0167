package packet

// Alias makes Lookup find the protocol by another name, too, as NTP stands for
// its header.
func (p *Proto) Alias(name string) *Proto {
	registry.Lock()
	defer registry.Unlock()
	if registry.alias == nil {
		registry.alias = make(map[string]*Proto)
	}
	registry.alias[name] = p
	return p
}

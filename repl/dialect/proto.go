package dialect

// Proto is packet.Proto; the alias is a placeholder until that package lands.
type Proto = placeholder

type placeholder struct{ name string }

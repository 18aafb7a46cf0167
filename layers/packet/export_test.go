package packet

// MaskOf is maskOf for benchmarks.
var MaskOf = maskOf

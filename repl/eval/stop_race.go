//go:build race

package eval

// raceBuild has loops ask for the stop flag with synchronization, for the race detector's peace.
const raceBuild = true

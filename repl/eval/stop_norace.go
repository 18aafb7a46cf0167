//go:build !race

package eval

// raceBuild is false: loops read the stop flag as it is.
const raceBuild = false

// Package route knows the system's interfaces, routes and neighbours, and what the user changed of them for this process.
package route

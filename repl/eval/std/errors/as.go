// Package errors is the part of the standard library's errors that must know the types of a session, in source.
package errors

import "errors"

// As is errors.As for a target whose type compiled code does not know.
func As[T any](err error, target *T) bool {
	for err != nil {
		if v, ok := err.(T); ok {
			*target = v
			return true
		}
		if u, ok := err.(interface{ Unwrap() error }); ok {
			err = u.Unwrap()
		} else {
			err = errors.Unwrap(err)
		}
	}
	return false
}

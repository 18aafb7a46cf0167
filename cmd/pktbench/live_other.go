//go:build !linux

package main

import "errors"

func (table) live(string) error { return errors.New("the lab of the live network takes Linux") }

package main

import (
	"os"
	"testing"
)

const shared = "../../../shared/captures"

func files(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the shared captures are not here")
	}
	if testing.Short() {
		t.Skip("takes a minute")
	}
	list, err := captures(shared)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestRebuild(t *testing.T) {
	smallFile = 1500
	text, wrong := rebuild(files(t))
	t.Log(text)
	if wrong > 0 {
		t.Errorf("%d packets differ", wrong)
	}
}

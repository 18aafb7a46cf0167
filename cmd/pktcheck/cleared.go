package main

func cleared(files []string) (string, int)   { return "", 0 }
func crossRead(files []string) (string, int) { return "", 0 }
func stacks(n string) (string, int)          { return "", 0 }

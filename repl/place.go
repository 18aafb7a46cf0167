package repl

import "strings"

// A place says where in an entry the text before the cursor ends.
type place struct {
	word    string // the part of the word before the cursor; in a string, all of the string
	object  string // the expression before the dot before word
	quote   rune   // the quote of the string that is open, 0 outside
	comment bool
	open    rune   // the innermost bracket that is open: ( [ { or 0
	callee  string // the expression before open
	keyword string // of the argument that word belongs to: "" when it has none
	fresh   bool   // word begins an argument
}

// A bracket is one that is open.
type bracket struct {
	char     rune
	at       int // its index
	argument int // index behind it, or behind the last comma in it
}

// placeOf scans the text before the cursor.
func placeOf(text string) place {
	var p place
	var stack []bracket
	quoteAt := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '"' || c == '\'' || c == '`':
			end := skipQuoted(text, i)
			if end >= len(text) {
				p.quote, quoteAt = rune(c), i
			}
			i = end
		case c == '#' || strings.HasPrefix(text[i:], "//"):
			i = skipTo(text, i, "\n")
			p.comment = i >= len(text)
		case c == '(' || c == '[' || c == '{':
			stack = append(stack, bracket{rune(c), i, i + 1})
		case (c == ')' || c == ']' || c == '}') && len(stack) > 0:
			stack = stack[:len(stack)-1]
		case c == ',' && len(stack) > 0:
			stack[len(stack)-1].argument = i + 1
		}
	}
	end := len(text)
	if p.quote != 0 {
		p.word = text[quoteAt+1:]
		end = quoteAt
	} else {
		p.word = lastWord(text)
		end -= len(p.word)
	}
	if n := len(stack); n > 0 {
		b := stack[n-1]
		p.open = b.char
		p.callee = expressionBefore(text[:b.at])
		argument := strings.TrimSpace(text[b.argument:max(b.argument, end)])
		p.fresh = argument == ""
		p.keyword = keywordOf(argument)
	}
	if p.quote == 0 && strings.HasSuffix(text[:end], ".") {
		p.object = expressionBefore(text[:end-1])
	}
	return p
}

// keywordOf is the keyword that an argument begins with, "" when it has none.
func keywordOf(argument string) string {
	name, value, ok := strings.Cut(argument, "=")
	name = strings.TrimSpace(name)
	if !ok || name == "" || strings.Contains(value, "=") || lastWord(name) != name {
		return ""
	}
	return name
}

// expressionBefore is the operand that text ends in: names, members, indexes and calls.
func expressionBefore(text string) string {
	i := len(text)
	for i > 0 {
		switch c := text[i-1]; c {
		case ')', ']':
			open := matching(text[:i])
			if open < 0 {
				return ""
			}
			i = open
			continue
		case '.':
			i--
			continue
		}
		if i < len(text) && text[i] != '.' && text[i] != '(' && text[i] != '[' {
			break
		}
		word := lastWord(text[:i])
		if word == "" {
			break
		}
		i -= len(word)
	}
	return strings.TrimLeft(text[i:], ".")
}

// matching is the index of the bracket that the one at the end of text closes, -1 when there is none.
func matching(text string) int {
	var stack []int
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"', '\'', '`':
			i = skipQuoted(text, i)
		case '(', '[', '{':
			stack = append(stack, i)
		case ')', ']', '}':
			if len(stack) == 0 {
				return -1
			}
			if i == len(text)-1 {
				return stack[len(stack)-1]
			}
			stack = stack[:len(stack)-1]
		}
	}
	return -1
}

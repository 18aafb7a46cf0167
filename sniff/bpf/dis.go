package bpf

import (
	"fmt"
	"strings"
)

// ancillaryNames are the names of what the kernel knows of a packet (SKF_AD_ of linux/filter.h).
var ancillaryNames = map[uint32]string{0: "proto", 4: "type", 8: "ifidx", 12: "nla", 16: "nlan", 20: "mark", 24: "queue",
	28: "hatype", 32: "rxhash", 36: "cpu", 40: "alu_xor", 44: "vlan_tci", 48: "vlan_avail", 52: "pay_offset", 56: "random",
	60: "vlan_tpid"}

var aluNames = map[uint16]string{aluADD: "add", aluSUB: "sub", aluMUL: "mul", aluDIV: "div", aluMOD: "mod", aluAND: "and",
	aluOR: "or", aluXOR: "xor", aluLSH: "lsh", aluRSH: "rsh"}

var jumpNames = map[uint16]string{jmpJEQ: "jeq", jmpJGT: "jgt", jmpJGE: "jge", jmpJSET: "jset"}

// print writes an instruction as tcpdump -d does.
func (i Instruction) print(b *strings.Builder, pc int) {
	name, arg := i.words(pc)
	if i.Code&7 != classJMP || i.Code == jump {
		fmt.Fprintf(b, "(%03d) %-8s %s\n", pc, name, arg)
		return
	}
	fmt.Fprintf(b, "(%03d) %-8s %-16s jt %d\tjf %d\n", pc, name, arg, pc+1+int(i.Jt), pc+1+int(i.Jf))
}

// words returns an instruction's name and argument.
func (i Instruction) words(pc int) (name, arg string) {
	size := map[uint16]string{sizeW: "", sizeH: "h", sizeB: "b"}[i.Code&0x18]
	immediate := fmt.Sprintf("#%#x", i.K)
	if i.Code&srcX != 0 {
		immediate = "x"
	}
	switch i.Code & 7 {
	case classLD:
		return "ld" + size, i.source()
	case classLDX:
		if i.Code == ldxMSH {
			return "ldxb", fmt.Sprintf("4*([%d]&0xf)", i.K)
		}
		return "ldx", i.source()
	case classST:
		return "st", fmt.Sprintf("M[%d]", i.K)
	case classSTX:
		return "stx", fmt.Sprintf("M[%d]", i.K)
	case classALU:
		op := i.Code & 0xf0
		if op == aluNEG {
			return "neg", ""
		}
		if i.Code&srcX == 0 && op != aluAND && op != aluOR && op != aluXOR {
			immediate = fmt.Sprintf("#%d", i.K)
		}
		return aluNames[op], immediate
	case classJMP:
		if i.Code == jump {
			return "ja", fmt.Sprintf("%d", pc+1+int(int32(i.K)))
		}
		return jumpNames[i.Code&0xf0], immediate
	case classRET:
		if i.Code&retA != 0 {
			return "ret", ""
		}
		return "ret", fmt.Sprintf("#%d", i.K)
	}
	if i.Code == miscTXA {
		return "txa", ""
	}
	return "tax", ""
}

// source says where a load takes its value from.
func (i Instruction) source() string {
	switch i.Code & 0xe0 {
	case modeIMM:
		return fmt.Sprintf("#%#x", i.K)
	case modeMEM:
		return fmt.Sprintf("M[%d]", i.K)
	case modeLEN:
		return "#pktlen"
	case modeIND:
		return fmt.Sprintf("[x + %d]", int32(i.K))
	}
	if i.K >= ancillary {
		if name, ok := ancillaryNames[i.K-ancillary]; ok {
			return "[" + name + "]"
		}
	}
	return fmt.Sprintf("[%d]", i.K)
}

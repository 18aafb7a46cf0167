package bpf

// An Instruction is one of classic BPF, laid out as the kernel's struct sock_filter.
type Instruction struct {
	Code   uint16
	Jt, Jf uint8
	K      uint32
}

// Parts of an instruction's code, by their usual names in bpf(4).
const (
	classLD   = 0x00
	classLDX  = 0x01
	classST   = 0x02
	classSTX  = 0x03
	classALU  = 0x04
	classJMP  = 0x05
	classRET  = 0x06
	classMISC = 0x07

	sizeW = 0x00
	sizeH = 0x08
	sizeB = 0x10

	modeIMM = 0x00
	modeABS = 0x20
	modeIND = 0x40
	modeMEM = 0x60
	modeLEN = 0x80
	modeMSH = 0xa0

	aluADD = 0x00
	aluSUB = 0x10
	aluMUL = 0x20
	aluDIV = 0x30
	aluOR  = 0x40
	aluAND = 0x50
	aluLSH = 0x60
	aluRSH = 0x70
	aluNEG = 0x80
	aluMOD = 0x90
	aluXOR = 0xa0

	jmpJA   = 0x00
	jmpJEQ  = 0x10
	jmpJGT  = 0x20
	jmpJGE  = 0x30
	jmpJSET = 0x40

	srcX = 0x08
	retA = 0x10

	miscTAX = classMISC
	miscTXA = classMISC | 0x80
)

// Whole codes that the generator writes.
const (
	ldIMM  = classLD | modeIMM
	ldLEN  = classLD | sizeW | modeLEN
	ldMEM  = classLD | modeMEM
	ldxIMM = classLDX | modeIMM
	ldxMEM = classLDX | modeMEM
	ldxMSH = classLDX | sizeB | modeMSH
	retK   = classRET
	jump   = classJMP | jmpJA
)

// Offsets from which the kernel loads what it knows of a packet, and that no packet reaches (SKF_AD_OFF of linux/filter.h).
const (
	ancillary   = 0xfffff000
	adPktType   = ancillary + 4
	adIfIndex   = ancillary + 8
	adVLANTag   = ancillary + 44
	adVLANThere = ancillary + 48
	adVLANProto = ancillary + 60
)

// maxLoad is the largest offset that the kernel takes for one into the packet.
const maxLoad = 0x7fffffff

func ins(code uint16, k uint32) Instruction { return Instruction{Code: code, K: k} }

// sizeCode returns the size bits of a load of n bytes.
func sizeCode(n uint32) uint16 {
	switch n {
	case 1:
		return sizeB
	case 2:
		return sizeH
	}
	return sizeW
}

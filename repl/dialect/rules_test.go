package dialect

import (
	"strings"
	"testing"
)

const raised = "if err != nil {\n\tpanic(err)\n}"

// TestRules shows, for each rule, what is typed and the Go it becomes.
func TestRules(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		// packets
		{`IP(dst="8.8.8.8", ttl=64)`, `IP.New("dst", "8.8.8.8", "ttl", 64)`},
		{`IP()`, `IP.New()`},
		{`ICMP(type=8)`, `ICMP.New("type", 8)`},
		{`TCP(flags='S')`, `TCP.New("flags", "S")`},
		{`TCP(dport=[80,443])`, `TCP.New("dport", []int{80, 443})`},
		{`IP(ttl=[1,2,(5,9)])`, `IP.New("ttl", []any{1, 2, Tuple{5, 9}})`},
		{`TCP(options=[("MSS",1460),("NOP",None)])`, `TCP.New("options", []Tuple{{"MSS", 1460}, {"NOP", nil}})`},
		{`DNS(rd=1,qd=DNSQR(qname="example.com"))`, `DNS.New("rd", 1, "qd", DNSQR.New("qname", "example.com"))`},
		{`IP(b"\x45")`, `IP.Dissect([]byte("E"))`},
		{`Raw("x")`, `Raw.Dissect([]byte("x"))`},
		{`Ether(raw(p))`, `Ether.Dissect(p.Build())`},
		{`Ether(p)`, `Ether.Dissect(p.Build())`},
		{`IP()/TCP()/"GET"`, `Stack(IP.New(), TCP.New(), "GET")`},
		{`Ether()/p`, `Stack(Ether.New(), p)`},
		{`"\x00\x01"/IP()`, `Stack("\x00\x01", IP.New())`},
		{`IP()/("X"*3000)`, `Stack(IP.New(), (strings.Repeat("X", 3000)))`},
		{`p = p/"hi"`, `p = Stack(p, "hi")`},
		{`p /= "hi"`, `p = Stack(p, "hi")`},
		{`p[TCP]`, `p.Layer(TCP)`},
		{`p["TCP"]`, `p.Layer("TCP")`},
		{`p[IP:2]`, `p.Layer(IP, 2)`},
		{`p[0]`, `p.Layer(0)`},
		{`pkts[TCP]`, `pkts.With(TCP)`},
		{`p[TCP].dport`, `p.Layer(TCP).Int("dport")`},
		{`p[IP].src`, `p.Layer(IP).Str("src")`},
		{`p.ttl`, `p.Int("ttl")`},
		{`p.load`, `p.Bytes("load")`},
		{`p.qd`, `p.List("qd")`},
		{`p[DNS].qd[0].qname`, `p.Layer(DNS).List("qd")[0].Str("qname")`},
		{`p.flags`, `p.Flags("flags")`},
		{`p.flags == "SA"`, `p.Flags("flags").Is("SA")`},
		{`p.flags != 'S'`, `!p.Flags("flags").Is("S")`},
		{`p[TCP].flags & 2`, `p.Layer(TCP).Flags("flags").Int() & 2`},
		{`p[TCP].flags.S`, `p.Layer(TCP).Flags("flags").Has("S")`},
		{`p.flags.S`, `p.Flags("flags").Has("S")`},
		{`str(p[TCP].flags)`, `p.Layer(TCP).Flags("flags").String()`},
		{`p[TCP].type`, `p.Layer(TCP).Int("type")`},
		{`p.payload.payload`, `p.Payload().Payload()`},
		{`p.time`, `p.Epoch()`},
		{`p.time-pkts[0].time`, `p.Epoch() - pkts[0].Epoch()`},
		{`p.name`, `p.Proto().Name()`},
		{`p[ARP].op == "who-has"`, `p.Layer(ARP).Str("op") == "who-has"`},
		{`p.load == "hi"`, `string(p.Bytes("load")) == "hi"`},
		{`p.load == b"hi"`, `string(p.Bytes("load")) == "hi"`},
		{`bytes(p)==raw(p)`, `bytes.Equal(p.Build(), p.Build())`},
		{`p[IP].chksum is None`, `p.Layer(IP).Get("chksum") == nil`},

		// writes
		{`p.ttl = 3`, "if err := p.Set(\"ttl\", 3); err != nil {\n\tpanic(err)\n}"},
		{`p[IP].dst="1.2.3.4"`, "if err := p.Layer(IP).Set(\"dst\", \"1.2.3.4\"); err != nil {\n\tpanic(err)\n}"},
		{`p.ttl -= 1`, "if err := p.Set(\"ttl\", p.Int(\"ttl\")-1); err != nil {\n\tpanic(err)\n}"},
		{`p.ttl++`, "if err := p.Set(\"ttl\", p.Int(\"ttl\")+1); err != nil {\n\tpanic(err)\n}"},
		{`p[TCP].flags |= "F"`, "if err := p.Layer(TCP).Set(\"flags\", p.Layer(TCP).Flags(\"flags\").With(\"F\")); err != nil {\n\tpanic(err)\n}"},
		{`del p.chksum`, "if err := p.Del(\"chksum\"); err != nil {\n\tpanic(err)\n}"},
		{`del(p[IP].ttl)`, "if err := p.Layer(IP).Del(\"ttl\"); err != nil {\n\tpanic(err)\n}"},
		{`p.payload = "x"`, `p.SetPayload("x")`},
		{`del m["a"]`, `delete(m, "a")`},

		// names
		{`p.haslayer(TCP)`, `p.HasLayer(TCP)`},
		{`p.getlayer(TCP)`, `p.Layer(TCP)`},
		{`p[TCP].add_payload(Raw("x"))`, `p.Layer(TCP).AddPayload(Raw.Dissect([]byte("x")))`},
		{`pkts.nsummary()`, `pkts.NSummary()`},
		{`p.show()`, `p.Show()`},
		{`ls(IP)`, `Ls(IP)`},
		{`hexdump(p)`, `Hexdump(p)`},
		{`hexdump(p,dump=True)[:6]`, `HexdumpText(p)[:6]`},
		{`x = p.show(dump=True)`, `x := p.ShowText()`},
		{`time.sleep(.5)`, `time.Sleep(500 * time.Millisecond)`},
		{`p.lastlayer()`, `p.LastLayer()`},

		{`p.getlayer(IP, 2)`, `p.Layer(IP, 2)`},
		{`p.getlayer(IP, ttl=64)`, `p.Find(IP, "ttl", 64)`},
		{`p.getlayer(IP, nb=2)`, `p.Layer(IP, 2)`},
		{`p.haslayer(TCP, flags='S')`, `p.Find(TCP, "flags", "S") != nil`},
		{`p < pkts[0]`, `p.Answers(pkts[0])`},
		{`p > pkts[0]`, `pkts[0].Answers(p)`},
		{`p.answers(p)`, `p.Answers(p)`},
		{`raw(p.payload)`, `Wire(p.Payload())`},
		{`bytes(p[IP].payload)[:4]`, `Wire(p.Layer(IP).Payload())[:4]`},
		{`len(p.payload)`, `len(Wire(p.Payload()))`},
		{`p.time = pkts[0].time`, `p.SetTime(pkts[0].Time())`},
		{`p.time = 5.5`, `p.SetTime(time.Unix(0, int64((5.5)*1e9)))`},
		{`p.time += 3`, `p.SetTime(time.Unix(0, int64((p.Epoch()+3)*1e9)))`},
		{`p[IP].fields`, `p.Layer(IP).Values()`},
		{`p[IP].default_fields["ttl"]`, `p.Layer(IP).Proto().Defaults()["ttl"]`},
		{`TCP().fields_desc[0].name`, `TCP.New().Proto().Fields()[0].Name()`},
		{`[f.name for f in p.fields_desc]`, "func() []string {\n\tvar out []string\n\tfor _, f := range p.Proto().Fields() {\n\t\tout = append(out, f.Name())\n\t}\n\treturn out\n}()"},
		{`corrupt_bytes("ABC", n=2)`, `CorruptBytes("ABC", 2)`},
		{`mac2str("02:00:00:00:00:01")`, `Mac2Str("02:00:00:00:00:01")`},

		// definitions and errors
		{`x = 1`, `x := 1`},
		{`x = IP(); x.ttl`, "x := IP.New()\nx.Int(\"ttl\")"},
		{`ip = IP(); ip.ttl`, "ip := IP.New()\nip.Int(\"ttl\")"},
		{`n = "now a text"`, `n := "now a text"`},
		{`a, c = 1, 2`, `a, c := 1, 2`},
		{`a, c = (1, 2)`, `a, c := 1, 2`},
		{`x = 1, 2`, `x := Tuple{1, 2}`},
		{`type(p)`, `p.Proto()`},
		{`q = rdpcap("f")`, "q, err := Rdpcap(\"f\")\n" + raised},
		{`pkts = rdpcap("f", count=3)`, "pkts2, err := Rdpcap(\"f\", ReadOptions{Count: 3})\n" + raised + "\npkts = pkts2"},
		{`rdpcap("f")`, `Rdpcap("f")`},
		{`len(rdpcap("f"))`, "pkts2, err := Rdpcap(\"f\")\n" + raised + "\nlen(pkts2)"},
		{`wrpcap("f", pkts); n`, "if err := Wrpcap(\"f\", pkts); err != nil {\n\tpanic(err)\n}\nn"},
		{`wrpcap("f", pkts[0], append=True)`, `Wrpcap("f", pkts[0], WriteOptions{Append: true})`},
		{`ans2, unans = sr(p, timeout=2)`, "ans2, unans, err := Sr(p, SendOptions{Timeout: 2 * time.Second})\n" + raised},
		{`r = PcapReader("f")`, "r, err := NewPcapReader(\"f\")\n" + raised},

		// keywords
		{`sniff(iface="lo", count=3, timeout=.5)`, `Sniff(SniffOptions{Iface: []string{"lo"}, Count: 3, Timeout: 500 * time.Millisecond})`},
		{`sniff(iface=["lo","eth0"], store=0)`, `Sniff(SniffOptions{Iface: []string{"lo", "eth0"}, Store: false})`},
		{`sniff(timeout=n)`, `Sniff(SniffOptions{Timeout: time.Duration(n) * time.Second})`},
		{`sniff(prn=lambda p: p.summary(), lfilter=lambda p: ICMP in p)`, `Sniff(SniffOptions{Prn: func(p *Packet) any { return p.Summary() }, LFilter: func(p *Packet) bool { return p.HasLayer(ICMP) }})`},
		{`sniff(prn=lambda x: x.show(), count=1)`, `Sniff(SniffOptions{Prn: func(x *Packet) any { x.Show(); return nil }, Count: 1})`},
		{`sniff(stop_filter=lambda p: p.haslayer(TCP))`, `Sniff(SniffOptions{StopFilter: func(p *Packet) bool { return p.HasLayer(TCP) }})`},
		{`sniff(offline=pkts[TCP], filter="tcp port 443")`, `Sniff(SniffOptions{Offline: pkts.With(TCP), Filter: "tcp port 443"})`},
		{`pkts.nsummary(lfilter=lambda p: TCP in p)`, `pkts.NSummary(SummaryOptions{Lfilter: func(p *Packet) bool { return p.HasLayer(TCP) }})`},
		{`pkts.summary(lambda p: p.sprintf("%IP.src%"), lfilter=lambda p: IP in p)`, `pkts.Summary(SummaryOptions{Prn: func(p *Packet) any { return p.Sprintf("%IP.src%") }, Lfilter: func(p *Packet) bool { return p.HasLayer(IP) }})`},
		{`pkts.filter(lambda p: DNS in p)`, `pkts.Filter(func(p *Packet) bool { return p.HasLayer(DNS) })`},
		{`pkts.filter(lambda p: p[TCP].flags & 2)`, `pkts.Filter(func(p *Packet) bool { return p.Layer(TCP).Flags("flags").Int()&2 != 0 })`},
		{`ans.summary(lambda s,r: r.sprintf("x"))`, `ans.Summary(PairOptions{Prn: func(s, r *Packet) any { return r.Sprintf("x") }})`},
		{`sr1(p, timeout=2, verbose=0).summary()`, "p2, err := Sr1(p, SendOptions{Timeout: 2 * time.Second, Verbose: func() *bool { var v bool = false; return &v }()})\n" + raised + "\np2.Summary()"},
		{`Bind(UDP, DNS, dport=53)`, `Bind(UDP, DNS, "dport", 53)`},

		// text, pairs, lists
		{`s.upper()`, `strings.ToUpper(s)`},
		{`p.summary().split("/")[0]`, `strings.Split(p.Summary(), "/")[0]`},
		{`raw(p)[:6].hex()`, `hex.EncodeToString(p.Build()[:6])`},
		{`p.load.split(b"\r\n")[0]`, `bytes.Split(p.Bytes("load"), []byte("\r\n"))[0]`},
		{`", ".join([p.src for p in pkts])`, "strings.Join(func() []string {\n\tvar out []string\n\tfor _, p := range pkts {\n\t\tout = append(out, p.Str(\"src\"))\n\t}\n\treturn out\n}(), \", \")"},
		{`b"".join(raw(p) for p in pkts)`, "bytes.Join(func() [][]byte {\n\tvar out [][]byte\n\tfor _, p := range pkts {\n\t\tout = append(out, p.Build())\n\t}\n\treturn out\n}(), []byte(\"\"))"},
		{`xs.append(3)`, `xs = append(xs, 3)`},
		{`pkts.append(Ether()/IP()); len(pkts)`, "pkts = append(pkts, Stack(Ether.New(), IP.New()))\nlen(pkts)"},
		{`new=[]; [new.append(p) for p in pkts if not p.haslayer(ARP)]; n`, "new := PacketList{}\nfor _, p := range pkts {\n\tif !p.HasLayer(ARP) {\n\t\tnew = append(new, p)\n\t}\n}\nn"},
		{`pkts.sort(key=lambda p: p.time)`, "{\n\tkey := func(p *Packet) float64 { return p.Epoch() }\n\tsort.SliceStable(pkts, func(i, j int) bool { return key(pkts[i]) < key(pkts[j]) })\n}"},
		{`xs.sort()`, "sort.SliceStable(xs, func(i, j int) bool { return xs[i] < xs[j] })"},
		{`pkts.pop().summary()`, "func() *Packet { v := pkts[len(pkts)-1]; pkts = pkts[:len(pkts)-1]; return v }().Summary()"},
		{`ans[0][1].summary()`, `ans[0].Received.Summary()`},
		{`ans[0][1][IP].src`, `ans[0].Received.Layer(IP).Str("src")`},
		{`sr(p, timeout=2)[0].summary()`, "v, _, err := Sr(p, SendOptions{Timeout: 2 * time.Second})\n" + raised + "\nv.Summary()"},
		{`time = p.time`, `time := p.Epoch()`},
		{`PacketList(IP(dst="10.0.0.0/30"))`, `IP.New("dst", "10.0.0.0/30").Expand()`},
		{`bind_layers(UDP, DNS, dport=6666)`, `Bind(UDP, DNS, "dport", 6666)`},

		// operators
		{`TCP in p`, `p.HasLayer(TCP)`},
		{`"TCP" in p`, `p.HasLayer("TCP")`},
		{`TCP not in p`, `!p.HasLayer(TCP)`},
		{`TCP in p and IP in p`, `p.HasLayer(TCP) && p.HasLayer(IP)`},
		{`not (TCP in p or n)`, `!(p.HasLayer(TCP) || n != 0)`},
		{`1 in xs`, "func() bool {\n\tfor _, v := range xs {\n\t\tif v == 1 {\n\t\t\treturn true\n\t\t}\n\t}\n\treturn false\n}()"},
		{`n in (1,2)`, `(n == 1 || n == 2)`},
		{`"a" in m`, `func() bool { _, ok := m["a"]; return ok }()`},
		{`"ex" in s`, `strings.Contains(s, "ex")`},
		{`b"ex" in b`, `bytes.Contains(b, []byte("ex"))`},
		{`p is None`, `p == nil`},
		{`p is not None`, `p != nil`},
		{`"%d is filtered" % p[TCP].dport`, `fmt.Sprintf("%d is filtered", p.Layer(TCP).Int("dport"))`},
		{`"%d %s" % (n, s)`, `fmt.Sprintf("%d %s", n, s)`},
		{`pkts[:2]+pkts[5:6]`, `pkts[:2].Plus(pkts[5:6])`},
		{`pkts += pkts`, `pkts = pkts.Plus(pkts)`},
		{`pkts[-1]`, `pkts[len(pkts)-1]`},
		{`pkts[-3:]`, `pkts[len(pkts)-3:]`},
		{`pkts[TCP][-1]`, `func(s PacketList) *Packet { return s[len(s)-1] }(pkts.With(TCP))`},
		{`s[:-1]`, `s[:len(s)-1]`},
		{`b[0] == "G"`, `b[0] == 'G'`},

		// literals
		{`x = [1,2,3]`, `x := []int{1, 2, 3}`},
		{`x = ["a", 'b']`, `x := []string{"a", "b"}`},
		{`x = [1, "a"]`, `x := []any{1, "a"}`},
		{`x = [IP(), p]`, `x := PacketList{IP.New(), p}`},
		{`x = []`, `x := []any{}`},
		{`x = {"a": 1}`, `x := map[string]int{"a": 1}`},
		{`x = (1, 1024)`, `x := Tuple{1, 1024}`},
		{`[p for p in pkts if TCP in p]`, `pkts.With(TCP)`},
		{`[p for p in pkts if p.ttl < 64 and not TCP in p]`, `pkts.Filter(func(p *Packet) bool { return p.Int("ttl") < 64 && !p.HasLayer(TCP) })`},
		{`[p[IP].dst for p in pkts]`, "func() []string {\n\tvar out []string\n\tfor _, p := range pkts {\n\t\tout = append(out, p.Layer(IP).Str(\"dst\"))\n\t}\n\treturn out\n}()"},
		{`[x.ttl for x in IP(ttl=(1,4))]`, "func() []int {\n\tvar out []int\n\tfor x := range IP.New(\"ttl\", Tuple{1, 4}).All() {\n\t\tout = append(out, x.Int(\"ttl\"))\n\t}\n\treturn out\n}()"},
		{`{p.src: p.ttl for p in pkts}`, "func() map[string]int {\n\tout := map[string]int{}\n\tfor _, p := range pkts {\n\t\tout[p.Str(\"src\")] = p.Int(\"ttl\")\n\t}\n\treturn out\n}()"},
		{`[(s.dport, r.ttl) for s,r in ans]`, "func() []Tuple {\n\tvar out []Tuple\n\tfor _, pair := range ans {\n\t\ts, r := pair.Sent, pair.Received\n\t\tout = append(out, Tuple{s.Int(\"dport\"), r.Int(\"ttl\")})\n\t}\n\treturn out\n}()"},
		{`sum(len(p) for p in pkts)`, "func() int {\n\tvar sum int\n\tfor _, p := range pkts {\n\t\tsum += p.Len()\n\t}\n\treturn sum\n}()"},
		{`len([1 for p in pkts if TCP in p and p[TCP].flags & 2])`, "len(func() []int {\n\tvar out []int\n\tfor _, p := range pkts {\n\t\tif p.HasLayer(TCP) && p.Layer(TCP).Flags(\"flags\").Int()&2 != 0 {\n\t\t\tout = append(out, 1)\n\t\t}\n\t}\n\treturn out\n}())"},
		{`max(pkts, key=len).summary()`, "func() *Packet {\n\tlist := pkts\n\tkey := func(v *Packet) int { return v.Len() }\n\tbest := list[0]\n\tfor _, v := range list[1:] {\n\t\tif key(v) > key(best) {\n\t\t\tbest = v\n\t\t}\n\t}\n\treturn best\n}().Summary()"},
		{`sorted(pkts, key=lambda p: len(p))[-1].summary()`, "func(s PacketList) *Packet { return s[len(s)-1] }(func() PacketList {\n\tlist := append(PacketList{}, pkts...)\n\tkey := func(p *Packet) int { return p.Len() }\n\tsort.SliceStable(list, func(i, j int) bool { return key(list[i]) < key(list[j]) })\n\treturn list\n}()).Summary()"},
		{`sorted(pkts.sessions())`, "func() []string {\n\tlist := append([]string{}, func() []string {\n\t\tvar out []string\n\t\tfor v := range pkts.Sessions() {\n\t\t\tout = append(out, v)\n\t\t}\n\t\treturn out\n\t}()...)\n\tsort.SliceStable(list, func(i, j int) bool { return list[i] < list[j] })\n\treturn list\n}()"},
		{`pkts.sessions()["a"]`, `pkts.Sessions()["a"]`},
		{`list(IP(dst="10.0.0.0/24"))`, `IP.New("dst", "10.0.0.0/24").Expand()`},
		{`len(list(IP(dst="10.0.0.0/24",ttl=(1,3))))`, `len(IP.New("dst", "10.0.0.0/24", "ttl", Tuple{1, 3}).Expand())`},
		{`list(Net("10.0.0.0/30"))`, `Net("10.0.0.0/30").Addrs()`},
		{`[l.__name__ for l in p.layers()]`, "func() []string {\n\tvar out []string\n\tfor _, l := range p.Layers() {\n\t\tout = append(out, l.Name())\n\t}\n\treturn out\n}()"},
		{`TCP(sport=[RandShort()]*3)`, "TCP.New(\"sport\", func() []Random {\n\tvar out []Random\n\tfor range 3 {\n\t\tout = append(out, []Random{RandShort()}...)\n\t}\n\treturn out\n}())"},
		{`any(TCP in p for p in pkts)`, "func() bool {\n\tfor _, p := range pkts {\n\t\tif p.HasLayer(TCP) {\n\t\t\treturn true\n\t\t}\n\t}\n\treturn false\n}()"},
		{`1 if n else 2`, "func() int {\n\tif n != 0 {\n\t\treturn 1\n\t}\n\treturn 2\n}()"},
		{`len(p)`, `p.Len()`},
		{`raw(p)[:6]`, `p.Build()[:6]`},

		// loops and lambdas
		{`for p in pkts: print(p.summary())`, "for _, p := range pkts {\n\tfmt.Println(p.Summary())\n}"},
		{`for i in range(3): print(i)`, "for i := range 3 {\n\tfmt.Println(i)\n}"},
		{`for i in range(1, 3): print(i)`, "for i := 1; i < 3; i++ {\n\tfmt.Println(i)\n}"},
		{`for k, v in m.items(): print(k, v)`, "for k, v := range m {\n\tfmt.Println(k, v)\n}"},
		{`for i, p in enumerate(pkts): print(i, p)`, "for i, p := range pkts {\n\tfmt.Println(i, p)\n}"},
		{`for s,r in ans: print(s[TCP].dport, r[TCP].flags)`, "for _, pair := range ans {\n\ts, r := pair.Sent, pair.Received\n\tfmt.Println(s.Layer(TCP).Int(\"dport\"), r.Layer(TCP).Flags(\"flags\"))\n}"},
		{`for p in pkts { p.ttl = 3 }`, "for _, p := range pkts {\n\tif err := p.Set(\"ttl\", 3); err != nil {\n\t\tpanic(err)\n\t}\n}"},
		{`for p in PcapReader("f"): p[Ether].src="02:00:00:00:00:ff"`, "v, err := NewPcapReader(\"f\")\n" + raised + "\nfor p := range v.All() {\n\tif err := p.Layer(Ether).Set(\"src\", \"02:00:00:00:00:ff\"); err != nil {\n\t\tpanic(err)\n\t}\n}"},
		{`if TCP in p: print(p)`, "if p.HasLayer(TCP) {\n\tfmt.Println(p)\n}"},
		{`while n: n -= 1`, "for n != 0 {\n\tn -= 1\n}"},
		{`g = lambda p: p.ttl`, "g := func(p *Packet) int { return p.Int(\"ttl\") }"},
		{`ping = lambda h: sr1(IP(dst=h)/ICMP(), timeout=1) is not None`, "ping := func(h any) bool {\n\treturn func() *Packet {\n\t\tv, err := Sr1(Stack(IP.New(\"dst\", h), ICMP.New()), SendOptions{Timeout: 1 * time.Second})\n\t\tif err != nil {\n\t\t\tpanic(err)\n\t\t}\n\t\treturn v\n\t}() != nil\n}"},
		{`def g(p): return p.ttl if IP in p else None`, "g := func(p *Packet) any {\n\tif p.HasLayer(IP) {\n\t\treturn p.Int(\"ttl\")\n\t}\n\treturn nil\n}"},
		{`print(p)`, `fmt.Println(p)`},
		{`print("a", n, end="")`, `fmt.Println("a", n)`},
		{`func g(p *Packet) bool { return TCP in p }`, "func g(p *Packet) bool {\n\treturn p.HasLayer(TCP)\n}"},
		{`[print(p) for p in pkts]; n`, "for _, p := range pkts {\n\tfmt.Println(p)\n}\nn"},

		{`pkts.replace(IP.src, "1.2.3.4")`, `pkts.Replace("IP.src", "1.2.3.4")`},
		{`pkts.make_table(lambda p: (p.src, p.dst, p.ttl))`, `pkts.MakeTable(func(p *Packet) Tuple { return Tuple{p.Str("src"), p.Str("dst"), p.Int("ttl")} })`},
		{`IP.src`, `IP.Field("src")`},
		{`xs.sort(key=lambda x: (x, 1))`, "{\n\tkey := func(x int) Tuple { return Tuple{x, 1} }\n\tsort.SliceStable(xs, func(i, j int) bool { return Less(key(xs[i]), key(xs[j])) })\n}"},
		{`sorted(m.items(), key=lambda kv: kv[1])[0]`, "func() []Tuple {\n\tlist := append([]Tuple{}, func() []Tuple {\n\t\tvar list []Tuple\n\t\tfor k, v := range m {\n\t\t\tlist = append(list, Tuple{k, v})\n\t\t}\n\t\treturn list\n\t}()...)\n\tkey := func(kv Tuple) any { return kv[1] }\n\tsort.SliceStable(list, func(i, j int) bool { return Less(key(list[i]), key(list[j])) })\n\treturn list\n}()[0]"},

		// values of and, or; chains; texts with values
		{`1 < n <= 5`, `1 < n && n <= 5`},
		{`0 < p.ttl < 64 and n`, `0 < p.Int("ttl") && p.Int("ttl") < 64 && n != 0`},
		{`1 < n < 5 < 7`, `1 < n && n < 5 && 5 < 7`},
		{`x = s or "none"`, "x := func() string {\n\tif v := s; v != \"\" {\n\t\treturn v\n\t}\n\treturn \"none\"\n}()"},
		{`f"{p[IP].src:>15} {n}"`, `fmt.Sprintf("%15v %v", p.Layer(IP).Str("src"), n)`},
		{`f'{n:04x}: {s:5}{n:5}% {{{f:.2f}}} {p[TCP].sport!r}'`, `fmt.Sprintf("%04x: %-5v%5v%% {%.2f} %v", n, s, n, f, Repr(p.Layer(TCP).Int("sport")))`},
		{`f"none"`, `"none"`},
		{`print(f"{m['a']}\n")`, `fmt.Println(fmt.Sprintf("%v\n", m["a"]))`},
		{`from collections import Counter; Counter(p.src for p in pkts)`, "func() map[string]int {\n\tn := map[string]int{}\n\tfor _, v := range func() []string {\n\t\tvar out []string\n\t\tfor _, p := range pkts {\n\t\t\tout = append(out, p.Str(\"src\"))\n\t\t}\n\t\treturn out\n\t}() {\n\t\tn[v]++\n\t}\n\treturn n\n}()"},
		{`for i, (a, c) in enumerate(ans): print(i, a)`, "for i, part0 := range ans {\n\ta, c := part0.Sent, part0.Received\n\tfmt.Println(i, a)\n}"},
		{`for a, c, d in [(1,2,3)]: print(a)`, "for _, part0 := range []Tuple{{1, 2, 3}} {\n\ta, c, d := part0[0], part0[1], part0[2]\n\tfmt.Println(a)\n}"},
		{`for a, c in zip(xs, pkts): print(a, c)`, "for i, a := range xs[:min(len(xs), len(pkts))] {\n\tc := pkts[i]\n\tfmt.Println(a, c)\n}"},
		{`[i for i, (a, c) in enumerate(ans)]`, "func() []int {\n\tvar out []int\n\tfor i, part0 := range ans {\n\t\ta, c := part0.Sent, part0.Received\n\t\tout = append(out, i)\n\t}\n\treturn out\n}()"},

		// Go stays Go
		{`x := p == p`, `x := p == p`},
		{`IP.New("dst", "a")`, `IP.New("dst", "a")`},
		{`n / 2`, `n / 2`},
		{`print("x")`, `print("x")`},
	} {
		got, err := start(t).enter(c.typed)
		switch {
		case err != nil:
			t.Errorf("%s\n\t%v", c.typed, describeError(err))
		case got != c.want:
			t.Errorf("%s\n\tgot  %s\n\twant %s", c.typed, got, c.want)
		}
		if strings.Contains(got, "__") {
			t.Errorf("%s: a marker is left: %s", c.typed, got)
		}
	}
}

func describeError(err error) string {
	if e, ok := err.(*Error); ok {
		return e.Msg + " | " + e.Help
	}
	return err.Error()
}

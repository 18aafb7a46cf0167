package packet

import (
	"fmt"
	"math"
	"strings"
)

// A Graph is who talks to whom, as Conversations counts it.
type Graph []Conversation

// DOT returns the graph in the language of Graphviz, the number of packets on
// each edge.
func (g Graph) DOT() string {
	var out strings.Builder
	out.WriteString("digraph \"conv\" {\n")
	for _, c := range g {
		fmt.Fprintf(&out, "\t %q -> %q [label=\"%d\"]\n", c.Src, c.Dst, c.Packets)
	}
	out.WriteString("}\n")
	return out.String()
}

// SVG returns the graph as a picture: the hosts on a circle, an arrow for each
// direction, thicker for more packets.
func (g Graph) SVG() string {
	hosts := g.hosts()
	radius := max(120, float64(len(hosts))*28)
	center := radius + 110
	place := make(map[string][2]float64, len(hosts))
	for i, h := range hosts {
		angle := 2*math.Pi*float64(i)/float64(len(hosts)) - math.Pi/2
		place[h] = [2]float64{center + radius*math.Cos(angle), center + radius*math.Sin(angle)}
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" font-family="sans-serif" font-size="12">`+"\n", 2*center, 2*center)
	out.WriteString(`<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>` + "\n")
	for _, c := range g {
		edge(&out, place[c.Src], place[c.Dst], c.Packets)
	}
	for _, h := range hosts {
		at := place[h]
		fmt.Fprintf(&out, `<circle cx="%.1f" cy="%.1f" r="4"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", at[0], at[1], at[0], at[1]-8, h)
	}
	out.WriteString("</svg>\n")
	return out.String()
}

// edge draws one direction as a curve, so that the two do not lie on each other.
func edge(out *strings.Builder, from, to [2]float64, packets int) {
	dx, dy := to[0]-from[0], to[1]-from[1]
	midX, midY := (from[0]+to[0])/2-dy/8, (from[1]+to[1])/2+dx/8
	width := 1 + math.Log10(float64(packets))
	fmt.Fprintf(out, `<path d="M%.1f %.1fQ%.1f %.1f %.1f %.1f" fill="none" stroke="black" stroke-width="%.1f" marker-end="url(#a)"/>`+"\n",
		from[0], from[1], midX, midY, to[0], to[1], width)
	fmt.Fprintf(out, `<text x="%.1f" y="%.1f" fill="gray">%d</text>`+"\n", midX, midY, packets)
}

// hosts are the addresses in the order in which they first appear.
func (g Graph) hosts() []string {
	var list []string
	seen := make(map[string]bool)
	for _, c := range g {
		for _, h := range []string{c.Src, c.Dst} {
			if !seen[h] {
				seen[h] = true
				list = append(list, h)
			}
		}
	}
	return list
}

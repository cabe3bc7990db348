package workload

// name makes the name of a build of a release, for example
// "Ubuntu-22.04-arm64-生产环境-20240312-0f3a9": 46 bytes in the mean.
func (g *Generator) name(r *release) string {
	text := append(g.text[:0], r.name...)
	text = append(text, pick(&g.draw, editions)...)
	text = append(text, '-')
	text = append(text, r.date...)
	text = append(text, '-')
	text = appendPadded(text, uint64(g.draw.below(1<<20)), 16, 5)
	g.text = text
	return string(text)
}

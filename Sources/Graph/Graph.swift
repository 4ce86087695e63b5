// A system as pictures, and pictures as a system.
//
// `Diagram` is the value in the middle: nodes, groups and edges, without a place on paper. `Diagrams` makes three of a
// checked system: its layers, its infrastructure, and who speaks MCP with whom. `Text` writes one as Mermaid or DOT,
// `SVG` arranges it and draws it. The other way, `Mermaid` reads the flowcharts of a Markdown file, and `Import` writes
// a first blueprint from them: what it guesses it says, and what it cannot place it lists.
//
// Everything here is pure; the same value makes the same bytes.

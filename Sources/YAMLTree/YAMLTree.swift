// YAML in both directions: an ordered tree with one printer for what we write, located nodes for what people wrote.
//
// `YAML` is what an emitter makes: plain data in the order a person expects. `YAML.text` is the only place that knows
// quoting. `LocatedNode` is what a file holds: every scalar, list and map with its place, so that a reader can point at
// what it means. Yams reads the text and shows nowhere outside this target.

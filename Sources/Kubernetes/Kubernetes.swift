// The Kubernetes objects, and those of the operators around it, that we write *and read back*: typed, with only the
// fields we use.
//
// The generator makes `Manifest` values and one printer makes text of their `yaml`. The emulator reads the text with
// `readManifests` and knows nothing but what it finds there. Each kind is a struct in a file of its own with the same
// two halves: `yaml`, in the order a person expects, and `init(reading:)`, which records a diagnostic for what is
// missing or of the wrong type and goes on. A field that we do not know is kept out of the way of the emulator and
// reported as a warning, because ignoring it in silence would break the one rule.

// From a checked system to the manifests that deploy it.
//
// `manifests(for:environment:)` is pure: a `System` and one of its environments in, files of typed objects out, the
// same ones every time. Each emitter is a function named for the value that it makes (`deployment(for:)`), an extension
// of `Site`, in a file of its own. Folders follow the files: `Cluster` makes what a whole namespace shares,
// `Workloads` what one workload has, `Edge` the way in from the internet, `Data` the names of the managed stores and what
// makes them, `Frontends` what Vercel reads. `Checks` looks at manifests as a whole, wherever they come from. `Files`
// turns files into text, compares it with what is on the disk, and writes what differs. No text is made anywhere else,
// and no decision is taken in `Files`.

// What an image may do.
//
// The emulator is a container runtime whose *local images* are Swift values. A `LocalImage` is started with a
// `Container`: the environment, the mounted files and the network that its Deployment gives it, and nothing else. It
// answers requests on its port and may do work of its own beside them. It reaches a dependency by the address that it
// finds in its environment, so that a variable missing from the manifest is missing here too.
//
// An image that nobody registered runs from its contract; see `ContractImage`.

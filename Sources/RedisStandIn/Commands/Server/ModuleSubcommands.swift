import Fidelity

extension Command {
    /// The subcommands of `MODULE`. See <https://redis.io/commands/module/>.
    static let module = Command(
        "module", arity: -2, flags: [], group: .server, since: "4.0.0",
        summary: "A container for module commands",
        subcommands: [
            .help("module", since: "5.0.0"), .moduleList,
            Command(
                unsupported: "module|load", arity: -3, group: .server, since: "4.0.0", summary: "Load a module",
                reason: "modules are native code for Redis' own process"),
            Command(
                unsupported: "module|loadex", arity: -3, group: .server, since: "7.0.0",
                summary: "Load a module with extended parameters",
                reason: "modules are native code for Redis' own process"),
            Command(
                unsupported: "module|unload", arity: 3, group: .server, since: "4.0.0", summary: "Unload a module",
                reason: "modules are native code for Redis' own process"),
        ], body: .container)

    static let moduleList = Command(
        "module|list", arity: 2, flags: [.admin, .noscript], group: .server, since: "4.0.0",
        summary: "List all modules loaded by the server",
        reply: { call throws(RedisError) in .array([]) })
}

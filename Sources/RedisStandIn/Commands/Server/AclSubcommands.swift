extension Command {
    /// The subcommands of `ACL`. See <https://redis.io/commands/acl/>.
    static let acl = Command(
        "acl", arity: -2, flags: [], group: .server, since: "6.0.0",
        summary: "A container for Access List Control commands ",
        subcommands: [
            Command(
                unsupported: "acl|cat", arity: -2, group: .server, since: "6.0.0",
                summary: "List the ACL categories or the commands inside a category",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|deluser", arity: -3, group: .server, since: "6.0.0",
                summary: "Remove the specified ACL users and the associated rules",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|dryrun", arity: -4, group: .server, since: "7.0.0",
                summary: "Returns whether the user can execute the given command without executing the command",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|genpass", arity: -2, group: .server, since: "6.0.0",
                summary: "Generate a pseudorandom secure password to use for ACL users",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|getuser", arity: 3, group: .server, since: "6.0.0",
                summary: "Get the rules for a specific ACL user",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|help", arity: 2, group: .server, since: "6.0.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            Command(
                unsupported: "acl|list", arity: 2, group: .server, since: "6.0.0",
                summary: "List the current ACL rules in ACL config file format",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|load", arity: 2, group: .server, since: "6.0.0",
                summary: "Reload the ACLs from the configured ACL file",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|log", arity: -2, group: .server, since: "6.0.0",
                summary: "List latest events denied because of ACLs in place",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|save", arity: 2, group: .server, since: "6.0.0",
                summary: "Save the current ACL rules in the configured ACL file",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|setuser", arity: -3, group: .server, since: "6.0.0",
                summary: "Modify or create the rules for a specific ACL user",
                reason: "users come from the configuration and cannot be changed"),
            Command(
                unsupported: "acl|users", arity: 2, group: .server, since: "6.0.0",
                summary: "List the username of all the configured ACL rules",
                reason: "users come from the configuration and cannot be changed"),
            .aclWhoami,
        ], body: .container)
}

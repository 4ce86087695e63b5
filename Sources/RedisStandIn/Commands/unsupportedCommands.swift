/// Commands that this stand-in knows and does not do, with the reasons.
let unsupportedCommands: [Command] =
    [
        ("hexpire", "Set the expiry of fields of a hash, in seconds"),
        ("hexpireat", "Set the expiry of fields of a hash, as a time in seconds"),
        ("hexpiretime", "Get when fields of a hash expire, as a time in seconds"),
        ("hpersist", "Take the expiry of fields of a hash away"),
        ("hpexpire", "Set the expiry of fields of a hash, in milliseconds"),
        ("hpexpireat", "Set the expiry of fields of a hash, as a time in milliseconds"),
        ("hpexpiretime", "Get when fields of a hash expire, as a time in milliseconds"),
        ("hpttl", "Get how long fields of a hash have left, in milliseconds"),
        ("httl", "Get how long fields of a hash have left, in seconds"),
    ].map { name, summary in
        Command(
            unsupported: name, arity: -5, group: .hash, since: "7.4.0", summary: summary,
            reason: "Redis \(redisVersion) has no expiry of fields: it came with 7.4")
    }

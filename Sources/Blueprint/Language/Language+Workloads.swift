// What services, MCP servers and workers may say.

let serviceKeys: [Key] =
    [
        Key("role", .choice(["service", "oauth"]), default: "service", "`oauth`: the authorization server"),
        Key(
            "clients", .named(noun: "OAuth client", .label, .fields(clientKeys)), default: "none",
            "Who may ask for tokens; for the authorization server only"),
    ] + workloadKeys(namespace: "services", contract: "The OpenAPI description it is held to") + [serviceScale]

let mcpKeys: [Key] =
    [Key("of", .text(.label), default: "none", "The service whose data it opens to agents")]
    + workloadKeys(namespace: "services", contract: "The list of MCP tools it is held to") + [serviceScale]

let workerKeys: [Key] =
    [Key("consumes", .oneOrMore(.text(.label)), required: true, "The queues that it takes jobs from")]
    + workloadKeys(namespace: "workers", contract: "The description of the jobs it takes") + [workerScale]

let clientKeys: [Key] = [
    Key(
        "kind", .choice(OAuthClient.Kind.allCases.map(\.rawValue)), default: "public",
        "`public`: a person's browser, with PKCE and without a secret; `machine`: a program with a secret"),
    Key(
        "redirects", .oneOrMore(.text(.redirect)), default: "none",
        "Where a person comes back to; a path stands on every host of the frontend with the client's name"),
    Key("scopes", .oneOrMore(.text(.scope)), default: "every scope of a route", "What it may ask for"),
]

/// What every workload may say besides its own keys and its scale.
private func workloadKeys(namespace: String, contract: String) -> [Key] {
    [
        Key("image", .text(.image), default: "SYSTEM/NAME", "The image, without registry and tag"),
        Key("contract", .text(.file), default: "none", contract),
        Key("port", .number(1...65535), default: "8080", "The container's port"),
        Key("namespace", .text(.label), default: namespace, "Its namespace"),
        Key(
            "resources", .fields(resourceKeys), default: "cpu 100m to 500m, memory 128Mi to 256Mi",
            "What a replica reserves and what it may take at most"),
        Key("probes", .fields(probeKeys), default: "/readyz and /livez", "Where the cluster asks how it is"),
        Key(
            "shutdown", .fields(shutdownKeys(default: "that of the system, for a worker at least 60s")),
            default: "that of the system", "How a pod of it ends"),
        settingsKey,
        secretsKey,
        Key(
            "uses", .named(noun: "use", .label, .oneOrMore(.choice(Edge.Access.declared))), default: "nothing",
            "What it may reach and how; what is not here cannot be reached"),
    ]
}

let settingsKey = Key(
    "environment", .named(noun: "setting", .settingName, .setting), default: "none",
    "Plain settings, as environment variables")

let secretsKey = Key(
    "secrets", .oneOrMore(.text(.secret)), default: "none", "Secrets of its own, besides those of its edges")

private let resourceKeys: [Key] = [
    Key("cpu", .map(amountKeys, or: .text(.quantity)), default: "100m to 500m", "Processor time"),
    Key("memory", .map(amountKeys, or: .text(.quantity)), default: "128Mi to 256Mi", "Memory"),
]

private let amountKeys: [Key] = [
    Key("request", .text(.quantity), required: true, "What is reserved"),
    Key("limit", .text(.quantity), required: true, "What it may take at most"),
]

private let probeKeys: [Key] = [
    Key("ready", .text(.path), default: "/readyz", "Answers 200 when it can take requests"),
    Key("live", .text(.path), default: "/livez", "Answers 200 as long as a restart would not help"),
]

private let serviceScale = Key(
    "scale",
    .fields([
        Key("min", .number(1...1000), default: "2", "The fewest replicas"),
        Key("max", .number(1...1000), default: "4, or min where that is more", "The most replicas"),
        Key("cpu", .text(.percentage), default: "70%", "The load, in percent of the reserved processor time, to keep"),
    ]), default: "2 to 4, at 70% cpu", "How many replicas")

private let workerScale = Key(
    "scale",
    .fields([
        Key("min", .number(1...1000), default: "1", "The fewest replicas"),
        Key("max", .number(1...1000), default: "4, or min where that is more", "The most replicas"),
        Key("lag", .number(1...1_000_000), default: "50", "Waiting jobs for each replica"),
    ]), default: "1 to 4, at a lag of 50", "How many replicas")

extension Edge.Access {
    /// The words that may stand under `uses`; `consume` follows from a worker's `consumes`.
    static let declared: [String] = allCases.filter { $0 != .consume }.map(\.rawValue)
}

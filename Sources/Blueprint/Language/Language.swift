/// The whole language: what a blueprint may say, in the order in which the reference shows it.
let blueprintLanguage: [Key] = [
    Key("blueprint", .choice(["orrery/v1"]), required: true, "The version of this language"),
    Key("system", .text(.system), required: true, "The system's name; images and manifests carry it"),
    Key("domain", .text(.host), required: true, "The domain that every host name of the system stands below"),
    Key(
        "frontends", .named(noun: "frontend", .label, .fields(frontendKeys)), default: "none",
        "Web front ends, hosted outside the cluster"),
    Key("edge", .fields(edgeKeys), required: true, "The way in: load balancer, gateway and routes"),
    Key(
        "services", .named(noun: "service", .label, .fields(serviceKeys)), required: true,
        "What answers HTTP requests in the cluster"),
    Key(
        "mcp", .named(noun: "MCP server", .label, .fields(mcpKeys)), default: "none",
        "MCP servers, each a workload of its own"),
    Key(
        "workers", .named(noun: "worker", .label, .fields(workerKeys)), default: "none",
        "What takes jobs from queues; nothing can call a worker"),
    Key(
        "data", .named(noun: "store", .label, .fields(storeKeys)), default: "none",
        "Data servers outside the cluster, managed by the cloud"),
    Key(
        "queues", .named(noun: "queue", .label, .fields(queueKeys)), default: "none",
        "Queues of jobs, each a Redis stream with a consumer group; a worker may bear the name of its queue"),
    Key(
        "externals", .named(noun: "external", .label, .fields(externalKeys)), default: "none",
        "APIs of vendors on the internet"),
    Key(
        "shutdown", .fields(shutdownKeys(default: "30s")), default: "drain: 30s",
        "How every pod and the load balancer let go of requests, unless a workload says otherwise"),
    Key(
        "environments", .named(noun: "environment", .label, .fields(environmentKeys)), required: true,
        "Where the system is deployed, and what differs there; at least one"),
    deliveryKey,
    extraKey,
]

/// How pods end.
func shutdownKeys(default drain: String) -> [Key] {
    [
        Key(
            "drain", .text(.duration), default: drain,
            "How long a pod may take to finish what it has begun once it has been told to end")
    ]
}

// MARK: - Ways in

let frontendKeys: [Key] = [
    Key("platform", .choice(Frontend.Platform.allCases.map(\.rawValue)), default: "vercel", "Who hosts it"),
    Key("framework", .text(.word), default: "nextjs", "The framework, as the platform calls it"),
    Key("image", .text(.image), default: "SYSTEM/NAME", "The local image that plays it on the desk"),
    Key(
        "hosts", .oneOrMore(.text(.hostOrLabel)), required: true,
        "Its host names; one without a dot is a label below the domain"),
    Key(
        "uses", .fields([gatewayUse]), default: "gateway: http", "What it calls: the gateway, and only the gateway"),
    settingsKey,
    secretsKey,
]

let gatewayUse = Key(
    "gateway", .oneOrMore(.choice(["http", "mcp"])), required: true, "How it talks to the gateway")

let edgeKeys: [Key] = [
    Key("alb", .fields(loadBalancerKeys), required: true, "The AWS Application Load Balancer"),
    Key("gateway", .fields(gatewayKeys), required: true, "The gateway in the cluster, behind the load balancer"),
]

let gatewayKeys: [Key] = [
    Key("class", .text(.label), default: "envoy", "The gateway class"),
    Key("namespace", .text(.label), default: "services", "Its namespace"),
    Key(
        "routes", .list(.fields(routeKeys)), required: true,
        "Which path goes to which service; of two that match, the longer path wins"),
]

let routeKeys: [Key] = [
    Key("path", .text(.path), required: true, "A path and everything below it"),
    Key("to", .text(.label), required: true, "The service that answers"),
    Key("public", .flag, default: "false", "Whether it answers without a token"),
    Key(
        "scopes", .map(scopeKeys, or: .text(.scope)), default: "any valid token will do",
        "The scope that a token must carry, or one for reading and one for writing"),
    Key(
        "timeout", .text(.duration), default: "5m, and none where MCP is spoken", "How long an answer may take"),
    Key("limit", .fields(limitKeys), default: "none", "How many requests each proxy of the gateway lets through"),
]

let limitKeys: [Key] = [
    Key("requests", .number(1...1_000_000), required: true, "The number of requests"),
    Key(
        "per", .choice(GatewayDeclaration.Route.Limit.Unit.allCases.map(\.rawValue)), default: "minute",
        "The time in which they may come"),
]

let scopeKeys: [Key] = [
    Key("read", .text(.scope), required: true, "The scope for GET, HEAD and OPTIONS"),
    Key("write", .text(.scope), required: true, "The scope for every other method"),
]

// MARK: - Data

let storeKeys: [Key] = [
    Key("kind", .choice(Store.Kind.allCases.map(\.rawValue)), required: true, "The data server it is"),
    Key(
        "managed", .choice(Store.Service.allCases.map(\.rawValue)),
        default: "elasticache for redis, aurora for postgres, atlas for mongo", "The cloud service that runs it"),
    Key("database", .text(.word), default: "the name without -db", "The database within the server"),
    Key(
        "migrations", .text(.file), default: "none",
        "A folder of SQL files, run in order of their names; for postgres only"),
]

let queueKeys: [Key] = [
    Key("on", .text(.label), default: "the only redis store", "The redis store that holds the stream")
]

let externalKeys: [Key] = [
    Key("api", .text(.word), default: "its name", "Which API it is, for the mock that plays it"),
    Key("host", .text(.host), required: true, "The host name of the API"),
    Key("secret", .text(.secret), default: "none", "The secret that calls carry"),
]

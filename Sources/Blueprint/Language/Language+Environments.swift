// What an environment may say.

let environmentKeys: [Key] = [
    Key("domain", .text(.host), default: "the system's domain", "Stands for the system's domain in every host name"),
    Key("region", .text(.region), default: "that of the load balancer's certificate", "The AWS region"),
    Key("registry", .text(.registry), required: true, "Where the images are"),
    Key("tag", .text(.tag), required: true, "The tag of the images"),
    Key(
        "acm", .named(noun: "certificate", .label, .text(.arn)), required: true, "The ARN of each certificate"),
    Key(
        "scale", .fields([Key("max", .number(1...1000), required: true, "The most replicas of any workload")]),
        default: "no limit", "A limit for every workload's scale"),
    Key(
        "data", .named(noun: "store", .label, .fields(endpointKeys)), default: "none",
        "Where each store answers; needed for every store"),
    Key(
        "alb", .fields([Key("subnets", .oneOrMore(.text(.cidr)), required: true, "The load balancer's subnets")]),
        required: true, "Where the load balancer's requests come from"),
    Key(
        "redirects", .oneOrMore(.text(.uri)), default: "none",
        "More redirect URIs for every public OAuth client, such as `http://127.0.0.1/callback`"),
]

private let endpointKeys: [Key] = [
    Key("host", .text(.host), required: true, "The host name of the server"),
    Key("port", .number(1...65535), default: "6379, 5432 or 27017 by kind", "The port of the server"),
    Key("subnet", .text(.cidr), required: true, "The range of addresses that it answers from"),
]

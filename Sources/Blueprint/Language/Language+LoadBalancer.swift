// What the load balancer may say, in the whole system and in one environment.

let loadBalancerKeys: [Key] = [
    Key("hosts", .oneOrMore(.text(.hostOrLabel)), required: true, "The host names that it answers to"),
    Key(
        "certificate", .oneOrMore(.text(.label)), required: true,
        "The name of its certificate, or of several, the first for clients that name no host; each environment gives the ARNs under `acm`"
    ),
    Key(
        "scheme", .choice(LoadBalancer.Scheme.allCases.map(\.rawValue)), default: "internet-facing",
        "Whether it has addresses on the internet"),
    Key(
        "addresses", .choice(LoadBalancer.AddressType.allCases.map(\.rawValue)), default: "ipv4",
        "Which versions of IP it speaks"),
    Key(
        "tls", .text(.sslPolicy), default: LoadBalancer.usualSSLPolicy,
        "AWS's name for the versions and ciphers of TLS that it takes"),
    Key(
        "idle-timeout", .text(.duration), default: "\(LoadBalancer.usualIdleTimeout)s",
        "How long a connection may be silent"),
    Key(
        "slow-start", .text(.duration), default: "none",
        "How long a new target gets less than its share, 30s to 15m"),
    Key(
        "stickiness", .text(.duration), default: "none", "How long a client's cookie keeps it with one target"),
    Key("health", .fields(healthKeys), default: "every 10s", "How it finds out which targets are well"),
    Key(
        "attributes", .named(noun: "attribute", .attribute, .setting), default: "none",
        "Other attributes, by AWS's names: `routing.http.xff_header_processing.mode: append`"),
]

private let healthKeys: [Key] = [
    Key("interval", .number(5...300), default: "10", "Seconds from one question to the next"),
    Key("timeout", .number(2...120), default: "5", "Seconds that an answer may take"),
    Key("healthy", .number(2...10), default: "2", "Good answers after which a target gets requests"),
    Key("unhealthy", .number(2...10), default: "2", "Bad answers after which it gets none"),
    Key("codes", .text(.statusCodes), default: "200", "The status codes of a good answer"),
]

/// What belongs to the environment's AWS account.
let environmentLoadBalancerKeys: [Key] = [
    Key("subnets", .oneOrMore(.text(.cidr)), required: true, "The address ranges of its subnets, for network policies"),
    Key(
        "subnet-ids", .oneOrMore(.text(.subnet)), default: "those with the tag `kubernetes.io/role/elb`",
        "The subnets themselves, at least two"),
    Key("waf", .text(.webACL), default: "none", "The ARN of a web ACL of AWS WAF"),
    Key("logs", .fields(accessLogKeys), default: "none", "Where it writes down every request"),
    Key("protected", .flag, default: "false", "Whether AWS refuses to delete it"),
]

private let accessLogKeys: [Key] = [
    Key("bucket", .text(.bucket), required: true, "An S3 bucket in the same region"),
    Key("prefix", .text(.file), default: "none", "What the names of the files begin with"),
]

/// Which objects the ways in are made of.
let environmentEdgeKeys: [Key] = [
    Key(
        "alb", .choice(Environment.WaysIn.API.allCases.map(\.rawValue)), default: "ingress",
        "The objects that the load balancer is made of"),
    Key(
        "gateway", .choice(Environment.WaysIn.API.allCases.map(\.rawValue)), default: "gateway-api",
        "The objects that the gateway in the cluster routes by: Envoy Gateway's, or an Ingress of the class below"),
    Key("class", .text(.label), default: "that of `edge.gateway`", "The gateway class, or the Ingress class"),
    Key(
        "controller", .fields(controllerKeys), default: "as below",
        "The controller of the Ingress class, which the cluster's owner runs; with `gateway: ingress` only"),
]

private let controllerKeys: [Key] = [
    Key("namespace", .text(.label), default: "the class", "Its namespace"),
    Key("pods", .text(.label), default: "the class", "The label `app.kubernetes.io/name` of its pods"),
    Key("port", .number(1...65535), default: "8080", "The pods' port for plain HTTP"),
    Key("health", .text(.path), default: "/healthz", "A path that it answers itself with 200"),
    Key("health-port", .number(1...65535), default: "the port", "Where it answers that path"),
]

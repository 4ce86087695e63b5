// What an environment may say.

let environmentKeys: [Key] = [
    Key("domain", .text(.host), default: "the system's domain", "Stands for the system's domain in every host name"),
    Key("region", .text(.region), default: "that of the load balancer's certificate", "The AWS region"),
    Key(
        "account", .text(.account), default: "that of the load balancer's certificate",
        "The AWS account, which the names of roles contain"),
    Key("cluster", .fields(clusterKeys), default: "a standard EKS cluster", "The cluster that it is deployed to"),
    Key("registry", .text(.registry), required: true, "Where the images are"),
    Key("tag", .text(.tag), required: true, "The tag of the images"),
    Key(
        "digests", .named(noun: "workload", .label, .text(.digest)), default: "none",
        "The digests of the images, by which they are then pulled"),
    Key(
        "skips", .named(noun: "check", .check, .text(.reason)), default: "none",
        "Checks of checkov that its workloads need not pass, each with the reason, which stands beside it"),
    Key(
        "acm", .named(noun: "certificate", .label, .text(.arn)), required: true, "The ARN of each certificate"),
    Key(
        "scale", .fields([Key("max", .number(1...1000), required: true, "The most replicas of any workload")]),
        default: "no limit", "A limit for every workload's scale"),
    Key(
        "data", .named(noun: "store", .label, .fields(endpointKeys)), default: "none",
        "Where each store answers; needed for every store"),
    Key(
        "alb", .fields(environmentLoadBalancerKeys), required: true,
        "What of the load balancer belongs to the environment's AWS account"),
    Key(
        "edge", .fields(environmentEdgeKeys), default: "an Ingress for the load balancer, Gateway API behind it",
        "Which objects the ways in are made of"),
    Key(
        "redirects", .oneOrMore(.text(.uri)), default: "none",
        "More redirect URIs for every public OAuth client, such as `http://127.0.0.1/callback`"),
    extraKey,
]

private let clusterKeys: [Key] = [
    Key("name", .text(.label), default: "SYSTEM-ENVIRONMENT", "Its name"),
    Key(
        "mode", .choice(Environment.Cluster.Mode.allCases.map(\.rawValue)), default: "standard",
        "`auto`: EKS Auto Mode, which runs load balancing, network policies and nodes itself"),
    Key(
        "identity", .choice(Environment.Cluster.Identity.allCases.map(\.rawValue)), default: "pod-identity",
        "How a workload becomes its AWS role: EKS Pod Identity, or a role on its service account"),
    Key(
        "egress", .choice(Environment.Cluster.Egress.allCases.map(\.rawValue)),
        default: "domain-names in mode `auto`, else addresses",
        "How policies name a vendor: by host name, with Auto Mode's or Cilium's policies, or as every public address"),
    Key(
        "roles", .named(noun: "workload", .label, .text(.role)), default: "SYSTEM-ENVIRONMENT-WORKLOAD",
        "The AWS roles of workloads; one that is named here has a role even if it calls nothing of AWS"),
    Key(
        "vault-roles", .named(noun: "namespace", .label, .text(.role)), default: "SYSTEM-ENVIRONMENT-NAMESPACE-secrets",
        "The AWS roles that read the secrets of each namespace"),
]

private let endpointKeys: [Key] = [
    Key("host", .text(.host), required: true, "The host name of the server"),
    Key("port", .number(1...65535), default: "6379, 5432 or 27017 by kind", "The port of the server"),
    Key("subnet", .text(.cidr), required: true, "The range of addresses that it answers from"),
    Key(
        "manage", .fields(managedKeys), default: "not at all",
        "That controllers in the cluster make and look after it: AWS' for ElastiCache and Aurora, MongoDB's for Atlas"),
]

private let managedKeys: [Key] = [
    Key(
        "subnets", .oneOrMore(.text(.subnet)), default: "none",
        "The ids of its subnets, in two zones or more; required but for Atlas"),
    Key(
        "security-groups", .oneOrMore(.text(.securityGroup)), default: "that of the VPC",
        "The ids of its security groups"),
    Key(
        "size", .text(.size), default: "cache.t4g.small, db.serverless or M10",
        "Its machines, as the service calls them"),
    Key("nodes", .number(1...7), default: "2, for Atlas 3", "How many machines, each with all the data"),
    Key("version", .text(.version), default: "the service's", "The version of the engine"),
    Key(
        "capacity",
        .fields([
            Key("min", .text(.capacity), default: "0.5", "The fewest units"),
            Key("max", .text(.capacity), default: "8, or min where that is more", "The most units"),
        ]), default: "0.5 to 8", "For Aurora: the capacity units of each serverless instance"),
    Key(
        "vpc-endpoint", .text(.vpcEndpoint), default: "none", "For Atlas: the VPC's endpoint, once there is one"),
]

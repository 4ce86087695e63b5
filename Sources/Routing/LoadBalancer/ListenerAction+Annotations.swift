import Kubernetes

extension ListenerAction.TargetGroup {
    /// A target group as the annotations of its Service and, after those, of its Ingress want it.
    init(
        _ target: Target, weight: Int = 1, stickiness: TargetGroupStickiness? = nil, annotations: [ObjectMeta.Pair]
    ) {
        func value(_ suffix: String) -> String? { annotations[ALBAnnotation.prefix + suffix] }
        self.init(
            target, weight: weight, healthCheck: TargetGroupHealthCheck(annotations: annotations),
            attributes: TargetGroupAttributes((value("target-group-attributes") ?? "").annotatedPairs),
            protocolVersion: value("backend-protocol-version").flatMap { TargetGroupProtocolVersion(rawValue: $0) }
                ?? .http1,
            stickiness: stickiness)
    }
}

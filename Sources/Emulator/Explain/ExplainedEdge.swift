package import Diagnostics
package import JSONTree
import Kubernetes
package import NetworkPolicy

/// Whether one part may reach another, and the rule that says so.
package struct ExplainedEdge: Sendable {
    package var caller: String
    package var callee: String
    /// Where the callee listens: a host name or a pod's port.
    package var host: String
    package var port: Int
    package var isAllowed: Bool
    /// One sentence, with the nearest rule where none allows it.
    package var reason: String
    package var span: SourceSpan?
    /// Every policy that isolates the end that says no, and the rules that allow where both say yes.
    package var policies: [ReachabilityDecision.RuleReference]
    /// The rule that came nearest to allowing the connection.
    package var nearest: ReachabilityDecision.NearMiss?

    package var json: JSON {
        .compact([
            "caller": .string(caller), "callee": .string(callee), "host": .string(host), "port": JSON(port),
            "allowed": .bool(isAllowed), "reason": .string(reason), "manifest": span?.json,
            "policies": .array(policies.map(\.json)),
            "nearest": nearest.map { near in
                ["rule": near.rule.json, "mismatch": .string(near.mismatch)]
            },
        ])
    }
}

extension ReachabilityDecision.RuleReference {
    fileprivate var json: JSON {
        .compact([
            "kind": .string(kind), "namespace": .string(namespace), "name": .string(name),
            "direction": .string(direction.rawValue), "rule": rule.map { JSON($0) }, "manifest": span?.json,
        ])
    }
}

extension Plan {
    /// Judges the connection from the workload `caller` to `callee`: a workload, a store or its kind, a vendor by the
    /// name that variables have for it, or a host name.
    ///
    /// - Parameter port: nil takes the port that the manifests give it.
    /// - Throws: `UnknownPart`.
    package func explainEdge(from caller: String, to callee: String, port: Int? = nil) throws -> ExplainedEdge {
        let source = try source(caller)
        let target = try target(callee, from: source, port: port)
        let decision = parts.policies.decide(
            from: source.endpoint, to: target.endpoint, port: target.port, portName: target.portName)
        return ExplainedEdge(
            caller: caller, callee: target.name, host: target.host, port: target.port, isAllowed: decision.isAllowed,
            reason: decision.reason, span: decision.decidingSpan,
            policies: decision.isAllowed ? decision.allowingRules : decision.isolatingPolicies,
            nearest: decision.nearestRule)
    }

    private func source(_ name: String) throws -> Caller {
        if let pod = cluster.pods.first(where: { $0.workload == name || "\($0.namespace)/\($0.workload)" == name }) {
            return pod.caller
        }
        if name == parts.loadBalancerCaller.name { return parts.loadBalancerCaller }
        throw UnknownPart(name: name, known: names + [parts.loadBalancerCaller.name])
    }

    private struct Target {
        var name: String
        var host: String
        var endpoint: Endpoint
        var port: Int
        var portName: String?
    }

    private func target(_ name: String, from caller: Caller, port: Int?) throws -> Target {
        if let pod = cluster.pods.first(where: { $0.workload == name || "\($0.namespace)/\($0.workload)" == name }) {
            return target(pod, port)
        }
        if let service = caller.namespace.flatMap({ cluster.service(named: name, from: $0) }),
            let pod = cluster.pods(of: service).first
        {
            return target(pod, port)
        }
        let ofKind = cluster.stores.filter { $0.ports.contains { $0.appProtocol == name || $0.name == name } }
        let store = cluster.stores.first { $0.metadata.name == name } ?? cluster.store(at: name)
        if let store = store ?? (ofKind.count == 1 ? ofKind.first : nil) {
            let host = store.externalName ?? store.metadata.name
            let address = store.metadata.annotations["orrery.dev/subnet"].flatMap(hostAddress)
            return Target(
                name: store.metadata.name, host: host, endpoint: .address(ip: address, hostName: host),
                port: port ?? store.ports.first?.port ?? 0)
        }
        let variable = name.uppercased().replacing("-", with: "_") + "_URL"
        let urls = cluster.configMaps.flatMap(\.data).filter { $0.name == variable }.map(\.value)
        let mentioned = urls.lazy.compactMap { MentionedAddress(in: variable, [variable: $0]) }.first
        if let mentioned {
            return Target(
                name: name, host: mentioned.host,
                endpoint: .address(ip: Internet.address(of: mentioned.host), hostName: mentioned.host),
                port: port ?? mentioned.port)
        }
        guard name.contains(".") else { throw UnknownPart(name: name, known: names) }
        return Target(
            name: name, host: name, endpoint: .address(ip: Internet.address(of: name), hostName: name),
            port: port ?? 443)
    }

    private func target(_ pod: Pod, _ port: Int?) -> Target {
        let own = pod.ports.first?.containerPort
        let number = port ?? own ?? 80
        return Target(
            name: pod.workload, host: "\(pod.workload).\(pod.namespace)", endpoint: pod.caller.endpoint, port: number,
            portName: pod.ports.first { $0.containerPort == number }?.name)
    }
}

import Kubernetes

/// A connection that is judged.
struct Connection: Equatable, Sendable {
    var source: Endpoint
    var destination: Endpoint
    var port: Int
    var portName: String?
    var `protocol`: PolicySpec.Port.TransportProtocol

    /// Whether both ends are the same pod. Two pods of one workload are told apart by their addresses.
    var staysInOnePod: Bool {
        guard case .pod(let sourceNamespace, let sourceName, _, _) = source,
            case .pod(let namespace, let name, _, _) = destination, let address = source.address
        else { return false }
        return sourceNamespace == namespace && sourceName == name && address == destination.address
    }

    /// Whether `wanted` is the connection's port.
    func fit(_ wanted: PolicySpec.Port, _ detail: Fit.Detail) -> Fit {
        guard wanted.protocol == self.protocol else { return miss(wanted, detail) }
        switch wanted.port {
        case nil: return .fits
        case .int(let first):
            let last = wanted.endPort ?? first
            return first <= port && port <= last ? .fits : miss(wanted, detail)
        case .string(let name):
            // A name means a container port, so it never fits a destination that is no pod.
            if case .pod = destination, portName == name { return .fits }
            func called() -> String { portName.map { "called '\($0)'" } ?? "which has no name" }
            return .misses(
                0, "it allows the port named '\(name)', not \(self.protocol.rawValue) \(port), \(called())", detail)
        }
    }

    private func miss(_ wanted: PolicySpec.Port, _ detail: Fit.Detail) -> Fit {
        .misses(0, "it allows \(wanted.text), not \(self.protocol.rawValue) \(port)", detail)
    }

    /// The one sentence that explains both verdicts.
    func sentence(egress: ReachabilityDecision.Side, ingress: ReachabilityDecision.Side) -> String {
        if staysInOnePod { return "\(source.name) reaches itself, which no policy can forbid" }
        let way = "\(destination.name) on \(self.protocol.rawValue) \(port)"
        for (side, what) in [(egress, "egress of \(source.name)"), (ingress, "ingress of \(destination.name)")] {
            guard case .denied(let policies, let nearest) = side else { continue }
            let list = policies.map(\.description).joined(separator: " and ")
            let verb = policies.count == 1 ? "isolates" : "isolate"
            let hint = nearest.map {
                "the nearest rule, \($0.rule.description), does not fit: \($0.mismatch)"
            }
            return "\(source.name) may not reach \(way): \(list) \(verb) the \(what), and "
                + (hint ?? "there is no rule that allows anything")
        }
        let allowing = [egress, ingress].compactMap { side -> String? in
            if case .allowed(let rule) = side { rule.description } else { nil }
        }
        let reason =
            allowing.isEmpty
            ? "no policy isolates either end" : "allowed by \(allowing.joined(separator: " and by "))"
        return "\(source.name) may reach \(way): \(reason)"
    }
}

/// Whether something fits, and if not, how near it came and why not.
enum Fit {
    case fits
    /// 0 for nothing in common, 1 for a peer of which one part fits.
    case misses(closeness: Int, mismatch: String)

    /// Whether a miss says why: most are of no interest, because another rule fits.
    enum Detail { case closeness, reason }

    static func misses(_ closeness: Int, _ mismatch: @autoclosure () -> String, _ detail: Detail) -> Fit {
        .misses(closeness: closeness, mismatch: detail == .reason ? mismatch() : "")
    }

    /// The first that fits, else the nearest.
    static func best(of fits: some Sequence<Fit>) -> Fit {
        var best: (closeness: Int, fit: Fit)?
        for fit in fits {
            guard case .misses(let closeness, _) = fit else { return .fits }
            if closeness > best?.closeness ?? -1 { best = (closeness, fit) }
        }
        return best?.fit ?? .misses(closeness: 0, mismatch: "it names nothing")
    }
}

extension PolicySpec.Port {
    /// `TCP 8080`, `TCP 32000-32768`, `UDP`.
    var text: String {
        let range = port.map { " \($0)" + (endPort.map { "-\($0)" } ?? "") } ?? ""
        return self.protocol.rawValue + range
    }
}

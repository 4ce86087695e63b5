import Kubernetes

/// Which policies of a namespace may be about a pod, by the first label that each of them asks for: a cluster of a
/// thousand workloads has ten times as many policies, of which a handful are about any one pod.
struct PolicyIndex: Sendable {
    fileprivate struct Policies {
        /// Those that ask for no label by its value.
        var general: [Int] = []
        /// By the label's name, of which there are few, and by its value.
        var labelled: [(name: String, byValue: [String: [Int]])] = []
    }

    private var namespaces: [String: Policies] = [:]

    init(_ policies: [PolicySet.Policy]) {
        for (number, policy) in policies.enumerated() {
            namespaces[policy.metadata.namespace, default: Policies()].add(
                number, askingFor: policy.spec.podSelector.matchLabels.first)
        }
    }

    /// The numbers of the policies that may select a pod with `labels`, in their order.
    func candidates(for labels: [ObjectMeta.Pair], in namespace: String) -> [Int] {
        guard let policies = namespaces[namespace] else { return [] }
        var found = policies.general
        for index in policies.labelled.indices {
            // A label that stands there twice chooses nothing twice.
            guard let value = labels[policies.labelled[index].name] else { continue }
            if let more = policies.labelled[index].byValue[value] { found += more }
        }
        found.sort()
        return found
    }
}

extension PolicyIndex.Policies {
    fileprivate mutating func add(_ number: Int, askingFor label: ObjectMeta.Pair?) {
        guard let label else { return general.append(number) }
        if let index = labelled.firstIndex(where: { $0.name == label.name }) {
            labelled[index].byValue[label.value, default: []].append(number)
        } else {
            labelled.append((label.name, [label.value: [number]]))
        }
    }
}

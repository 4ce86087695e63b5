import Kubernetes

/// Which policies of a namespace may be about a pod, by the first label that each of them asks for: a cluster of a
/// thousand workloads has ten times as many policies, of which a handful are about any one pod.
struct PolicyIndex: Sendable {
    private struct Place: Hashable {
        var namespace: String
        /// Nil for policies that ask for no label by its value.
        var label: ObjectMeta.Pair?
    }

    private let places: [Place: [Int]]

    init(_ policies: [PolicySet.Policy]) {
        var places: [Place: [Int]] = [:]
        for (number, policy) in policies.enumerated() {
            let place = Place(
                namespace: policy.metadata.namespace, label: policy.spec.podSelector.matchLabels.first)
            places[place, default: []].append(number)
        }
        self.places = places
    }

    /// The numbers of the policies that may select a pod with `labels`, in their order.
    func candidates(for labels: [ObjectMeta.Pair], in namespace: String) -> [Int] {
        var found = places[Place(namespace: namespace, label: nil)] ?? []
        for label in labels {
            if let more = places[Place(namespace: namespace, label: label)] { found += more }
        }
        found.sort()
        // A label that stands there twice chooses nothing twice.
        return found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
    }
}

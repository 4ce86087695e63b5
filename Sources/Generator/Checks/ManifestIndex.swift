import Kubernetes

/// Where the objects of each name stand among the manifests.
struct ManifestIndex: Sendable {
    struct Key: Hashable, Sendable {
        var kind: String
        var namespace: String
        var name: String

        init(_ kind: String, _ namespace: String, _ name: String) {
            self.kind = kind
            self.namespace = namespace
            self.name = name
        }

        init(_ kind: String, _ metadata: ObjectMeta) { self.init(kind, metadata.namespace, metadata.name) }

        init(_ manifest: Manifest) { self.init(manifest.kindName, manifest.metadata) }
    }

    private var firsts: [Key: Int] = [:]
    private var others: [Key: [Int]] = [:]
    /// What bears a name that an earlier object has.
    private(set) var repeated: [Int] = []

    init(_ manifests: [Manifest]) {
        firsts.reserveCapacity(manifests.count)
        for (place, manifest) in manifests.enumerated() {
            let key = Key(manifest)
            if let first = firsts.updateValue(place, forKey: key) {
                firsts[key] = first
                others[key, default: []].append(place)
                repeated.append(place)
            }
        }
    }

    func first(_ key: Key) -> Int? { firsts[key] }

    /// All of them, in order.
    func places(_ key: Key) -> [Int] { firsts[key].map { [$0] + (others[key] ?? []) } ?? [] }
}

import Diagnostics
import Emulator
import Foundation
import Kubernetes
import Testing

/// The repository's folder.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

/// The cluster that `text` describes, which must be free of errors.
func cluster(_ text: String) throws -> Cluster {
    var diagnostics: [Diagnostic] = []
    let manifests = readManifests(files: [("test.yaml", text)], &diagnostics)
    let cluster = Cluster(manifests: manifests, &diagnostics)
    try #require(!diagnostics.contains { $0.severity == .error }, "\(diagnostics.map(\.message))")
    return cluster
}

/// A Deployment of one container in the namespace `services`.
///
/// - Parameter container: more members of the container, at no indentation.
func deployment(_ name: String, container: String = "", pod: String = "") -> String {
    func indented(_ text: String, _ spaces: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: spaces) + $0 + "\n" }.joined()
    }
    return """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: \(name), namespace: services }
        spec:
          selector: { matchLabels: { app: \(name) } }
          template:
            metadata: { labels: { app: \(name) } }
            spec:
        \(indented(pod, 6))
              containers:
              - name: \(name)
                image: registry.example.com/shop/\(name):1.0
                ports: [{ name: http, containerPort: 8080 }]
        \(indented(container, 8))

        """
}

/// A Service in the namespace `namespace` for the pods with the label `app: <name>`.
func service(_ name: String, in namespace: String = "services") -> String {
    """
    ---
    apiVersion: v1
    kind: Service
    metadata: { name: \(name), namespace: \(namespace) }
    spec: { selector: { app: \(name) }, ports: [{ port: 80, targetPort: http }] }

    """
}

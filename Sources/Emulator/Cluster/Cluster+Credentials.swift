import Kubernetes
import Routing

extension Cluster {
    /// Id and secret of the client that a load balancer logs users in as; nil when no ExternalSecret fills its Secret.
    func credentials(
        of client: Authentication.Client, in secrets: LocalSecretStore
    ) -> (id: String, secret: String)? {
        switch client {
        case .userPool(let id):
            // The pool made the client's secret, and only the load balancer and the pool know it.
            return (try? secrets.value(of: "cognito/\(id)")).map { (id, $0) }
        case .secret(let namespace, let name):
            let found = externalSecrets.first { $0.targetName == name && $0.metadata.namespace == namespace }
            func value(_ key: String) -> String? {
                found?.data.first { $0.secretKey == key }.flatMap {
                    try? secrets.value(of: $0.remoteKey, property: $0.property)
                }
            }
            guard let id = value("clientID"), let secret = value("clientSecret") else { return nil }
            return (id, secret)
        }
    }
}

import Blueprint
import Kubernetes

extension Site {
    /// ElastiCache with Valkey, which Redis clients speak to: one shard over several zones, encrypted at rest and on the
    /// way, with a user for each workload.
    func cacheObjects(for store: Store, _ managed: ManagedStore) -> [Manifest] {
        let engine = "valkey"
        let users = users(of: store)
        let metadata = managedMetadata(store, annotations: keptByAWS)
        let subnets = CacheSubnetGroup(
            metadata: metadata, name: awsName(store.name, limit: 255), description: description(of: store),
            subnetIDs: managed.subnets, tags: awsTags)
        let group = CacheUserGroup(
            metadata: metadata, userGroupID: awsName(store.name, limit: 40), engine: engine,
            users: users.map { dnsLabel(store.name, $0.name) }, tags: awsTags)
        let cache = ReplicationGroup(
            metadata: metadata, replicationGroupID: awsName(store.name, limit: 40),
            description: description(of: store), engine: engine, engineVersion: managed.version,
            cacheNodeType: managed.size ?? "cache.t4g.small", nodeGroups: 1, replicasPerNodeGroup: managed.nodes - 1,
            port: endpoint(of: store.name)?.port ?? store.kind.port, automaticFailover: managed.nodes > 1,
            multiAZ: managed.nodes > 1, atRestEncryption: true, transitEncryption: true,
            subnetGroup: metadata.name, securityGroupIDs: managed.securityGroups, userGroups: [metadata.name],
            snapshotRetentionLimit: 7, tags: awsTags)
        let logIns = users.flatMap { user -> [Manifest] in
            let secret = passwordSecret(user, of: store)
            return [.externalSecret(secret), .cacheUser(cacheUser(user, of: store, engine, secret.targetName))]
        }
        return [.cacheSubnetGroup(subnets)] + logIns + [.cacheUserGroup(group), .replicationGroup(cache)]
    }

    private func cacheUser(_ user: StoreUser, of store: Store, _ engine: String, _ secret: String) -> CacheUser {
        CacheUser(
            metadata: managedMetadata(store, name: dnsLabel(store.name, user.name), annotations: keptByAWS),
            userID: awsName(store.name, user.name, limit: 40), userName: user.name, engine: engine,
            accessString: "on ~* &* " + (user.readsOnly ? "+@read +@connection" : "+@all -@dangerous"),
            passwords: [SecretKey(name: secret, key: "password", namespace: Self.dataNamespace)], tags: awsTags)
    }

    func description(of store: Store) -> String { "\(store.name) of \(system.name) in \(environment.name)" }
}

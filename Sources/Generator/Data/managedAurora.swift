import Blueprint
import Kubernetes

extension Site {
    /// Aurora PostgreSQL with serverless instances. RDS keeps the owner's password in Secrets Manager and rotates it; the
    /// users of the workloads are made by whoever runs the migrations, with the passwords in the vault.
    func auroraObjects(for store: Store, _ managed: ManagedStore) -> [Manifest] {
        let engine = "aurora-postgresql"
        let identifier = awsName(store.name, limit: 60)
        let metadata = managedMetadata(store, annotations: keptByAWS)
        let subnets = DBSubnetGroup(
            metadata: metadata, name: awsName(store.name, limit: 255), description: description(of: store),
            subnetIDs: managed.subnets, tags: awsTags)
        let cluster = DBCluster(
            metadata: metadata, identifier: identifier, engine: engine, engineVersion: managed.version,
            databaseName: store.database.contains("-") ? nil : store.database,
            port: endpoint(of: store.name)?.port ?? store.kind.port, masterUsername: "postgres",
            manageMasterUserPassword: true, iamAuthentication: true, subnetGroup: metadata.name,
            securityGroupIDs: managed.securityGroups, storageEncrypted: true, deletionProtection: true,
            backupRetentionPeriod: 7, copyTagsToSnapshot: true, logs: ["postgresql"],
            capacity: .init(
                minimum: CapacityUnits(halves: managed.capacity.lowerBound),
                maximum: CapacityUnits(halves: managed.capacity.upperBound)), tags: awsTags)
        let instances = (1...managed.nodes).map { number in
            DBInstance(
                metadata: managedMetadata(store, name: dnsLabel(store.name, String(number)), annotations: keptByAWS),
                identifier: "\(identifier)-\(number)", cluster: identifier,
                instanceClass: managed.size ?? "db.serverless", engine: engine, promotionTier: min(number - 1, 15),
                publiclyAccessible: false, autoMinorVersionUpgrade: true, tags: awsTags)
        }
        return [.dbSubnetGroup(subnets), .dbCluster(cluster)] + instances.map(Manifest.dbInstance)
    }
}

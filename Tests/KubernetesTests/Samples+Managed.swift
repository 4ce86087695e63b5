import Kubernetes

extension Samples {
    private static let tags = [KeyValue("system", "promptsales"), KeyValue("on", "y")]

    /// The objects that controllers make managed stores of.
    static let managed: [Manifest] = [
        .atlasDatabaseUser(
            AtlasDatabaseUser(
                metadata: metadata, project: NamedReference("content-db"), username: "content", databaseName: "admin",
                password: NamedReference("content-db-content"), roles: [.init("readWrite", on: "content")],
                scopes: [.init(deployment: "content-db")])),
        .atlasDeployment(
            AtlasDeployment(
                metadata: metadata, project: NamedReference("content-db"),
                deployment: .init(
                    name: "content-db", clusterType: .sharded, backupEnabled: true, terminationProtectionEnabled: true,
                    mongoDBMajorVersion: "8.0", regionName: "US_EAST_1", instanceSize: "M10", nodeCount: 3))),
        .atlasPrivateEndpoint(
            AtlasPrivateEndpoint(
                metadata: metadata, project: NamedReference("content-db"), provider: .azure, region: "US_EAST_1",
                endpoints: [.init(id: "vpce-0123456789abcdef0")])),
        .atlasProject(AtlasProject(metadata: metadata, name: "shop", connectionSecret: NamedReference("key"))),
        .cacheSubnetGroup(
            CacheSubnetGroup(
                metadata: metadata, name: "cache", description: "a: b", subnetIDs: ["subnet-0a1b2c3d"], tags: tags)),
        .cacheUser(
            CacheUser(
                metadata: metadata, userID: "shop-content", userName: "content", engine: "valkey",
                accessString: "on ~* &* +@all -@dangerous",
                passwords: [
                    SecretKey(name: "cache-content", key: "password", namespace: "data"),
                    SecretKey(name: "cache-content", key: "old"),
                ], tags: tags)),
        .cacheUserGroup(
            CacheUserGroup(
                metadata: metadata, userGroupID: "shop", engine: "valkey", users: ["cache-content", "cache-ads"],
                tags: tags)),
        .dbCluster(
            DBCluster(
                metadata: metadata, identifier: "ads", engine: "aurora-postgresql", engineVersion: "17.5",
                databaseName: "ads", port: 5432, masterUsername: "postgres", manageMasterUserPassword: true,
                iamAuthentication: true, subnetGroup: "ads-db", securityGroupIDs: ["sg-0a1b2c3d"],
                storageEncrypted: true, deletionProtection: true, backupRetentionPeriod: 7, copyTagsToSnapshot: true,
                logs: ["postgresql"],
                capacity: .init(minimum: CapacityUnits(halves: 1), maximum: CapacityUnits(halves: 16)), tags: tags)),
        .dbInstance(
            DBInstance(
                metadata: metadata, identifier: "ads-1", cluster: "ads", instanceClass: "db.serverless",
                engine: "aurora-postgresql", promotionTier: 0, publiclyAccessible: false,
                autoMinorVersionUpgrade: true, tags: tags)),
        .dbSubnetGroup(
            DBSubnetGroup(
                metadata: metadata, name: "ads", description: "1.0", subnetIDs: ["subnet-0a1b2c3d"], tags: tags)),
        .externalSecret(
            ExternalSecret(
                metadata: metadata, storeName: "vault", targetName: "content-db-content", creationPolicy: .owner,
                targetLabels: [.init("atlas.mongodb.com/type", "credentials")],
                data: [.init(secretKey: "password", remoteKey: "a/b", property: "password")])),
        .replicationGroup(
            ReplicationGroup(
                metadata: metadata, replicationGroupID: "shop-cache", description: "cache", engine: "valkey",
                engineVersion: "8.0", cacheNodeType: "cache.r7g.large", nodeGroups: 1, replicasPerNodeGroup: 1,
                port: 6379, automaticFailover: true, multiAZ: true, atRestEncryption: true, transitEncryption: true,
                subnetGroup: "cache", securityGroupIDs: ["sg-0a1b2c3d"], userGroups: ["cache"],
                snapshotRetentionLimit: 7, tags: tags)),
    ]
}

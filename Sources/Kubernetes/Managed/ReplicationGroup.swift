package import YAMLTree

/// A managed Redis or Valkey: a primary and its replicas; reference: elasticache.services.k8s.aws/v1alpha1
/// "ReplicationGroup".
package struct ReplicationGroup: ManifestKind {
    package static let apiVersion = "elasticache.services.k8s.aws/v1alpha1"
    package static let kind = "ReplicationGroup"

    package var metadata: ObjectMeta
    /// Its name in AWS, at most 40 characters.
    package var replicationGroupID: String
    package var description: String
    /// `valkey`, `redis`.
    package var engine: String
    package var engineVersion: String?
    /// `cache.r7g.large`.
    package var cacheNodeType: String
    /// Shards; more than one makes a cluster, with which commands on several keys differ.
    package var nodeGroups: Int
    package var replicasPerNodeGroup: Int
    package var port: Int
    package var automaticFailover: Bool
    package var multiAZ: Bool
    package var atRestEncryption: Bool
    package var transitEncryption: Bool
    /// The CacheSubnetGroup object's name.
    package var subnetGroup: String
    package var securityGroupIDs: [String]
    /// The UserGroup objects' names.
    package var userGroups: [String]
    /// Days that a daily snapshot is kept.
    package var snapshotRetentionLimit: Int
    package var tags: [KeyValue]

    package init(
        metadata: ObjectMeta, replicationGroupID: String, description: String, engine: String,
        engineVersion: String? = nil, cacheNodeType: String, nodeGroups: Int, replicasPerNodeGroup: Int, port: Int,
        automaticFailover: Bool, multiAZ: Bool, atRestEncryption: Bool, transitEncryption: Bool, subnetGroup: String,
        securityGroupIDs: [String] = [], userGroups: [String] = [], snapshotRetentionLimit: Int, tags: [KeyValue] = []
    ) {
        self.metadata = metadata
        self.replicationGroupID = replicationGroupID
        self.description = description
        self.engine = engine
        self.engineVersion = engineVersion
        self.cacheNodeType = cacheNodeType
        self.nodeGroups = nodeGroups
        self.replicasPerNodeGroup = replicasPerNodeGroup
        self.port = port
        self.automaticFailover = automaticFailover
        self.multiAZ = multiAZ
        self.atRestEncryption = atRestEncryption
        self.transitEncryption = transitEncryption
        self.subnetGroup = subnetGroup
        self.securityGroupIDs = securityGroupIDs
        self.userGroups = userGroups
        self.snapshotRetentionLimit = snapshotRetentionLimit
        self.tags = tags
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        replicationGroupID = spec.string("replicationGroupID")
        description = spec.string("description")
        engine = spec.string("engine")
        engineVersion = spec.optionalString("engineVersion")
        cacheNodeType = spec.string("cacheNodeType")
        nodeGroups = spec.int("numNodeGroups")
        replicasPerNodeGroup = spec.int("replicasPerNodeGroup")
        port = spec.int("port")
        automaticFailover = spec.optionalBool("automaticFailoverEnabled") ?? false
        multiAZ = spec.optionalBool("multiAZEnabled") ?? false
        atRestEncryption = spec.optionalBool("atRestEncryptionEnabled") ?? false
        transitEncryption = spec.optionalBool("transitEncryptionEnabled") ?? false
        subnetGroup = spec.reference("cacheSubnetGroupRef")
        securityGroupIDs = spec.strings("securityGroupIDs")
        userGroups = spec.references("userGroupRefs")
        snapshotRetentionLimit = spec.int("snapshotRetentionLimit")
        tags = spec.elements("tags") { KeyValue(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "replicationGroupID": .string(replicationGroupID),
                    "description": .string(description),
                    "engine": .string(engine),
                    "engineVersion": .optional(engineVersion),
                    "cacheNodeType": .string(cacheNodeType),
                    "numNodeGroups": .int(nodeGroups),
                    "replicasPerNodeGroup": .int(replicasPerNodeGroup),
                    "port": .int(port),
                    "automaticFailoverEnabled": .bool(automaticFailover),
                    "multiAZEnabled": .bool(multiAZ),
                    "atRestEncryptionEnabled": .bool(atRestEncryption),
                    "transitEncryptionEnabled": .bool(transitEncryption),
                    "cacheSubnetGroupRef": .from(subnetGroup),
                    "securityGroupIDs": .strings(securityGroupIDs),
                    "userGroupRefs": .parts(userGroups.map(YAML.from)),
                    "snapshotRetentionLimit": .int(snapshotRetentionLimit),
                    "tags": tags.yaml,
                ]))
        ]
    }
}

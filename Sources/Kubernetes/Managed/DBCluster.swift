package import YAMLTree

/// A managed Aurora cluster: storage, endpoints and settings, to which instances are added; reference:
/// rds.services.k8s.aws/v1alpha1 "DBCluster".
package struct DBCluster: ManifestKind {
    package static let apiVersion = "rds.services.k8s.aws/v1alpha1"
    package static let kind = "DBCluster"

    package var metadata: ObjectMeta
    /// Its name in AWS, at most 63 characters.
    package var identifier: String
    /// `aurora-postgresql`.
    package var engine: String
    package var engineVersion: String?
    /// Letters, digits and `_`; none is made without.
    package var databaseName: String?
    package var port: Int
    package var masterUsername: String
    /// Whether RDS keeps the password in Secrets Manager and rotates it: then it is nowhere else.
    package var manageMasterUserPassword: Bool
    package var iamAuthentication: Bool
    /// The DBSubnetGroup object's name.
    package var subnetGroup: String
    package var securityGroupIDs: [String]
    package var storageEncrypted: Bool
    package var deletionProtection: Bool
    /// Days.
    package var backupRetentionPeriod: Int
    package var copyTagsToSnapshot: Bool
    /// `postgresql`.
    package var logs: [String]
    /// How far its serverless instances scale.
    package var capacity: Capacity?
    package var tags: [KeyValue]

    /// Bounds in Aurora capacity units, of two gibibytes each and in halves.
    package struct Capacity: Equatable, Sendable {
        package var minimum: CapacityUnits
        package var maximum: CapacityUnits

        package init(minimum: CapacityUnits, maximum: CapacityUnits) {
            self.minimum = minimum
            self.maximum = maximum
        }

        init(reading object: inout FieldReader) {
            minimum = CapacityUnits(reading: &object, "minCapacity")
            maximum = CapacityUnits(reading: &object, "maxCapacity")
        }

        var yaml: YAML { .object(["minCapacity": minimum.yaml, "maxCapacity": maximum.yaml]) }
    }

    package init(
        metadata: ObjectMeta, identifier: String, engine: String, engineVersion: String? = nil,
        databaseName: String? = nil,
        port: Int, masterUsername: String, manageMasterUserPassword: Bool, iamAuthentication: Bool,
        subnetGroup: String, securityGroupIDs: [String] = [], storageEncrypted: Bool, deletionProtection: Bool,
        backupRetentionPeriod: Int, copyTagsToSnapshot: Bool, logs: [String] = [], capacity: Capacity? = nil,
        tags: [KeyValue] = []
    ) {
        self.metadata = metadata
        self.identifier = identifier
        self.engine = engine
        self.engineVersion = engineVersion
        self.databaseName = databaseName
        self.port = port
        self.masterUsername = masterUsername
        self.manageMasterUserPassword = manageMasterUserPassword
        self.iamAuthentication = iamAuthentication
        self.subnetGroup = subnetGroup
        self.securityGroupIDs = securityGroupIDs
        self.storageEncrypted = storageEncrypted
        self.deletionProtection = deletionProtection
        self.backupRetentionPeriod = backupRetentionPeriod
        self.copyTagsToSnapshot = copyTagsToSnapshot
        self.logs = logs
        self.capacity = capacity
        self.tags = tags
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        identifier = spec.string("dbClusterIdentifier")
        engine = spec.string("engine")
        engineVersion = spec.optionalString("engineVersion")
        databaseName = spec.optionalString("databaseName")
        port = spec.int("port")
        masterUsername = spec.string("masterUsername")
        manageMasterUserPassword = spec.optionalBool("manageMasterUserPassword") ?? false
        iamAuthentication = spec.optionalBool("enableIAMDatabaseAuthentication") ?? false
        subnetGroup = spec.reference("dbSubnetGroupRef")
        securityGroupIDs = spec.strings("vpcSecurityGroupIDs")
        storageEncrypted = spec.optionalBool("storageEncrypted") ?? false
        deletionProtection = spec.optionalBool("deletionProtection") ?? false
        backupRetentionPeriod = spec.int("backupRetentionPeriod")
        copyTagsToSnapshot = spec.optionalBool("copyTagsToSnapshot") ?? false
        logs = spec.strings("enableCloudwatchLogsExports")
        capacity = spec.optional("serverlessV2ScalingConfiguration") { Capacity(reading: &$0) }
        tags = spec.elements("tags") { KeyValue(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "dbClusterIdentifier": .string(identifier),
                    "engine": .string(engine),
                    "engineVersion": .optional(engineVersion),
                    "databaseName": .optional(databaseName),
                    "port": .int(port),
                    "masterUsername": .string(masterUsername),
                    "manageMasterUserPassword": .bool(manageMasterUserPassword),
                    "enableIAMDatabaseAuthentication": .bool(iamAuthentication),
                    "dbSubnetGroupRef": .from(subnetGroup),
                    "vpcSecurityGroupIDs": .strings(securityGroupIDs),
                    "storageEncrypted": .bool(storageEncrypted),
                    "deletionProtection": .bool(deletionProtection),
                    "backupRetentionPeriod": .int(backupRetentionPeriod),
                    "copyTagsToSnapshot": .bool(copyTagsToSnapshot),
                    "enableCloudwatchLogsExports": .strings(logs),
                    "serverlessV2ScalingConfiguration": capacity?.yaml,
                    "tags": tags.yaml,
                ]))
        ]
    }
}

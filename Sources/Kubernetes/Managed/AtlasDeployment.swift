package import YAMLTree

/// A managed MongoDB; reference: atlas.mongodb.com/v1 "AtlasDeployment".
package struct AtlasDeployment: ManifestKind {
    package static let apiVersion = "atlas.mongodb.com/v1"
    package static let kind = "AtlasDeployment"

    package var metadata: ObjectMeta
    /// The AtlasProject object's name.
    package var project: NamedReference
    package var deployment: Specification

    /// A replica set in one region.
    package struct Specification: Equatable, Sendable {
        package enum ClusterType: String, Sendable, CaseIterable {
            case replicaSet = "REPLICASET"
            case sharded = "SHARDED"
            case geoSharded = "GEOSHARDED"
        }

        /// Its name in Atlas.
        package var name: String
        package var clusterType: ClusterType
        package var backupEnabled: Bool
        package var terminationProtectionEnabled: Bool
        /// `8.0`.
        package var mongoDBMajorVersion: String?
        /// `US_EAST_1`.
        package var regionName: String
        /// `M10`.
        package var instanceSize: String
        package var nodeCount: Int

        package init(
            name: String, clusterType: ClusterType = .replicaSet, backupEnabled: Bool,
            terminationProtectionEnabled: Bool, mongoDBMajorVersion: String? = nil, regionName: String,
            instanceSize: String, nodeCount: Int
        ) {
            self.name = name
            self.clusterType = clusterType
            self.backupEnabled = backupEnabled
            self.terminationProtectionEnabled = terminationProtectionEnabled
            self.mongoDBMajorVersion = mongoDBMajorVersion
            self.regionName = regionName
            self.instanceSize = instanceSize
            self.nodeCount = nodeCount
        }

        init(reading object: inout FieldReader) {
            name = object.string("name")
            clusterType = object.choice("clusterType") ?? .replicaSet
            backupEnabled = object.optionalBool("backupEnabled") ?? false
            terminationProtectionEnabled = object.optionalBool("terminationProtectionEnabled") ?? false
            mongoDBMajorVersion = object.optionalString("mongoDBMajorVersion")
            let regions = object.elements("replicationSpecs") { shard in
                _ = shard.optionalInt("numShards")
                return shard.elements("regionConfigs") { region in
                    _ = region.choice("providerName", of: Provider.self)
                    _ = region.optionalInt("priority")
                    let nodes = region.required("electableSpecs") {
                        ($0.string("instanceSize"), $0.int("nodeCount"))
                    }
                    return (name: region.string("regionName"), size: nodes.0, count: nodes.1)
                }
            }.flatMap { $0 }
            regionName = regions.first?.name ?? ""
            instanceSize = regions.first?.size ?? ""
            nodeCount = regions.first?.count ?? 0
        }

        private enum Provider: String, CaseIterable { case aws = "AWS" }

        var yaml: YAML {
            let region = YAML.object([
                "providerName": .string(Provider.aws.rawValue), "regionName": .string(regionName),
                // The one region's, and the highest there is.
                "priority": 7,
                "electableSpecs": .object(["instanceSize": .string(instanceSize), "nodeCount": .int(nodeCount)]),
            ])
            return .object([
                "name": .string(name), "clusterType": .string(clusterType.rawValue),
                "backupEnabled": .bool(backupEnabled),
                "terminationProtectionEnabled": .bool(terminationProtectionEnabled),
                "mongoDBMajorVersion": .optional(mongoDBMajorVersion),
                "replicationSpecs": [.object(["numShards": 1, "regionConfigs": [region]])],
            ])
        }
    }

    package init(
        metadata: ObjectMeta, project: NamedReference, deployment: Specification
    ) {
        self.metadata = metadata
        self.project = project
        self.deployment = deployment
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        project = spec.required("projectRef") { NamedReference(reading: &$0) }
        deployment = spec.required("deploymentSpec") { Specification(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "projectRef": project.yaml,
                    "deploymentSpec": deployment.yaml,
                ]))
        ]
    }
}

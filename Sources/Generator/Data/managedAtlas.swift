import Blueprint
import Kubernetes

extension Site {
    /// MongoDB Atlas: a project of its own for each store, so that nobody else's user can be let in by mistake; a replica
    /// set; a user for each workload; and the private way in from the VPC.
    func atlasObjects(for store: Store, _ managed: ManagedStore) -> [Manifest] {
        let kept = [ObjectMeta.Pair("mongodb.com/atlas-resource-policy", "keep"), Self.notPruned]
        let metadata = managedMetadata(store, annotations: kept)
        let project = NamedReference(metadata.name)
        // Atlas makes the host's name of the first 23 characters.
        let deploymentName = dnsLabel(store.name, limit: 23)
        let region = String(environment.region.uppercased().map { $0 == "-" ? "_" : $0 })
        let deployment = AtlasDeployment(
            metadata: metadata, project: project,
            deployment: .init(
                name: deploymentName, backupEnabled: true, terminationProtectionEnabled: true,
                mongoDBMajorVersion: managed.version, regionName: region, instanceSize: managed.size ?? "M10",
                nodeCount: managed.nodes))
        let endpoint = AtlasPrivateEndpoint(
            metadata: metadata, project: project, provider: .aws, region: region,
            endpoints: managed.vpcEndpoint.map { [.init(id: $0)] } ?? [])
        let users = users(of: store).flatMap { user -> [Manifest] in
            // The operator reads only Secrets that bear this label.
            let secret = passwordSecret(user, of: store, labels: [.init("atlas.mongodb.com/type", "credentials")])
            let databaseUser = AtlasDatabaseUser(
                metadata: managedMetadata(store, name: dnsLabel(store.name, user.name), annotations: kept),
                project: project, username: user.name, databaseName: "admin",
                password: NamedReference(secret.targetName),
                roles: [.init(user.readsOnly ? "read" : "readWrite", on: store.database)],
                scopes: [.init(deployment: deploymentName)])
            return [.externalSecret(secret), .atlasDatabaseUser(databaseUser)]
        }
        return [
            .atlasProject(AtlasProject(metadata: metadata, name: awsName(store.name, limit: 63))),
            .atlasPrivateEndpoint(endpoint), .atlasDeployment(deployment),
        ] + users
    }
}

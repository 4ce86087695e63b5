package import YAMLTree

// What every object has. A switch of its own for each: an `any ManifestKind` would be a copy of the whole object.
extension Manifest {
    package var metadata: ObjectMeta {
        switch self {
        case .applicationNetworkPolicy(let object): object.metadata
        case .atlasDatabaseUser(let object): object.metadata
        case .atlasDeployment(let object): object.metadata
        case .atlasPrivateEndpoint(let object): object.metadata
        case .atlasProject(let object): object.metadata
        case .backendTrafficPolicy(let object): object.metadata
        case .cacheSubnetGroup(let object): object.metadata
        case .cacheUser(let object): object.metadata
        case .cacheUserGroup(let object): object.metadata
        case .ciliumNetworkPolicy(let object): object.metadata
        case .clientTrafficPolicy(let object): object.metadata
        case .configMap(let object): object.metadata
        case .dbCluster(let object): object.metadata
        case .dbInstance(let object): object.metadata
        case .dbSubnetGroup(let object): object.metadata
        case .deployment(let object): object.metadata
        case .envoyProxy(let object): object.metadata
        case .externalSecret(let object): object.metadata
        case .gateway(let object): object.metadata
        case .gatewayClass(let object): object.metadata
        case .httpRoute(let object): object.metadata
        case .horizontalPodAutoscaler(let object): object.metadata
        case .ingress(let object): object.metadata
        case .ingressClass(let object): object.metadata
        case .ingressClassParams(let object): object.metadata
        case .kustomization(let object): object.metadata
        case .limitRange(let object): object.metadata
        case .listenerRuleConfiguration(let object): object.metadata
        case .loadBalancerConfiguration(let object): object.metadata
        case .namespace(let object): object.metadata
        case .networkPolicy(let object): object.metadata
        case .podDisruptionBudget(let object): object.metadata
        case .podIdentityAssociation(let object): object.metadata
        case .priorityClass(let object): object.metadata
        case .referenceGrant(let object): object.metadata
        case .replicationGroup(let object): object.metadata
        case .resourceQuota(let object): object.metadata
        case .scaledObject(let object): object.metadata
        case .secret(let object): object.metadata
        case .secretStore(let object): object.metadata
        case .securityPolicy(let object): object.metadata
        case .service(let object): object.metadata
        case .serviceAccount(let object): object.metadata
        case .targetGroupConfiguration(let object): object.metadata
        case .triggerAuthentication(let object): object.metadata
        }
    }

    /// `apps/v1`.
    package var apiVersion: String {
        switch self {
        case .applicationNetworkPolicy(let object): object.apiVersion
        case .atlasDatabaseUser(let object): object.apiVersion
        case .atlasDeployment(let object): object.apiVersion
        case .atlasPrivateEndpoint(let object): object.apiVersion
        case .atlasProject(let object): object.apiVersion
        case .backendTrafficPolicy(let object): object.apiVersion
        case .cacheSubnetGroup(let object): object.apiVersion
        case .cacheUser(let object): object.apiVersion
        case .cacheUserGroup(let object): object.apiVersion
        case .ciliumNetworkPolicy(let object): object.apiVersion
        case .clientTrafficPolicy(let object): object.apiVersion
        case .configMap(let object): object.apiVersion
        case .dbCluster(let object): object.apiVersion
        case .dbInstance(let object): object.apiVersion
        case .dbSubnetGroup(let object): object.apiVersion
        case .deployment(let object): object.apiVersion
        case .envoyProxy(let object): object.apiVersion
        case .externalSecret(let object): object.apiVersion
        case .gateway(let object): object.apiVersion
        case .gatewayClass(let object): object.apiVersion
        case .httpRoute(let object): object.apiVersion
        case .horizontalPodAutoscaler(let object): object.apiVersion
        case .ingress(let object): object.apiVersion
        case .ingressClass(let object): object.apiVersion
        case .ingressClassParams(let object): object.apiVersion
        case .kustomization(let object): object.apiVersion
        case .limitRange(let object): object.apiVersion
        case .listenerRuleConfiguration(let object): object.apiVersion
        case .loadBalancerConfiguration(let object): object.apiVersion
        case .namespace(let object): object.apiVersion
        case .networkPolicy(let object): object.apiVersion
        case .podDisruptionBudget(let object): object.apiVersion
        case .podIdentityAssociation(let object): object.apiVersion
        case .priorityClass(let object): object.apiVersion
        case .referenceGrant(let object): object.apiVersion
        case .replicationGroup(let object): object.apiVersion
        case .resourceQuota(let object): object.apiVersion
        case .scaledObject(let object): object.apiVersion
        case .secret(let object): object.apiVersion
        case .secretStore(let object): object.apiVersion
        case .securityPolicy(let object): object.apiVersion
        case .service(let object): object.apiVersion
        case .serviceAccount(let object): object.apiVersion
        case .targetGroupConfiguration(let object): object.apiVersion
        case .triggerAuthentication(let object): object.apiVersion
        }
    }

    /// The whole object, ready for the printer.
    package var yaml: YAML {
        switch self {
        case .applicationNetworkPolicy(let object): object.yaml
        case .atlasDatabaseUser(let object): object.yaml
        case .atlasDeployment(let object): object.yaml
        case .atlasPrivateEndpoint(let object): object.yaml
        case .atlasProject(let object): object.yaml
        case .backendTrafficPolicy(let object): object.yaml
        case .cacheSubnetGroup(let object): object.yaml
        case .cacheUser(let object): object.yaml
        case .cacheUserGroup(let object): object.yaml
        case .ciliumNetworkPolicy(let object): object.yaml
        case .clientTrafficPolicy(let object): object.yaml
        case .configMap(let object): object.yaml
        case .dbCluster(let object): object.yaml
        case .dbInstance(let object): object.yaml
        case .dbSubnetGroup(let object): object.yaml
        case .deployment(let object): object.yaml
        case .envoyProxy(let object): object.yaml
        case .externalSecret(let object): object.yaml
        case .gateway(let object): object.yaml
        case .gatewayClass(let object): object.yaml
        case .httpRoute(let object): object.yaml
        case .horizontalPodAutoscaler(let object): object.yaml
        case .ingress(let object): object.yaml
        case .ingressClass(let object): object.yaml
        case .ingressClassParams(let object): object.yaml
        case .kustomization(let object): object.yaml
        case .limitRange(let object): object.yaml
        case .listenerRuleConfiguration(let object): object.yaml
        case .loadBalancerConfiguration(let object): object.yaml
        case .namespace(let object): object.yaml
        case .networkPolicy(let object): object.yaml
        case .podDisruptionBudget(let object): object.yaml
        case .podIdentityAssociation(let object): object.yaml
        case .priorityClass(let object): object.yaml
        case .referenceGrant(let object): object.yaml
        case .replicationGroup(let object): object.yaml
        case .resourceQuota(let object): object.yaml
        case .scaledObject(let object): object.yaml
        case .secret(let object): object.yaml
        case .secretStore(let object): object.yaml
        case .securityPolicy(let object): object.yaml
        case .service(let object): object.yaml
        case .serviceAccount(let object): object.yaml
        case .targetGroupConfiguration(let object): object.yaml
        case .triggerAuthentication(let object): object.yaml
        }
    }
}

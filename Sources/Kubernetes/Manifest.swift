package import YAMLTree

/// One object of any kind that we know. Closed, so that a new kind breaks the build wherever it must be thought of.
///
/// It is a reference to the object: a cluster's manifests are handed on many times, and the objects are large.
package indirect enum Manifest: Equatable, Sendable {
    case applicationNetworkPolicy(ApplicationNetworkPolicy)
    case atlasDatabaseUser(AtlasDatabaseUser)
    case atlasDeployment(AtlasDeployment)
    case atlasPrivateEndpoint(AtlasPrivateEndpoint)
    case atlasProject(AtlasProject)
    case backendTrafficPolicy(BackendTrafficPolicy)
    case cacheSubnetGroup(CacheSubnetGroup)
    case cacheUser(CacheUser)
    case cacheUserGroup(CacheUserGroup)
    case ciliumNetworkPolicy(CiliumNetworkPolicy)
    case clientTrafficPolicy(ClientTrafficPolicy)
    case configMap(ConfigMap)
    case dbCluster(DBCluster)
    case dbInstance(DBInstance)
    case dbSubnetGroup(DBSubnetGroup)
    case deployment(Deployment)
    case envoyProxy(EnvoyProxy)
    case externalSecret(ExternalSecret)
    case gateway(Gateway)
    case gatewayClass(GatewayClass)
    case httpRoute(HTTPRoute)
    case horizontalPodAutoscaler(HorizontalPodAutoscaler)
    case ingress(Ingress)
    case ingressClass(IngressClass)
    case ingressClassParams(IngressClassParams)
    case kustomization(Kustomization)
    case limitRange(LimitRange)
    case listenerRuleConfiguration(ListenerRuleConfiguration)
    case loadBalancerConfiguration(LoadBalancerConfiguration)
    case namespace(Namespace)
    case networkPolicy(NetworkPolicy)
    case podDisruptionBudget(PodDisruptionBudget)
    case podIdentityAssociation(PodIdentityAssociation)
    case priorityClass(PriorityClass)
    case referenceGrant(ReferenceGrant)
    case replicationGroup(ReplicationGroup)
    case resourceQuota(ResourceQuota)
    case scaledObject(ScaledObject)
    case secret(Secret)
    case secretStore(SecretStore)
    case securityPolicy(SecurityPolicy)
    case service(Service)
    case serviceAccount(ServiceAccount)
    case targetGroupConfiguration(TargetGroupConfiguration)
    case triggerAuthentication(TriggerAuthentication)

    /// The object, for what all kinds have in common.
    package var object: any ManifestKind {
        switch self {
        case .applicationNetworkPolicy(let object): object
        case .atlasDatabaseUser(let object): object
        case .atlasDeployment(let object): object
        case .atlasPrivateEndpoint(let object): object
        case .atlasProject(let object): object
        case .backendTrafficPolicy(let object): object
        case .cacheSubnetGroup(let object): object
        case .cacheUser(let object): object
        case .cacheUserGroup(let object): object
        case .ciliumNetworkPolicy(let object): object
        case .clientTrafficPolicy(let object): object
        case .configMap(let object): object
        case .dbCluster(let object): object
        case .dbInstance(let object): object
        case .dbSubnetGroup(let object): object
        case .deployment(let object): object
        case .envoyProxy(let object): object
        case .externalSecret(let object): object
        case .gateway(let object): object
        case .gatewayClass(let object): object
        case .httpRoute(let object): object
        case .horizontalPodAutoscaler(let object): object
        case .ingress(let object): object
        case .ingressClass(let object): object
        case .ingressClassParams(let object): object
        case .kustomization(let object): object
        case .limitRange(let object): object
        case .listenerRuleConfiguration(let object): object
        case .loadBalancerConfiguration(let object): object
        case .namespace(let object): object
        case .networkPolicy(let object): object
        case .podDisruptionBudget(let object): object
        case .podIdentityAssociation(let object): object
        case .priorityClass(let object): object
        case .referenceGrant(let object): object
        case .replicationGroup(let object): object
        case .resourceQuota(let object): object
        case .scaledObject(let object): object
        case .secret(let object): object
        case .secretStore(let object): object
        case .securityPolicy(let object): object
        case .service(let object): object
        case .serviceAccount(let object): object
        case .targetGroupConfiguration(let object): object
        case .triggerAuthentication(let object): object
        }
    }

    package var metadata: ObjectMeta { object.metadata }
    package var yaml: YAML { object.yaml }
    /// `Deployment`.
    package var kindName: String { type(of: object).kind }
    /// `apps/v1`.
    package var apiVersion: String { object.apiVersion }
}

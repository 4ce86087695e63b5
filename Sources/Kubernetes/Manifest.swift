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

    /// Its kind, for what all objects of a kind have in common.
    package var kind: any ManifestKind.Type {
        switch self {
        case .applicationNetworkPolicy: ApplicationNetworkPolicy.self
        case .atlasDatabaseUser: AtlasDatabaseUser.self
        case .atlasDeployment: AtlasDeployment.self
        case .atlasPrivateEndpoint: AtlasPrivateEndpoint.self
        case .atlasProject: AtlasProject.self
        case .backendTrafficPolicy: BackendTrafficPolicy.self
        case .cacheSubnetGroup: CacheSubnetGroup.self
        case .cacheUser: CacheUser.self
        case .cacheUserGroup: CacheUserGroup.self
        case .ciliumNetworkPolicy: CiliumNetworkPolicy.self
        case .clientTrafficPolicy: ClientTrafficPolicy.self
        case .configMap: ConfigMap.self
        case .dbCluster: DBCluster.self
        case .dbInstance: DBInstance.self
        case .dbSubnetGroup: DBSubnetGroup.self
        case .deployment: Deployment.self
        case .envoyProxy: EnvoyProxy.self
        case .externalSecret: ExternalSecret.self
        case .gateway: Gateway.self
        case .gatewayClass: GatewayClass.self
        case .httpRoute: HTTPRoute.self
        case .horizontalPodAutoscaler: HorizontalPodAutoscaler.self
        case .ingress: Ingress.self
        case .ingressClass: IngressClass.self
        case .ingressClassParams: IngressClassParams.self
        case .kustomization: Kustomization.self
        case .limitRange: LimitRange.self
        case .listenerRuleConfiguration: ListenerRuleConfiguration.self
        case .loadBalancerConfiguration: LoadBalancerConfiguration.self
        case .namespace: Namespace.self
        case .networkPolicy: NetworkPolicy.self
        case .podDisruptionBudget: PodDisruptionBudget.self
        case .podIdentityAssociation: PodIdentityAssociation.self
        case .priorityClass: PriorityClass.self
        case .referenceGrant: ReferenceGrant.self
        case .replicationGroup: ReplicationGroup.self
        case .resourceQuota: ResourceQuota.self
        case .scaledObject: ScaledObject.self
        case .secret: Secret.self
        case .secretStore: SecretStore.self
        case .securityPolicy: SecurityPolicy.self
        case .service: Service.self
        case .serviceAccount: ServiceAccount.self
        case .targetGroupConfiguration: TargetGroupConfiguration.self
        case .triggerAuthentication: TriggerAuthentication.self
        }
    }

    /// `Deployment`.
    package var kindName: String { kind.kind }
}

// One running system, composed from manifests.
//
// `Instance` is the composition root. It is given rendered manifests, a folder of contracts and the local images, and
// nothing of the blueprint: what it does comes from the text that would be deployed. `Cluster` is what the manifests
// say: pods, services, settings, secrets. `Mesh` carries every call between them: it resolves the name, asks the
// network policies, writes the journal, and calls the handler. `LoadBalancerFront` and `GatewayFront` play the ALB and
// the in-cluster gateway from the rules that `Routing` reads off the manifests. `DataLayer` runs a stand-in for every
// store, `Internet` a mock for every vendor. `Kubelet` starts containers and probes them.

// Who may reach whom, decided from the network policies as a cluster enforces them, and the sentence that explains it.
//
// `PolicySet` takes the `NetworkPolicy`, `ApplicationNetworkPolicy` and `CiliumNetworkPolicy` objects that were read from
// manifests, and the labels of the namespaces. `decide` judges one connection: the egress of the pod that opens it, then the ingress of
// the pod that takes it. A side that no policy selects is open. A side that one selects is closed but for what any rule
// of any of its policies allows; order never matters, and a policy can only ever open.
//
// The answer names the rule that allowed the connection with its file and line, or else the policy that isolates the
// pod and the rule that came nearest to allowing it, with what kept it from fitting. Nothing here waits, reads or writes:
// it is values in, values out. https://kubernetes.io/docs/concepts/services-networking/network-policies/

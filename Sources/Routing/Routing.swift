// Where a request goes, decided from the manifests as the real controllers decide it.
//
// `LoadBalancer/` turns Ingresses of the AWS Load Balancer Controller into the listeners and ordered rules of
// Application Load Balancers, and answers what an ALB does with a request. `Gateway/` turns Gateways, HTTPRoutes and
// Envoy Gateway's policies into routes, and answers which route a request takes, what is changed on the way, and which
// token it must carry. `Ingress/` gives the same answers for a plain controller inside the cluster. `Patterns/` holds the
// two ways in which they compare text.
//
// Every answer names the rule that made it, its place in a file, and one line of reason. What a controller refuses to
// deploy is a diagnostic, and nothing of it is routed. The target is pure: values in, values out. Whether a Service
// exists, which pods are ready and whether a token is genuine is for the caller to find out.

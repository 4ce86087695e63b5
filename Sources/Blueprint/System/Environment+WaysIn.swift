extension Environment {
    /// Which objects the ways in are made of, and what of the load balancer belongs to one AWS account.
    package struct WaysIn: Equatable, Sendable {
        /// The Kubernetes API that routes are written in. Both lead to the same places.
        package enum API: String, Sendable, CaseIterable {
            case ingress
            case gatewayAPI = "gateway-api"
        }

        /// Of the load balancer: read by the AWS Load Balancer Controller, or by EKS Auto Mode.
        package var loadBalancer: API
        /// Of the gateway in the cluster: Envoy Gateway, or the controller of any Ingress class.
        package var gateway: API
        /// The class of the gateway; nil for the blueprint's own.
        package var className: String?
        /// Who serves the class; nil unless the gateway is an Ingress controller.
        package var controller: IngressController?
        /// `subnet-0a1b2c3d`; none lets the load balancer find subnets by their tags.
        package var subnets: [String]
        /// The ARN of a web ACL of AWS WAF.
        package var webACL: String?
        package var accessLogs: AccessLogs?
        /// Whether AWS refuses to delete the load balancer.
        package var isProtected: Bool

        package init(
            loadBalancer: API = .ingress, gateway: API = .gatewayAPI, className: String? = nil,
            controller: IngressController? = nil, subnets: [String] = [], webACL: String? = nil,
            accessLogs: AccessLogs? = nil, isProtected: Bool = false
        ) {
            self.loadBalancer = loadBalancer
            self.gateway = gateway
            self.className = className
            self.controller = controller
            self.subnets = subnets
            self.webACL = webACL
            self.accessLogs = accessLogs
            self.isProtected = isProtected
        }
    }

    /// An Ingress controller that the cluster's owner runs.
    package struct IngressController: Equatable, Sendable {
        package var namespace: String
        /// The label `app.kubernetes.io/name` of its pods.
        package var pods: String
        /// The pods' port for plain HTTP.
        package var port: Int
        /// A path that the controller answers itself with 200, and the port where it does; nil for the same one.
        package var healthPath: String
        package var healthPort: Int?

        package init(
            namespace: String, pods: String, port: Int = 8080, healthPath: String = "/healthz", healthPort: Int? = nil
        ) {
            self.namespace = namespace
            self.pods = pods
            self.port = port
            self.healthPath = healthPath
            self.healthPort = healthPort
        }
    }

    /// Where the load balancer writes down every request.
    package struct AccessLogs: Equatable, Sendable {
        package var bucket: String
        package var prefix: String?

        package init(bucket: String, prefix: String? = nil) {
            self.bucket = bucket
            self.prefix = prefix
        }
    }
}

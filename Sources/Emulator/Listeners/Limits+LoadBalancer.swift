import HTTP
import Routing
import Serving

extension HTTPListener.Limits {
    /// What an ALB takes, and its own pages for what it does not.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html#http-headers-quotas
    static func loadBalancer(_ attributes: LoadBalancerAttributes) -> HTTPListener.Limits {
        var limits = HTTPListener.Limits()
        limits.targetBytes = 16 * 1024
        limits.fieldBytes = 16 * 1024
        limits.headBytes = 64 * 1024
        limits.idle = attributes.idleTimeout
        limits.refusal = { fault in
            switch fault {
            case .malformed, .fieldsTooLarge: LoadBalancerResponse.page(.badRequest)
            case .unsupportedVersion: LoadBalancerResponse.page(505)
            case .targetTooLong: LoadBalancerResponse.page(414)
            case .bodyTooLong:
                LoadBalancerResponse.page(.contentTooLarge).explained(
                    "an ALB takes a body of any length; this desk keeps it in memory, and takes 16 MiB")
            case .timeout: LoadBalancerResponse.page(408)
            }
        }
        return limits
    }
}

import Diagnostics
import YAMLTree

extension SystemReader {
    func loadBalancer() -> LoadBalancer {
        let node = blueprint.root["edge"]?["alb"]
        let certificates = texts(node?["certificate"], .label)
        let health = node?["health"]
        let usual = LoadBalancer.HealthCheck()
        return LoadBalancer(
            hosts: hosts(node?["hosts"]), certificate: certificates.first ?? "",
            moreCertificates: Array(certificates.dropFirst()), scheme: node?["scheme"]?.choice() ?? .internetFacing,
            addressType: node?["addresses"]?.choice() ?? .ipv4,
            sslPolicy: node?["tls"]?.text(.sslPolicy) ?? LoadBalancer.usualSSLPolicy,
            idleTimeout: node?["idle-timeout"]?.seconds ?? LoadBalancer.usualIdleTimeout,
            slowStart: node?["slow-start"]?.seconds, stickiness: node?["stickiness"]?.seconds,
            healthCheck: LoadBalancer.HealthCheck(
                interval: health?["interval"]?.number(in: 5...300) ?? usual.interval,
                timeout: health?["timeout"]?.number(in: 2...120) ?? usual.timeout,
                healthy: health?["healthy"]?.number(in: 2...10) ?? usual.healthy,
                unhealthy: health?["unhealthy"]?.number(in: 2...10) ?? usual.unhealthy,
                codes: health?["codes"]?.text(.statusCodes) ?? usual.codes),
            attributes: (node?["attributes"]?.entries ?? []).compactMap { entry in
                entry.value.source.map { Workload.Setting(name: entry.key, value: $0) }
            }, span: node?.span ?? blueprint.root.span)
    }

    /// Which objects the ways in of one environment are made of.
    func waysIn(_ declaration: Blueprint.Declaration) -> Environment.WaysIn {
        let node = declaration.node["edge"]
        let account = declaration.node["alb"]
        let gateway: Environment.WaysIn.API = node?["gateway"]?.choice() ?? .gatewayAPI
        let className = node?["class"]?.text(.label)
        let logs = account?["logs"]
        return Environment.WaysIn(
            loadBalancer: node?["alb"]?.choice() ?? .ingress, gateway: gateway, className: className,
            controller: gateway == .ingress ? controller(node?["controller"], class: className ?? "") : nil,
            subnets: texts(account?["subnet-ids"], .subnet), webACL: account?["waf"]?.text(.webACL),
            accessLogs: logs?["bucket"]?.text(.bucket).map {
                Environment.AccessLogs(bucket: $0, prefix: logs?["prefix"]?.text(.file))
            }, isProtected: account?["protected"]?.flag ?? false)
    }

    private func controller(_ node: LocatedNode?, class name: String) -> Environment.IngressController {
        Environment.IngressController(
            namespace: node?["namespace"]?.text(.label) ?? name, pods: node?["pods"]?.text(.label) ?? name,
            port: node?["port"]?.number(in: 1...65535) ?? 8080, healthPath: node?["health"]?.text(.path) ?? "/healthz",
            healthPort: node?["health-port"]?.number(in: 1...65535))
    }
}

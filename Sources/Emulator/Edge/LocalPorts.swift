package import HTTP

/// The ports that play 80 and 443 on this desk.
///
/// The load balancer knows nothing of them: it redirects to port 443, as in the cloud. Only what leaves the process is
/// turned, so that a client here can follow.
package struct LocalPorts: Sendable {
    package var http: Int
    package var https: Int
    /// Whether a host is one of the load balancer's: its services write their own addresses as in the cloud, without a
    /// port.
    package var isOwn: @Sendable (_ host: String) -> Bool

    package init(http: Int, https: Int, isOwn: @escaping @Sendable (_ host: String) -> Bool = { _ in false }) {
        self.http = http
        self.https = https
        self.isOwn = isOwn
    }

    /// `request` with the host as the client would write it in the cloud: without the port that is only this desk's.
    package func globalized(_ request: Request) -> Request {
        guard let port = request.port, port == http || port == https else { return request }
        var request = request
        request.authority = request.host
        request.fields["host"] = request.authority
        return request
    }

    /// `response` with a redirect to port 443 or 80 of a host turned to the port that plays it.
    package func localized(_ response: Response) -> Response {
        guard let location = response.fields["location"], let schemeEnd = location.firstRange(of: "://") else {
            return response
        }
        let rest = location[schemeEnd.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        let local: Int
        let host = authority.prefix { $0 != ":" }
        switch (location[..<schemeEnd.lowerBound], authority.split(separator: ":").dropFirst().first) {
        case ("https", "443"): local = https
        case ("http", "80"): local = http
        case ("https", nil) where isOwn(host.lowercased()): local = https
        case ("http", nil) where isOwn(host.lowercased()): local = http
        default: return response
        }
        var localized = response
        localized.fields["location"] = "\(location[..<schemeEnd.upperBound])\(host):\(local)\(rest[end...])"
        return localized
    }
}

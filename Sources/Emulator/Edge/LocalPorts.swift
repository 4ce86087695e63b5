package import HTTP

/// The ports that play 80 and 443 on this desk.
///
/// The load balancer knows nothing of them: it redirects to port 443, as in the cloud. Only what leaves the process is
/// turned, so that a client here can follow.
package struct LocalPorts: Sendable {
    package var http: Int
    package var https: Int

    package init(http: Int, https: Int) {
        self.http = http
        self.https = https
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
        switch (location[..<schemeEnd.lowerBound], authority.split(separator: ":").dropFirst().first) {
        case ("https", "443"): local = https
        case ("http", "80"): local = http
        default: return response
        }
        var localized = response
        let host = authority.prefix { $0 != ":" }
        localized.fields["location"] = "\(location[..<schemeEnd.upperBound])\(host):\(local)\(rest[end...])"
        return localized
    }
}

package import HTTP

/// The address that a redirect sends the client to.
package struct RedirectTarget: Equatable, Sendable {
    package var scheme: String
    /// Without port.
    package var host: String
    /// The port that is written; nil for none. It is the port of the manifests, which a caller that listens on others
    /// exchanges before it makes the response.
    package var port: Int?
    /// With its `/`.
    package var path: String
    /// Without `?`; nil for none.
    package var query: String?
    package var status: Status

    package init(scheme: String, host: String, port: Int?, path: String, query: String?, status: Status) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.status = status
    }

    package var location: String {
        scheme + "://" + host + (port.map { ":\($0)" } ?? "") + path + (query.map { "?\($0)" } ?? "")
    }
}

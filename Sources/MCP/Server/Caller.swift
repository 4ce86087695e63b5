package import HTTP
package import JSONTree

/// Who sent a request, and what came with it besides its parameters.
package struct Caller: Sendable {
    /// Who `authorize` found it to be; nil where nobody is told apart.
    package var principal: String?
    /// The header fields of the HTTP request that carried the message.
    package var fields: Fields
    package var revision: Revision
    /// The `_meta` of the request's parameters.
    package var meta: JSON
    /// What the client declared that it can do: with the request, or in the handshake.
    package var clientCapabilities: JSON
    /// The client's name and version; nil when it did not say.
    package var clientInfo: JSON?

    package init(
        principal: String? = nil, fields: Fields = Fields(), revision: Revision = .july2026, meta: JSON = [:],
        clientCapabilities: JSON = [:], clientInfo: JSON? = nil
    ) {
        self.principal = principal
        self.fields = fields
        self.revision = revision
        self.meta = meta
        self.clientCapabilities = clientCapabilities
        self.clientInfo = clientInfo
    }

    /// `traceparent`, `tracestate` and `baggage` to send along with what is called on the caller's behalf: from `_meta`,
    /// where the protocol puts them, and otherwise from the header.
    package var traceFields: Fields {
        var result = Fields()
        for name in MetaName.trace { result[name] = meta[name]?.string ?? fields[name] }
        return result
    }
}

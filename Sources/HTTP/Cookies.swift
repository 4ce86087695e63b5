extension Request {
    /// The cookies that the client sent, by name; the first of a name counts. RFC 6265 5.4.
    package var cookies: [String: String] {
        var cookies: [String: String] = [:]
        for value in fields.all("cookie") {
            for pair in value.split(separator: ";") {
                guard let mark = pair.firstIndex(of: "=") else { continue }
                let name = String(pair[..<mark]).trimmingBlanks()
                if cookies[name] == nil { cookies[name] = String(pair[pair.index(after: mark)...]).trimmingBlanks() }
            }
        }
        return cookies
    }
}

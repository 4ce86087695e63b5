extension Request {
    /// A request to `url`, which names scheme and host: `https://api.example.com/v1?x=1`. The field `host` is set unless
    /// `fields` has it.
    ///
    /// - Returns: nil for anything that is not absolute.
    package init?(_ method: Method = .get, url: String, fields: Fields = Fields(), body: [UInt8] = []) {
        guard let schemeEnd = url.firstRange(of: "://"), schemeEnd.lowerBound != url.startIndex else { return nil }
        let rest = url[schemeEnd.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if authority.isEmpty { return nil }
        let target = rest[authority.endIndex...]
        var fields = fields
        if fields["host"] == nil { fields.append("host", String(authority)) }
        self.init(
            method, target.hasPrefix("/") ? String(target) : "/\(target)",
            scheme: url[..<schemeEnd.lowerBound].lowercased(), authority: String(authority), fields: fields, body: body)
    }
}

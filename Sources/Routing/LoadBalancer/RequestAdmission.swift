package import HTTP

extension LoadBalancerAttributes {
    /// What a load balancer says to a request before it looks at any rule.
    package enum Admission: Sendable {
        /// With what the attributes take out of it.
        case admitted(Request)
        case refused(Response, reason: String)
    }

    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
    package func admission(of request: Request) -> Admission {
        if request.authority.isEmpty { return refused(400, "it has no Host") }
        if request.method.rawValue == "TRACE" { return refused(405, "an ALB does not do TRACE") }
        let codings = request.fields.all("transfer-encoding").flatMap { $0.lowercased().split(separator: ",") }
        if let coding = codings.map({ String($0).trimmed }).first(where: { !["chunked", "identity"].contains($0) }) {
            return refused(501, "an ALB knows the transfer codings chunked and identity, and not '\(coding)'")
        }
        let hops = request.fields.all("x-forwarded-for").flatMap { $0.split(separator: ",") }
        if hops.count > Self.maximumHops {
            return refused(463, "its X-Forwarded-For has more than \(Self.maximumHops) addresses")
        }
        let risk = DesyncRisk(request)
        switch desyncMitigation {
        case .monitor: break
        case .defensive: if let risk, risk.tier == .severe { return refused(400, risk.sentence) }
        case .strictest: if let risk { return refused(400, risk.sentence) }
        }
        let areValid =
            !dropsInvalidFields
            || request.fields.allSatisfy { $0.name.utf8.allSatisfy(\.isLetterDigitOrHyphen) }
        if areValid { return .admitted(request) }
        var kept = request
        kept.fields = Fields()
        for field in request.fields where field.name.utf8.allSatisfy(\.isLetterDigitOrHyphen) {
            kept.fields.append(field.name, field.value)
        }
        return .admitted(kept)
    }

    private func refused(_ status: Status, _ reason: String) -> Admission {
        .refused(LoadBalancerResponse.page(status), reason: "the load balancer refuses it: \(reason)")
    }

    private static let maximumHops = 30
}

/// Why two servers could read a request in two ways, which smuggles another one past the first of them.
/// https://github.com/aws/http-desync-guardian/blob/main/docs/README.md
package struct DesyncRisk: Equatable, Sendable {
    package enum Tier: Sendable {
        /// Not by the standard, and harmless.
        case acceptable
        case ambiguous
        case severe
    }

    package var tier: Tier
    package var sentence: String

    /// nil for a request by the standard.
    package init?(_ request: Request) {
        guard let (tier, sentence) = Self.found(in: request) else { return nil }
        self.tier = tier
        self.sentence = sentence
    }

    private static func found(in request: Request) -> (Tier, String)? {
        let lengths = request.fields.all("content-length")
        if lengths.contains(where: { Int($0) == nil || $0.hasPrefix("+") || $0.hasPrefix("-") }) {
            return (.severe, "its Content-Length is no number")
        }
        if Set(lengths).count > 1 { return (.severe, "it has several Content-Lengths that differ") }
        let hasControls = request.fields.contains { $0.value.hasControls }
        if hasControls,
            request.fields.contains(where: { $0.value.utf8.contains { $0 == 0 || $0 == 10 || $0 == 13 } })
        {
            return (.severe, "a header has a line break or a zero byte")
        }
        if lengths.count > 1 { return (.ambiguous, "it has its Content-Length twice") }
        let isChunked = request.fields["transfer-encoding"] != nil
        if isChunked, !lengths.isEmpty { return (.ambiguous, "it has both Content-Length and Transfer-Encoding") }
        let hasNoMeaningForBody = request.method == .get || request.method == .head
        if hasNoMeaningForBody, isChunked {
            return (.ambiguous, "a \(request.method) with Transfer-Encoding means nothing")
        }
        if hasNoMeaningForBody, lengths.contains(where: { (Int($0) ?? 0) > 0 }) {
            return (.ambiguous, "a \(request.method) with a body means nothing")
        }
        let target = request.target.utf8
        if target.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return (.ambiguous, "its target has control characters")
        }
        if request.fields.contains(where: \.name.isEmpty) { return (.ambiguous, "a header has no name") }
        if hasNoMeaningForBody, lengths == ["0"] {
            return (.acceptable, "a \(request.method) has a Content-Length of 0")
        }
        if target.contains(where: { $0 >= 0x80 || $0 == 0x20 }) {
            return (.acceptable, "its target has bytes that should be percent-encoded")
        }
        return hasControls ? (.acceptable, "a header has control characters") : nil
    }
}

extension String {
    /// Whether it has control characters other than tabs. It looks at all bytes without stopping, which processors do many
    /// at a time: tokens are long.
    fileprivate var hasControls: Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            bytes.reduce(UInt8(0)) { $0 | ($1 < 0x20 && $1 != 9 ? 1 : 0) | ($1 == 0x7F ? 1 : 0) } != 0
        } ?? utf8.contains { $0 < 0x20 && $0 != 9 || $0 == 0x7F }
    }
}

extension UInt8 {
    /// Of what the name of a header consists that an ALB takes for valid.
    fileprivate var isLetterDigitOrHyphen: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

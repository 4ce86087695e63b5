import Fidelity

/// The page `docs/vendors.md`: every endpoint of every mock with its fidelity, from the tables that also dispatch.
package func coveragePage() -> String {
    var lines = [
        "# Vendor mocks", "",
        "Made from the endpoint tables in `Sources/Vendors`; `RECORD=1 swift test --filter VendorsTests` writes it anew.",
        "An address that is not listed answers the vendor's own error for an unknown address and is recorded as",
        "unsupported in the ledger.",
    ]
    for vendor in Vendor.all {
        lines += ["", "## \(vendor.title)", ""]
        lines.append("`\(vendor.api)`, for \(vendor.hosts.map { "`\($0)`" }.joined(separator: ", ")).")
        lines += ["Reference: <\(vendor.reference)>", "", "| Endpoint | What it does | Fidelity |", "|---|---|---|"]
        for endpoint in vendor.endpoints {
            lines.append("| `\(endpoint.feature)` | \(endpoint.summary) | \(text(of: endpoint.fidelity)) |")
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

private func text(of fidelity: Fidelity) -> String {
    switch fidelity {
    case .exact: "exact"
    case .approximate(let difference): "approximate: \(difference)"
    case .unsupported(let reason): "unsupported: \(reason)"
    }
}

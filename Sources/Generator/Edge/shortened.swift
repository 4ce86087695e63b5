/// `name` in at most `limit` characters: a longer one keeps its beginning and ends in eight hex digits of the whole, so
/// that it stays the same from run to run, and two long names that begin alike stay apart.
func shortened(_ name: String, to limit: Int) -> String {
    if name.utf8.count <= limit { return name }
    var beginning = name.prefix(max(1, limit - 9))
    while beginning.last == "-" { beginning.removeLast() }
    return "\(beginning)-\(stableHash(name.utf8).suffix(8))"
}

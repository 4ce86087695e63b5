/// The part of something `count` long between two indexes, both included, where negative ones count from the end.
///
/// nil when nothing is there.
func range(from start: Int64, to end: Int64, in count: Int) -> Range<Int>? {
    let count = Int64(count)
    var (start, end) = (start, end)
    if start < 0 { start = max(0, start &+ count) }
    if end < 0 { end &+= count }
    if end < 0 || start > end || start >= count { return nil }
    return Int(start)..<(Int(min(end, count - 1)) + 1)
}

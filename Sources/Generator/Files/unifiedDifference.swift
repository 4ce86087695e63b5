/// Two texts as a unified diff with three lines of context, as `diff -u` writes it; empty when they are equal.
package func unifiedDifference(
    from old: String, to new: String, path: String, old oldName: String? = nil, new newName: String? = nil
) -> String {
    if old == new { return "" }
    let lines = mergedLines(old.lines, new.lines)
    var text = "--- \(oldName ?? "a/" + path)\n+++ \(newName ?? "b/" + path)\n"
    for hunk in hunks(of: lines) { text += header(of: hunk, in: lines) + lines[hunk].map(\.text).joined() }
    return text
}

/// A line of either text, or of both.
private struct MergedLine {
    enum Origin { case both, old, new }

    var origin: Origin
    var content: Substring
    /// Whether the line ends in a line feed: only a last line may not.
    var isEnded: Bool

    var text: String {
        let sign =
            switch origin {
            case .both: " "
            case .old: "-"
            case .new: "+"
            }
        return sign + content + (isEnded ? "\n" : "\n\\ No newline at end of file\n")
    }
}

private struct Line: Hashable {
    var content: Substring
    var isEnded: Bool
}

extension String {
    fileprivate var lines: [Line] {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map { Line(content: $0, isEnded: true) }
        // What follows the last line feed is a line only if there is something in it.
        if let last = lines.popLast(), !last.content.isEmpty {
            lines.append(Line(content: last.content, isEnded: false))
        }
        return lines
    }
}

/// Both texts in one list: the lines that only the old has stand before those that only the new has.
private func mergedLines(_ old: [Line], _ new: [Line]) -> [MergedLine] {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
    }
    var merged: [MergedLine] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
        if left < old.count, removed.contains(left) {
            merged.append(MergedLine(origin: .old, content: old[left].content, isEnded: old[left].isEnded))
            left += 1
        } else if right < new.count, inserted.contains(right) {
            merged.append(MergedLine(origin: .new, content: new[right].content, isEnded: new[right].isEnded))
            right += 1
        } else {
            merged.append(MergedLine(origin: .both, content: new[right].content, isEnded: new[right].isEnded))
            left += 1
            right += 1
        }
    }
    return merged
}

/// The runs of changed lines with three lines around them; runs whose surroundings meet are one.
private func hunks(of lines: [MergedLine]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, line) in lines.enumerated() where line.origin != .both {
        let range = max(0, index - 3)..<min(lines.count, index + 4)
        if let last = hunks.last, last.upperBound >= range.lowerBound {
            hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
        } else {
            hunks.append(range)
        }
    }
    return hunks
}

private func header(of hunk: Range<Int>, in lines: [MergedLine]) -> String {
    func position(_ side: MergedLine.Origin) -> String {
        let before = lines[..<hunk.lowerBound].count { $0.origin == side || $0.origin == .both }
        let count = lines[hunk].count { $0.origin == side || $0.origin == .both }
        // A range without lines is named by the line before it.
        return "\(count == 0 ? before : before + 1),\(count)"
    }
    return "@@ -\(position(.old)) +\(position(.new)) @@\n"
}

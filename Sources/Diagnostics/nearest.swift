/// The name that somebody most likely meant when they wrote `word`; nil when none is close.
///
/// Close is an edit distance (insertions, deletions, substitutions and swaps of neighbours each count one) of at most a
/// third of the word's length, and at least one. Of equally close names the first in alphabetical order is taken. Case
/// does not count as a difference; a name that equals `word` is not a suggestion.
package func nearest(to word: String, in names: [String]) -> String? {
    // Beyond this nobody mistyped, and the comparison is quadratic.
    let longest = 64
    guard word.unicodeScalars.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    for name in names.sorted() where name != word && name.unicodeScalars.count <= longest {
        let distance = editDistance(Array(word.lowercased().unicodeScalars), Array(name.lowercased().unicodeScalars))
        let allowed = max(1, max(word.unicodeScalars.count, name.unicodeScalars.count) / 3)
        if distance <= allowed, distance < best?.distance ?? Int.max { best = (name, distance) }
    }
    return best?.name
}

/// Optimal string alignment distance.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i]
        for j in 1...b.count {
            let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            var distance = min(last[j] + 1, row[j - 1] + 1, substitution)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                distance = min(distance, beforeLast[j - 2] + 1)
            }
            row.append(distance)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}

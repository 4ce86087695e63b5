/// Cuts a text into pieces the size of a language model's tokens: a word with its leading blank, at most six bytes
/// or so, or a run of punctuation. It counts usage and paces streams; joined, the pieces are the text again.
enum TextTokens {
    static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var current = ""
        for character in text {
            let startsPiece = character.isWhitespace || character.isPunctuation || current.utf8.count >= 6
            if startsPiece, !current.isEmpty {
                pieces.append(current)
                current = ""
            }
            current.append(character)
        }
        if !current.isEmpty { pieces.append(current) }
        return pieces
    }

    static func count(_ text: String) -> Int { text.isEmpty ? 0 : max(1, pieces(of: text).count) }
}

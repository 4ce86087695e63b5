import Foundation
import Testing

/// Exchanges recorded from a real Redis; `Transcripts/record.py` describes the form.
struct Transcript: Sendable, CustomTestStringConvertible {
    enum Step: Sendable {
        case send(connection: Character, [UInt8])
        case expect(connection: Character, [UInt8])
        case expectEnd(connection: Character)
    }

    var name: String
    /// With the number of their line.
    var steps: [(line: Int, text: String, step: Step)]

    var testDescription: String { name }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Transcripts")

    /// Every transcript, by name.
    static let all: [Transcript] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted().compactMap { file in
            guard let text = try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8) else {
                return nil
            }
            return Transcript(name: String(file.dropLast(4)), text)
        }
    }()

    init(name: String, _ text: String) {
        self.name = name
        steps = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.count >= 3, let connection = line.first, connection != "#" else { continue }
            let rest = line.dropFirst(3)
            let step: Step? =
                switch line.dropFirst().prefix(2) {
                case "> ": .send(connection: connection, Self.request(Self.words(rest)))
                case "! ": .send(connection: connection, Self.unescaped(rest))
                case "< ":
                    rest == "EOF"
                        ? .expectEnd(connection: connection)
                        : .expect(connection: connection, Self.unescaped(rest))
                default: nil
                }
            if let step { steps.append((number + 1, String(line), step)) }
        }
    }

    var exchanges: Int { steps.count { if case .send = $0.step { true } else { false } } }

    private static func request(_ words: [[UInt8]]) -> [UInt8] {
        words.reduce(into: Array("*\(words.count)\r\n".utf8)) { bytes, word in
            bytes += Array("$\(word.count)\r\n".utf8) + word + [13, 10]
        }
    }

    /// Words between spaces, or between double or single quotes.
    private static func words(_ line: Substring) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var rest = line.drop { $0 == " " }
        while let first = rest.first {
            if first == "\"" || first == "'" {
                let inside = rest.dropFirst().prefix { $0 != first }
                words.append(unescaped(inside))
                rest = rest.dropFirst(inside.count + 2)
            } else {
                let word = rest.prefix { $0 != " " }
                words.append(unescaped(word))
                rest = rest.dropFirst(word.count)
            }
            rest = rest.drop { $0 == " " }
        }
        return words
    }

    static func unescaped(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: bytes.append(escape)
            }
        }
        return bytes
    }

    static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            switch byte {
            case UInt8(ascii: "\\"): "\\\\"
            case 10: "\\n"
            case 13: "\\r"
            case 9: "\\t"
            case 32..<127: String(UnicodeScalar(byte))
            default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}

import CYaml
import Diagnostics

/// What a YAML text says, event by event, with the places where each event starts and ends.
///
/// This is libyaml as Yams carries it. `Yams.compose` would lose what a person's mistakes need: it gives no end of a
/// node, throws a whole document away at its first duplicate key without saying where, and hashes shared nodes without
/// a limit.
final class EventStream {
    struct Mark {
        /// 1-based.
        var line, column: Int
        /// 0-based, in bytes of the text.
        var offset: Int
    }

    enum Kind {
        case documentStart, documentEnd, streamEnd
        case scalar(String, isPlain: Bool)
        case listStart, listEnd
        case mapStart, mapEnd
        case alias(String)
    }

    /// What stands before a node: `&anchor` and `!tag`. Few nodes have any.
    final class Properties {
        let anchor, tag: String?

        init(anchor: String?, tag: String?) {
            self.anchor = anchor
            self.tag = tag
        }
    }

    struct Event {
        var kind: Kind
        var properties: Properties?
        var start, end: Mark
    }

    /// Why the text is no YAML, and where.
    struct Failure: Error {
        var problem: String
        var line, column: Int
        /// What was being read, and where that began: `while parsing a flow mapping`.
        var context: String?
        var contextLine, contextColumn: Int
    }

    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ text: String) {
        let bytes = text.utf8
        self.text = .allocate(capacity: max(bytes.count, 1))
        _ = self.text.initialize(from: bytes)
        parser.initialize(to: yaml_parser_t())
        if yaml_parser_initialize(parser) == 0 { preconditionFailure("no memory for a YAML parser") }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, self.text.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    /// The next event; after `streamEnd`, `streamEnd` again.
    func next() throws(Failure) -> Event {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
            defer { yaml_event_delete(&event) }
            let data = event.data
            var properties: Properties?
            let kind: Kind
            switch event.type {
            case YAML_STREAM_START_EVENT: continue
            case YAML_DOCUMENT_START_EVENT: kind = .documentStart
            case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
            case YAML_ALIAS_EVENT:
                kind = .alias(data.alias.anchor.map { String(decodingCString: $0, as: UTF8.self) } ?? "")
            case YAML_SCALAR_EVENT:
                let scalar = data.scalar
                let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
                kind = .scalar(
                    String(decoding: value, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
                properties = self.properties(anchor: scalar.anchor, tag: scalar.tag)
            case YAML_SEQUENCE_START_EVENT:
                kind = .listStart
                properties = self.properties(anchor: data.sequence_start.anchor, tag: data.sequence_start.tag)
            case YAML_SEQUENCE_END_EVENT: kind = .listEnd
            case YAML_MAPPING_START_EVENT:
                kind = .mapStart
                properties = self.properties(anchor: data.mapping_start.anchor, tag: data.mapping_start.tag)
            case YAML_MAPPING_END_EVENT: kind = .mapEnd
            default: kind = .streamEnd
            }
            return Event(
                kind: kind, properties: properties, start: mark(event.start_mark), end: mark(event.end_mark))
        }
    }

    private func properties(anchor: UnsafePointer<UInt8>?, tag: UnsafePointer<UInt8>?) -> Properties? {
        if anchor == nil, tag == nil { return nil }
        return Properties(
            anchor: anchor.map { String(decodingCString: $0, as: UTF8.self) },
            tag: tag.map { String(decodingCString: $0, as: UTF8.self) })
    }

    private func mark(_ mark: yaml_mark_t) -> Mark {
        Mark(line: Int(mark.line) &+ 1, column: Int(mark.column) &+ 1, offset: Int(mark.index))
    }

    private func failure() -> Failure {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "out of memory"
        var place = (line: Int(state.problem_mark.line) &+ 1, column: Int(state.problem_mark.column) &+ 1)
        if state.error == YAML_READER_ERROR { place = self.place(ofByte: Int(state.problem_offset)) }
        return Failure(
            problem: problem, line: place.line, column: place.column,
            context: state.error == YAML_READER_ERROR ? nil : state.context.map { String(cString: $0) },
            contextLine: Int(state.context_mark.line) &+ 1, contextColumn: Int(state.context_mark.column) &+ 1)
    }

    /// The reader of libyaml stops at a byte, not at a mark.
    private func place(ofByte offset: Int) -> (line: Int, column: Int) {
        var place = (line: 1, column: 1)
        for byte in text.prefix(max(0, min(offset, text.count))) {
            if byte == 0x0A {
                place = (place.line &+ 1, 1)
            } else if byte & 0xC0 != 0x80 {
                place.column &+= 1
            }
        }
        return place
    }
}

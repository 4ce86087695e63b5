import CPgQuery

/// A node of the parse tree of libpg_query; it lives as long as its `SyntaxTree`.
typealias Node = UnsafeMutablePointer<PgQuery__Node>

/// A parsed script: PostgreSQL 15's own grammar, as C structures.
///
/// Not `Sendable`: it stays on the thread of its store.
final class SyntaxTree {
    /// One statement of a script.
    struct Statement {
        let node: Node
        /// Where it begins, in bytes, and how long it is.
        let location: Int
        let length: Int
    }

    let statements: [Statement]
    private let result: UnsafeMutablePointer<PgQuery__ParseResult>

    /// - Throws: `42601` with the position where the grammar stopped; `54001` for a text that nests too deep.
    init(_ sql: String) throws(PostgresError) {
        guard Nesting.isBearable(sql) else { throw .tooDeep }
        let parsed = pg_query_parse_protobuf(sql)
        defer { pg_query_free_protobuf_parse_result(parsed) }
        if let error = parsed.error {
            let message = error.pointee.message.map { String(cString: $0) } ?? "syntax error"
            var failure = PostgresError(Self.code(of: message), message)
            if error.pointee.cursorpos > 0 { failure.position = Int(error.pointee.cursorpos) }
            throw failure
        }
        let unpacked = parsed.parse_tree.data.withMemoryRebound(to: UInt8.self, capacity: parsed.parse_tree.len) {
            bytes in
            pg_query__parse_result__unpack(nil, parsed.parse_tree.len, bytes)
        }
        guard let unpacked else { throw .syntax("syntax error") }
        result = unpacked
        var statements: [Statement] = []
        for index in 0..<unpacked.pointee.n_stmts {
            guard let raw = unpacked.pointee.stmts[index], let node = raw.pointee.stmt else { continue }
            let start = Int(raw.pointee.stmt_location)
            let length = Int(raw.pointee.stmt_len)
            statements.append(
                Statement(node: node, location: start, length: length == 0 ? sql.utf8.count - start : length))
        }
        self.statements = statements
    }

    deinit { pg_query__parse_result__free_unpacked(result, nil) }

    private static func code(of message: String) -> String {
        if message.hasPrefix("invalid byte sequence") { return "22021" }
        if message.contains("nicode escape") { return "22025" }
        if message.contains("not implemented") || message.contains("not supported") { return "0A000" }
        return "42601"
    }
}

/// A bound on how deep a statement can nest, counted before the recursive parser sees it.
enum Nesting {
    static let limit = 6000

    /// Every token can add one level, and a comma between items at the same level takes back those since the last one.
    static func isBearable(_ sql: String) -> Bool {
        guard sql.utf8.count > limit else { return true }
        var levels = [0]
        var total = 0
        var inWord = false
        var quote: UInt8?
        for byte in sql.utf8 {
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case 39, 34:
                quote = byte
                inWord = false
                total += 1
                levels[levels.count - 1] += 1
            case 32, 9, 10, 13: inWord = false
            case 44, 59:
                total -= levels[levels.count - 1]
                levels[levels.count - 1] = 0
                inWord = false
            case 40, 91:
                levels.append(1)
                total += 1
                inWord = false
            case 41, 93:
                inWord = false
                guard levels.count > 1, let inner = levels.popLast() else { continue }
                total -= inner
                levels[levels.count - 1] += 1
                total += 1
            default:
                let isWord =
                    byte >= 48 && byte <= 57 || byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122 || byte == 95
                    || byte >= 128
                if !isWord || !inWord {
                    total += 1
                    levels[levels.count - 1] += 1
                }
                inWord = isWord
            }
            if total > limit { return false }
        }
        return true
    }
}

// MARK: - Reading C structures

/// The elements of a repeated field.
func nodes(_ count: Int, _ list: UnsafeMutablePointer<Node?>?) -> [Node] {
    guard let list, count > 0 else { return [] }
    return (0..<count).compactMap { list[$0] }
}

/// A text field; the empty text where there is none.
func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

extension UnsafeMutablePointer where Pointee == PgQuery__Node {
    var kind: PgQuery__Node__NodeCase { pointee.node_case }

    /// The text of a string node.
    var string: String? {
        kind == PG_QUERY__NODE__NODE_STRING ? text(pointee.string.pointee.sval) : nil
    }

    var integer: Int? { kind == PG_QUERY__NODE__NODE_INTEGER ? Int(pointee.integer.pointee.ival) : nil }

    var list: [Node] {
        kind == PG_QUERY__NODE__NODE_LIST ? nodes(pointee.list.pointee.n_items, pointee.list.pointee.items) : []
    }
}

/// The SQL of an expression, written out again by libpg_query.
func deparse(expression node: Node) throws(PostgresError) -> String {
    var target = PgQuery__ResTarget()
    pg_query__res_target__init(&target)
    var select = PgQuery__SelectStmt()
    pg_query__select_stmt__init(&select)
    let sql: String? = withUnsafeMutablePointer(to: &target) { target in
        target.pointee.val = node
        var targetNode = PgQuery__Node()
        pg_query__node__init(&targetNode)
        targetNode.node_case = PG_QUERY__NODE__NODE_RES_TARGET
        targetNode.res_target = target
        return withUnsafeMutablePointer(to: &targetNode) { targetNode in
            var list: Node? = targetNode
            return withUnsafeMutablePointer(to: &list) { list in
                select.n_target_list = 1
                select.target_list = list
                select.limit_option = PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_DEFAULT
                select.op = PG_QUERY__SET_OPERATION__SETOP_NONE
                return withUnsafeMutablePointer(to: &select) { select in
                    var node = PgQuery__Node()
                    pg_query__node__init(&node)
                    node.node_case = PG_QUERY__NODE__NODE_SELECT_STMT
                    node.select_stmt = select
                    return withUnsafeMutablePointer(to: &node) { deparseStatement($0) }
                }
            }
        }
    }
    guard let sql, sql.hasPrefix("SELECT ") else { throw .unsupported("this expression cannot be kept in the catalog") }
    return String(sql.dropFirst(7))
}

/// The SQL of a statement, written out again by libpg_query; nil when it cannot.
func deparseStatement(_ node: Node) -> String? {
    var raw = PgQuery__RawStmt()
    pg_query__raw_stmt__init(&raw)
    raw.stmt = node
    var result = PgQuery__ParseResult()
    pg_query__parse_result__init(&result)
    return withUnsafeMutablePointer(to: &raw) { raw in
        var list: UnsafeMutablePointer<PgQuery__RawStmt>? = raw
        return withUnsafeMutablePointer(to: &list) { list in
            result.n_stmts = 1
            result.stmts = list
            result.version = 150001
            var bytes = [UInt8](repeating: 0, count: pg_query__parse_result__get_packed_size(&result))
            let count = pg_query__parse_result__pack(&result, &bytes)
            return bytes.withUnsafeMutableBytes { buffer in
                let data = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                let deparsed = pg_query_deparse_protobuf(PgQueryProtobuf(len: count, data: data))
                defer { pg_query_free_deparse_result(deparsed) }
                return deparsed.error == nil ? deparsed.query.map { String(cString: $0) } : nil
            }
        }
    }
}

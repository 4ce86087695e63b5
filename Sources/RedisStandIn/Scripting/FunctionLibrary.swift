/// A library of functions: its code, and what it registered. See <https://redis.io/docs/manual/programmability/functions-intro/>.
final class FunctionLibrary {
    let name: String
    let code: [UInt8]
    var functions: [LibraryFunction] = []

    init(name: String, code: [UInt8]) {
        self.name = name
        self.code = code
    }

    /// Reads `#!lua name=mylib` on the first line.
    static func read(_ code: [UInt8]) throws(RedisError) -> (engine: String, library: FunctionLibrary, body: [UInt8]) {
        guard code.starts(with: Array("#!".utf8)) else { throw RedisError("ERR Missing library metadata") }
        guard let end = code.firstIndex(of: 0x0A),
            let parts = InlineCommand.words(of: Array(code[..<end])), let first = parts.first
        else { throw RedisError("ERR Invalid library metadata") }
        var name: String?
        for part in parts.dropFirst() {
            let word = String(decoding: part, as: UTF8.self)
            guard word.lowercased().hasPrefix("name=") else {
                throw RedisError("ERR Invalid metadata value given: \(word)")
            }
            if name != nil {
                throw RedisError("ERR Invalid metadata value, name argument was given multiple times")
            }
            name = String(word.dropFirst(5))
        }
        guard let name else { throw RedisError("ERR Library name was not given") }
        if !isName(Array(name.utf8)) {
            throw RedisError(
                "ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long"
            )
        }
        let engine = String(decoding: first.dropFirst(2), as: UTF8.self)
        return (engine, FunctionLibrary(name: name, code: code), Array(code[end...]))
    }

    static func isName(_ name: [UInt8]) -> Bool {
        !name.isEmpty
            && name.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
            }
    }
}

/// One function of a library.
struct LibraryFunction {
    var name: String
    var description: [UInt8]?
    var flags: ScriptFlags
    var reference: LuaInterpreter.Reference
}

extension Scripts {
    /// The function, wherever it is.
    func function(_ name: String) -> LibraryFunction? {
        let name = name.lowercased()
        for library in libraries.values {
            if let function = library.functions.first(where: { $0.name.lowercased() == name }) { return function }
        }
        return nil
    }

    /// Compiles and runs the library's code, and takes it in the place of one with the same name when it may.
    func loadLibrary(_ code: [UInt8], replaces: Bool) throws(RedisError) -> FunctionLibrary {
        let (engineName, library, body) = try FunctionLibrary.read(code)
        if engineName.lowercased() != "lua" { throw RedisError("ERR Engine '\(engineName)' not found") }
        let old = libraries[library.name]
        if old != nil, !replaces { throw RedisError("ERR Library '\(library.name)' already exists") }
        switch functions.compile(body, chunk: "@user_function") {
        case .failure(let message): throw RedisError("ERR Error compiling function: \(message.text)")
        case .success(let reference):
            loading = library
            loadingStartedAt = monotonicMicroseconds()
            let outcome = functions.loadLibrary(reference)
            loading = nil
            functions.forget(reference)
            switch outcome {
            case .value: break
            case .error(let error):
                discard(library)
                throw RedisError("ERR Error registering functions: \(error.text)")
            case .failure(let message):
                discard(library)
                throw RedisError("ERR Error registering functions: \(message)")
            }
        }
        if library.functions.isEmpty { throw RedisError("ERR No functions registered") }
        let others = libraries.values.filter { $0 !== old }
        for function in library.functions
        where others.contains(where: { $0.functions.contains { $0.name.lowercased() == function.name.lowercased() } }) {
            discard(library)
            throw RedisError("ERR Function \(function.name) already exists")
        }
        if let old { discard(old) }
        libraries[library.name] = library
        return library
    }

    func deleteLibrary(_ name: String) throws(RedisError) {
        guard let library = libraries.removeValue(forKey: name) else { throw RedisError("ERR Library not found") }
        discard(library)
    }

    private func discard(_ library: FunctionLibrary) {
        for function in library.functions { functions.forget(function.reference) }
    }

    /// `redis.register_function`; returns why it was refused.
    func register(
        name: [UInt8], description: [UInt8]?, flags: [[UInt8]], _ reference: LuaInterpreter.Reference
    ) -> String? {
        guard let loading else { return "redis.register_function can only be called on FUNCTION LOAD command" }
        if !FunctionLibrary.isName(name) {
            return
                "Library names can only contain letters, numbers, or underscores(_) and must be at least one character long"
        }
        let text = String(decoding: name, as: UTF8.self)
        if loading.functions.contains(where: { $0.name.lowercased() == text.lowercased() }) {
            return "Function already exists in the library"
        }
        var known: ScriptFlags = .declared
        for flag in flags {
            guard let flag = ScriptFlags(named: String(decoding: flag, as: UTF8.self)) else {
                return "unknown flag given"
            }
            known.insert(flag)
        }
        loading.functions.append(
            LibraryFunction(name: text, description: description, flags: known, reference: reference))
        return nil
    }
}

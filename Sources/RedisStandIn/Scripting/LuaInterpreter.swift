import CLuaGlue
import Crypto

/// One Lua state in which scripts, or functions, run.
///
/// It is a thin cover over the C target `CLuaGlue`, which is the only one that calls Lua: its errors jump over frames,
/// and no Swift frame may be jumped over.
final class LuaInterpreter {
    /// A script that takes more fails with Lua's `not enough memory`.
    static let memoryLimit = 512 * 1024 * 1024

    private let host: OpaquePointer
    private unowned let scripts: Scripts
    let isForFunctions: Bool

    /// Compiled code in this state.
    struct Reference: Hashable { var number: Int32 }

    /// What a run came to.
    enum Outcome {
        case value(RESPValue)
        /// An error of the script, or of a command it called.
        case error(ScriptError)
        /// Lua itself failed.
        case failure(String)
    }

    struct ScriptError {
        var text: String
        var source: String
        var line: String
        /// The command that failed was counted already.
        var isCounted: Bool
    }

    init(scripts: Scripts, isForFunctions: Bool) {
        self.scripts = scripts
        self.isForFunctions = isForFunctions
        // The state needs a context before this object exists: a box that is filled afterwards.
        let box = Unmanaged.passRetained(Box())
        let callbacks = LuaCallbacks(
            context: box.toOpaque(),
            call: { context, words, count in
                guard let interpreter = LuaInterpreter.from(context) else { return 1 }
                return interpreter.call(LuaInterpreter.words(words, count))
            },
            aclCheck: { context, words, count in
                guard let interpreter = LuaInterpreter.from(context) else { return 1 }
                return interpreter.scripts.check(LuaInterpreter.words(words, count)).rawValue
            },
            log: { context, level, text in
                LuaInterpreter.from(context)?.scripts.log(Int(level), LuaInterpreter.bytes(text))
            },
            setRESP: { context, version in
                LuaInterpreter.from(context)?.scripts.setVersion(version == 3 ? .resp3 : .resp2)
            },
            interrupt: { context in
                guard let interpreter = LuaInterpreter.from(context),
                    let reason = interpreter.scripts.interruption()
                else { return 0 }
                interpreter.reply(Array(reason.utf8))
                return 1
            },
            sha1: { _, text, digits in
                guard let digits else { return }
                let hex = sha1Hex(LuaInterpreter.bytes(text)).utf8
                for (index, byte) in hex.enumerated() { digits[index] = CChar(bitPattern: byte) }
            },
            registerFunction: { context, name, description, hasDescription, flags, flagCount, reference in
                guard let interpreter = LuaInterpreter.from(context) else { return 1 }
                let error = interpreter.scripts.register(
                    name: LuaInterpreter.bytes(name),
                    description: hasDescription != 0 ? LuaInterpreter.bytes(description) : nil,
                    flags: LuaInterpreter.words(flags, flagCount), Reference(number: reference))
                guard let error else { return 0 }
                interpreter.reply(Array(error.utf8))
                return 1
            })
        guard
            let host = luaHostMake(
                callbacks, isForFunctions ? 1 : 0, Self.memoryLimit, redisVersion, 0x0007_000F)
        else { preconditionFailure("there is no memory for a Lua state") }
        self.host = host
        self.box = box
        box.takeUnretainedValue().interpreter = self
    }

    private final class Box { weak var interpreter: LuaInterpreter? }
    private let box: Unmanaged<Box>

    deinit {
        luaHostFree(host)
        box.release()
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> LuaInterpreter? {
        context.flatMap { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue().interpreter }
    }

    /// Bytes that Lua uses.
    var memory: Int { Int(luaHostMemory(host)) }

    // MARK: - Code

    /// - Returns: a reference, or Lua's message.
    func compile(_ code: [UInt8], chunk: String) -> Result<Reference, LuaMessage> {
        let reference = code.withUnsafeBufferPointer { code in
            luaHostCompile(host, LuaSlice(bytes: code.baseAddress, count: code.count), chunk)
        }
        if reference < 0 { return .failure(LuaMessage(text: resultText)) }
        return .success(Reference(number: reference))
    }

    func forget(_ reference: Reference) { luaHostForget(host, reference.number) }

    func run(_ reference: Reference, keys: [[UInt8]], arguments: [[UInt8]]) -> Outcome {
        let outcome = Self.withSlices(keys) { keys in
            Self.withSlices(arguments) { arguments in
                luaHostRun(
                    host, reference.number, keys.baseAddress, Int32(keys.count), arguments.baseAddress,
                    Int32(arguments.count))
            }
        }
        return result(outcome)
    }

    /// Runs a library's code, which registers its functions.
    func loadLibrary(_ reference: Reference) -> Outcome { result(luaHostLoadLibrary(host, reference.number)) }

    private func result(_ outcome: LuaOutcome) -> Outcome {
        let bytes = Self.bytes(luaHostResult(host))
        switch outcome {
        case luaOutcomeValue:
            let value = ScriptValueReader.value(bytes)
            if case .error(let text) = value, luaHostResultIsCounted(host) != 0 {
                return .error(ScriptError(text: text, source: "", line: "", isCounted: true))
            }
            return .value(value)
        case luaOutcomeError:
            let parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard parts.count == 4 else { return .failure("execution failure") }
            return .error(
                ScriptError(text: parts[0], source: parts[1], line: parts[2], isCounted: parts[3] == "1"))
        default: return .failure(String(decoding: bytes, as: UTF8.self))
        }
    }

    private var resultText: String { String(decoding: Self.bytes(luaHostResult(host)), as: UTF8.self) }

    // MARK: - Callbacks

    private func call(_ words: [[UInt8]]) -> Int32 {
        switch scripts.call(words) {
        case .success(let value):
            reply(ScriptValueWriter.bytes(of: value, version: scripts.version))
            return 0
        case .failure(let error):
            reply(Array(error.text.utf8))
            return 1
        }
    }

    private func reply(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { luaHostReply(host, $0.baseAddress, $0.count) }
    }

    private static func bytes(_ slice: LuaSlice) -> [UInt8] {
        Array(UnsafeBufferPointer(start: slice.bytes, count: slice.count))
    }

    private static func words(_ slices: UnsafePointer<LuaSlice>?, _ count: Int32) -> [[UInt8]] {
        UnsafeBufferPointer(start: slices, count: Int(count)).map(bytes)
    }

    private static func withSlices<Value>(
        _ words: [[UInt8]], _ body: (UnsafeBufferPointer<LuaSlice>) -> Value
    ) -> Value {
        let all = words.flatMap(\.self)
        return all.withUnsafeBufferPointer { all in
            var offset = 0
            let slices = words.map { word in
                defer { offset += word.count }
                return LuaSlice(bytes: all.baseAddress.map { $0 + offset }, count: word.count)
            }
            return slices.withUnsafeBufferPointer(body)
        }
    }
}

/// What Lua's compiler says.
struct LuaMessage: Error { var text: String }

/// SHA-1 in hexadecimal digits, by which scripts are known.
func sha1Hex(_ bytes: [UInt8]) -> String { hex(Array(Insecure.SHA1.hash(data: bytes))) }

/// Two lower-case digits for each byte.
func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

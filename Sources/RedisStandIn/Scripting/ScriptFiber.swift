import CLuaGlue

/// A command that runs scripts, on a stack of its own: it can be left in the middle, so that the others are told that
/// the server is busy, and entered again.
///
/// All of it happens on the engine's thread; nothing runs at the same time.
final class ScriptFiber {
    private let fiber: OpaquePointer
    private let box: Unmanaged<Body>

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// nil without memory for a stack.
    init?(_ body: @escaping () -> Void) {
        let box = Unmanaged.passRetained(Body(body))
        let made = luaFiberMake(
            { context in
                guard let context else { return }
                Unmanaged<Body>.fromOpaque(context).takeUnretainedValue().run()
            }, box.toOpaque())
        guard let made else {
            box.release()
            return nil
        }
        fiber = made
        self.box = box
    }

    /// Runs it, or runs it on; true when it is done.
    func resume() -> Bool { luaFiberRun(fiber) != 0 }

    /// Leaves it from within.
    func leave() { luaFiberLeave(fiber) }

    deinit {
        luaFiberFree(fiber)
        box.release()
    }
}

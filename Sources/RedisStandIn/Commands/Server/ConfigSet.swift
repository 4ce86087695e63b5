import Fidelity

extension Command {
    /// `CONFIG SET parameter value [parameter value ...]`
    ///
    /// Set configuration parameters to the given values, all of them or none. See
    /// <https://redis.io/commands/config-set/>.
    static let configSet = Command(
        "config|set", arity: -4, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.0.0",
        summary: "Set configuration parameters to the given values",
        fidelity: .approximate("parameters of files, replicas, threads and the allocator are kept and shown only"),
        reply: { call throws(RedisError) in
            if !call.count.isMultiple(of: 2) { throw .syntax }
            let settings = call.engine.settings
            var given: [(parameter: Settings.Parameter, name: String, value: String)] = []
            for index in stride(from: 2, to: call.count - 1, by: 2) {
                let name = String(decoding: call[index], as: UTF8.self)
                guard let parameter = settings.parameter(name.lowercased()) else {
                    throw RedisError("ERR Unknown option or number of arguments for CONFIG SET - '\(name)'")
                }
                given.append((parameter, name, String(decoding: call[index + 1], as: UTF8.self)))
            }
            func failed(_ name: String, _ reason: String) -> RedisError {
                RedisError("ERR CONFIG SET failed (possibly related to argument '\(name)') - \(reason)")
            }
            for (index, (parameter, name, _)) in given.enumerated() {
                if parameter.isImmutable { throw failed(name, "can't set immutable config") }
                if parameter.isProtected, settings.text("enable-protected-configs") == "no" {
                    throw failed(name, "can't set protected config")
                }
                if given[..<index].contains(where: { $0.parameter.name == parameter.name }) {
                    throw failed(name, "duplicate parameter")
                }
            }
            var changed = settings
            for (parameter, _, value) in given {
                do throws(SettingError) {
                    changed.set(parameter.name, to: try parameter.checked(value))
                } catch {
                    throw failed(parameter.name, error.reason)
                }
            }
            // Where it listens was decided before it started.
            if changed.text("port") != settings.text("port") {
                throw failed("port", "Unable to listen on this port. Check server logs.")
            }
            call.engine.settings = changed
            if given.contains(where: { $0.parameter.name == "requirepass" }) {
                call.engine.access.setDefaultPassword(changed.text("requirepass"))
            }
            call.engine.settingsChanged()
            // A lower limit makes room at once, not with the next write.
            _ = call.engine.makeRoom()
            return .ok
        })
}

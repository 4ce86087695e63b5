import JSONTree

/// Reads the members of one object of a configuration, and says where a wrong one stands.
struct ConfigurationReader {
    private let object: JSON.Object
    private let path: String

    init(_ json: JSON, path: String) throws(ConfigurationError) {
        guard let object = json.object else { throw ConfigurationError(path: path, message: "must be an object") }
        self.object = object
        self.path = path
    }

    func join(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func missing(_ name: String) -> ConfigurationError { ConfigurationError(path: join(name), message: "is missing") }

    func allow(_ names: [String]) throws(ConfigurationError) {
        if let unknown = object.names.first(where: { !names.contains($0) }) {
            throw ConfigurationError(path: join(unknown), message: "is not known")
        }
    }

    func text(_ name: String) throws(ConfigurationError) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else { throw ConfigurationError(path: join(name), message: "must be text") }
        return text
    }

    func texts(_ name: String) throws(ConfigurationError) -> [String]? {
        guard let value = object[name], !value.isNull else { return nil }
        let texts = value.array?.compactMap(\.string)
        guard let texts, texts.count == value.array?.count else {
            throw ConfigurationError(path: join(name), message: "must be a list of texts")
        }
        return texts
    }

    func seconds(_ name: String) throws(ConfigurationError) -> Duration? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let seconds = value.int, (1...1_000_000_000).contains(seconds) else {
            throw ConfigurationError(path: join(name), message: "must be a whole number of seconds")
        }
        return .seconds(seconds)
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) throws(ConfigurationError) -> Choice? {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError(path: join(name), message: "must be one of \(choices)")
        }
        return choice
    }

    func member(_ name: String) throws(ConfigurationError) -> ConfigurationReader? {
        guard let value = object[name], !value.isNull else { return nil }
        return try ConfigurationReader(value, path: join(name))
    }

    /// The members of the object `name` whose values are texts, in order; none where it is absent.
    func textMembers(_ name: String) throws(ConfigurationError) -> [(name: String, value: String)] {
        guard let reader = try member(name) else { return [] }
        var members: [(name: String, value: String)] = []
        for name in reader.object.names { members.append((name, try reader.text(name) ?? "")) }
        return members
    }

    /// The objects in the list `name`; none where it is absent.
    func elements(_ name: String) throws(ConfigurationError) -> [ConfigurationReader] {
        guard let value = object[name], !value.isNull else { return [] }
        guard let list = value.array else { throw ConfigurationError(path: join(name), message: "must be a list") }
        var readers: [ConfigurationReader] = []
        for (index, element) in list.enumerated() {
            readers.append(try ConfigurationReader(element, path: "\(join(name)).\(index)"))
        }
        return readers
    }
}

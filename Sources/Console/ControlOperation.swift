import Emulator
package import HTTP
import Images
import JSONTree

/// One operation of the control API. All of them are in `table`.
package struct ControlOperation: Sendable {
    package var method: Method
    package var path: String
    /// One line.
    package var summary: String
    let answer: @Sendable (Instance, Router.Call) async throws -> Response

    init(
        _ method: Method, _ path: String, _ summary: String,
        _ answer: @escaping @Sendable (Instance, Router.Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.answer = answer
    }

    /// Every operation, in the order of the document.
    package static let table: [ControlOperation] =
        [
            ControlOperation(.get, "/v1", "Names the system, and every operation.") { instance, _ in
                let operations = table.map { operation -> JSON in
                    [
                        "method": .string(operation.method.rawValue), "path": .string(operation.path),
                        "summary": .string(operation.summary),
                    ]
                }
                return .json(["system": .string(instance.name), "operations": .array(operations)])
            },
            ControlOperation(.get, "/v1/parts", "Lists everything that can be reached, with its address.") {
                instance, _ in .json(["parts": .array(instance.parts.map(\.json))])
            },
        ] + workloads + edges + swaps + faults + journal + clock

    static func router(for instance: Instance) -> Router {
        var router = Router()
        for operation in table {
            router.on(operation.method, operation.path) { call in
                do {
                    return try await operation.answer(instance, call)
                } catch let error as NoSuchWorkload {
                    throw Problem(.notFound, "\(error): the workloads are \(error.known.joined(separator: ", "))")
                } catch let error as UnknownPart {
                    throw Problem(.notFound, "\(error): it has \(error.known.joined(separator: ", "))")
                } catch let error as PlaceTaken {
                    throw Problem(.conflict, error.description)
                } catch let error as ContainerConfigError {
                    throw Problem(.conflict, error.description)
                } catch let error as UnusableSwapTarget {
                    throw Problem(.badRequest, error.description)
                } catch let error as UnusableFault {
                    throw Problem(.badRequest, error.description)
                } catch let error as JSONError {
                    throw Problem(.badRequest, "the body is not JSON: \(error)")
                }
            }
        }
        return router
    }
}

extension Request {
    /// The body as a JSON object; an empty body is an empty object.
    ///
    /// - Throws: `Problem` for anything else.
    func document() throws -> JSON {
        if body.isEmpty { return [:] }
        let value = try JSON.parse(body)
        guard value.object != nil else { throw Problem(.badRequest, "the body is not a JSON object") }
        return value
    }

    /// A whole number in the query; nil for none.
    ///
    /// - Throws: `Problem` for what is no number.
    func number(_ name: String) throws -> Int? {
        guard let text = queryForm[name] else { return nil }
        guard let number = Int(text) else { throw Problem(.badRequest, "'\(name)' is no number") }
        return number
    }
}

extension JSON {
    /// The port that the member `name` gives; nil for none.
    ///
    /// - Throws: `Problem` for what is no port.
    func port(_ name: String) throws -> Int? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let number = value.int, (1...65_535).contains(number) else {
            throw Problem(.badRequest, "'\(name)' is no port")
        }
        return number
    }
}

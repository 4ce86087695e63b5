// HTTP as values: requests, responses, header fields, queries and forms, with no socket and no event loop.
//
// `Serving` turns bytes into these and back; everything between, from the load balancer's rules to the vendors' mocks,
// works on the values alone.

/// Answers a request. It never throws: what goes wrong is a response with a status that says so.
package typealias Handler = @Sendable (Request) async -> Response

package import Diagnostics
package import YAMLTree

/// Fields that the blueprint adds to one object, or replaces in it: the way to what the language has no word for.
package struct Extra: Equatable, Sendable {
    /// `Deployment/services/content`; `Namespace/services` for an object outside namespaces.
    package var object: String
    /// A map in the object's own words, with the place of each field.
    package var fields: LocatedNode
    package var span: SourceSpan

    package init(object: String, fields: LocatedNode, span: SourceSpan) {
        self.object = object
        self.fields = fields
        self.span = span
    }
}

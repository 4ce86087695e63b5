package import Diagnostics

// Every message of this target, in alphabetical order.

extension Diagnostic {
    static func aliasesTooLarge(at span: SourceSpan, limit: Int) -> Diagnostic {
        Diagnostic(
            "aliases-too-large", "the aliases of this document unfold to more than \(limit) nodes", at: span,
            help: "write the values out, or split the document")
    }

    static func duplicateKey(_ key: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
        Diagnostic(
            "duplicate-key", "the key '\(key)' stands twice in one map", at: span,
            notes: [Note("it stands first", at: first)], help: "remove one of the two")
    }

    static func invalidKey(_ node: LocatedNode) -> Diagnostic {
        Diagnostic(
            "invalid-key", "a key is \(node.kindName)", at: node.span, help: "use a single word or a quoted text as key"
        )
    }

    static func invalidMerge(_ node: LocatedNode) -> Diagnostic {
        Diagnostic(
            "invalid-merge", "'<<' merges \(node.kindName)", at: node.span,
            help: "give it a map, or a list of maps")
    }

    static func invalidYAML(_ failure: EventStream.Failure, file: String) -> Diagnostic {
        var notes: [Note] = []
        if let context = failure.context {
            notes.append(
                Note(
                    context,
                    at: SourceSpan(file: file, line: failure.contextLine, column: failure.contextColumn)))
        }
        return Diagnostic(
            "invalid-yaml", "this is not YAML: \(failure.problem)",
            at: SourceSpan(file: file, line: failure.line, column: failure.column), notes: notes)
    }

    static func tooDeep(at span: SourceSpan, limit: Int) -> Diagnostic {
        Diagnostic("too-deep", "maps and lists are nested deeper than \(limit) levels", at: span)
    }

    static func unknownAlias(_ name: String, at span: SourceSpan, isOpen: Bool, known: [String]) -> Diagnostic {
        if isOpen {
            return Diagnostic("unknown-alias", "the anchor '&\(name)' contains itself", at: span)
        }
        return Diagnostic(
            "unknown-alias", "the alias '*\(name)' has no anchor", at: span,
            help: nearest(to: name, in: known).map { "did you mean '*\($0)'?" }
                ?? "mark the value it stands for with '&\(name)' further up")
    }

    static func unknownTag(_ tag: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "unknown-tag", "the tag '\(tag)' means nothing here", at: span, help: "remove the tag")
    }
}

/// The long texts of this target's ids, in alphabetical order.
package let yamlExplanations: [Explanation] = [
    Explanation(
        "aliases-too-large",
        """
        An alias (`*name`) stands for everything below its anchor (`&name`). Anchors that contain aliases of other \
        anchors multiply: ten lines can stand for millions of nodes. Such a text is refused before it is unfolded. \
        The limit is 100,000 nodes in one file, far beyond any file that a person keeps.
        """),
    Explanation(
        "duplicate-key",
        """
        A key may stand once in a map. YAML readers differ in what they do with a second one: some keep the first, \
        some the last, some refuse. Keep the one you mean.
        """),
    Explanation(
        "invalid-key",
        """
        YAML allows lists and maps as keys of a map (`? [a, b]`). Nothing that reads these files can use them. \
        This also happens when a template placeholder such as `{{ name }}` stands where a key should be.
        """),
    Explanation(
        "invalid-merge",
        """
        The merge key `<<` takes over the entries of another map: `<<: *defaults`, or of several: \
        `<<: [*defaults, *more]`. An entry that the map has itself wins. Nothing else can be merged.
        """),
    Explanation(
        "invalid-yaml",
        """
        The text cannot be read as YAML, so nothing after this place was looked at. Frequent causes: a tab used for \
        indentation, a value with ': ' or ' #' in it that is not quoted, a bracket or a quote that is not closed, and \
        an entry that is indented differently from its neighbours.
        """),
    Explanation(
        "too-deep",
        """
        Maps and lists may be nested 100 levels deep. No file that a person writes comes near; a generated one that \
        does is refused, so that reading it needs bounded memory.
        """),
    Explanation(
        "unknown-alias",
        """
        An alias (`*name`) repeats the value that an anchor (`&name`) marks earlier in the same document. There is no \
        such anchor before this place, or the alias stands inside the very value that it repeats.
        """),
    Explanation(
        "unknown-tag",
        """
        A tag (`!name`, `!!name`) tells a YAML reader which type a value has. Only the standard ones are known: \
        `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`. Templates of other tools use tags of \
        their own, such as `!Ref`; they have no meaning here.
        """),
]

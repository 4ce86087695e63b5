package import Blueprint

/// A Markdown page with all the diagrams of a system, for its documentation.
package func architecturePage(of system: System, blueprint: String) -> String {
    var text = """
        # The architecture of \(system.name)

        Drawn by `orrery graph` from `\(blueprint)`; change that, not this.

        """
    for kind in DiagramKind.allCases {
        let diagram = kind.diagram(of: system)
        if diagram.nodes.isEmpty { continue }
        text += "\n## \(kind.title)\n\n\(kind.caption)\n\n```mermaid\n\(mermaidText(diagram))```\n"
    }
    return text
}

import Recipes

/// Components, each after those that it depends on.
enum ComponentOrder {
    /// Orders components; those that do not depend on one another stay in the order of the file.
    ///
    /// - Throws: `input`: two have one name, or they depend on one another in a circle.
    static func sorted(_ components: [Component]) throws(ReleaseError) -> [Component] {
        var named: [String: Component] = [:]
        for component in components {
            if let other = named.updateValue(component, forKey: component.name) {
                throw ReleaseError(
                    .input,
                    "\(component.origin): the component-name \(component.name) is also that of \(other.handle); give each "
                        + "its own"
                )
            }
        }
        var done: Set<String> = []
        var ordered: [Component] = []
        for component in components {
            var path: [String] = []
            try visit(component, named, &path, &done, &ordered)
        }
        return ordered
    }

    private static func visit(
        _ component: Component,
        _ named: [String: Component],
        _ path: inout [String],
        _ done: inout Set<String>,
        _ ordered: inout [Component]
    ) throws(ReleaseError) {
        guard !done.contains(component.name) else { return }
        if let start = path.firstIndex(of: component.name) {
            let circle = (path[start...] + [component.name]).joined(separator: " → ")
            throw ReleaseError(
                .input,
                "\(component.origin): components depend on one another in a circle: \(circle); take one dependency out"
            )
        }
        path.append(component.name)
        for dependency in component.dependencies {
            if let needed = named[dependency.name] { try visit(needed, named, &path, &done, &ordered) }
        }
        path.removeLast()
        done.insert(component.name)
        ordered.append(component)
    }
}

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
        let order = try DependencyOrder.sorted(components.map { ($0.name, $0.dependencies.map(\.name)) }) {
            named[$0]?.origin
        }
        return order.compactMap { named[$0] }
    }
}

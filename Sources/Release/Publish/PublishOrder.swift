/// Puts components behind those that they depend on.
enum PublishOrder {
    /// Groups of components that can be published at once, one group after the other.
    ///
    /// - Throws: `input` where components depend on one another in a circle.
    static func waves(_ recipes: [ReleasedRecipe]) throws(ReleaseError) -> [[ReleasedRecipe]] {
        let names = Set(recipes.map(\.entry.name))
        var placed: Set<String> = []
        var rest = recipes
        var waves: [[ReleasedRecipe]] = []
        while !rest.isEmpty {
            let wave = rest.filter { recipe in
                recipe.entry.dependencies.allSatisfy { !names.contains($0) || placed.contains($0) }
            }
            guard !wave.isEmpty else {
                let circle = rest.map(\.entry.name).joined(separator: ", ")
                throw ReleaseError(.input, "components of the release depend on one another in a circle: \(circle)")
            }
            waves.append(wave)
            placed.formUnion(wave.map(\.entry.name))
            rest.removeAll { placed.contains($0.entry.name) }
        }
        return waves
    }
}

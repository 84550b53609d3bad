/// The order in which components start.
enum LocalOrder {
    /// Sorts names so that each comes after those that it depends on, else as they were given.
    static func sorted(_ members: [(name: String, needs: [String])]) throws(ReleaseError) -> [String] {
        try DependencyOrder.sorted(members)
    }
}

/// How large a recipe may be.
enum RecipeSize {
    /// Bytes above which nucleus lite fails: 8,000, a little under what was observed.
    static let lite = 8_000
    /// Bytes above which the service refuses: 16,000.
    static let service = 16_000

    /// Returns what is to be said of a recipe of so many bytes.
    static func findings(_ bytes: Int, at origin: Origin) -> [Finding] {
        let remedy = "put long scripts into an artifact, and long configurations into files or the deployment"
        if bytes > service {
            let message = "the recipe has \(bytes) bytes; Greengrass takes \(service) at most"
            return [Finding(.recipeSize, .error, at: origin, message, remedy: remedy)]
        }
        guard bytes > lite else { return [] }
        let message = "the recipe has \(bytes) bytes; nucleus lite fails above about \(lite)"
        return [Finding(.recipeSize, .warning, at: origin, message, remedy: remedy)]
    }
}

import Recipes

/// The files that the Greengrass Development Kit wants in a component's folder.
struct GDKProject: Sendable {
    /// The oldest release of the kit that understands them as they are written.
    private static let version = "1.6.0"

    /// `gdk-config.json`.
    let configuration: JSONValue
    /// `recipe.json`, with the kit's placeholders for what it fills in itself.
    let recipe: JSONValue

    /// Makes them for a component version; `needed` are the versions that stand for `x.x.x`.
    init(
        _ component: Component,
        version: String,
        needed: [String: String],
        bucket: String,
        region: String
    ) throws(ReleaseError) {
        var members: [JSONValue.Member] = [
            .init("author", .string(component.publisher ?? component.name)),
            .init("version", .string(version)),
            .init("build", Self.build(component)),
        ]
        // The kit asks for a bucket even where there is nothing to upload.
        let place: [JSONValue.Member] = [.init("bucket", .string(bucket)), .init("region", .string(region))]
        members.append(.init("publish", .object(place)))
        configuration = .object([
            .init("component", .object([.init(component.name, .object(members))])),
            .init("gdk_version", .string(Self.version)),
        ])
        do throws(ConfigurationError) {
            recipe = try component.recipe(RecipeFilling(dependencyVersions: needed))
        } catch {
            throw ReleaseError(error)
        }
    }

    /// Writes both files into a folder.
    func write(to folder: String) throws(ReleaseError) {
        try WholeFile.makeFolder(folder)
        try WholeFile.write(Array(configuration.json(pretty: true).utf8), to: "\(folder)/gdk-config.json")
        try WholeFile.write(Array(recipe.json(pretty: true).utf8), to: "\(folder)/recipe.json")
    }

    private static func build(_ component: Component) -> JSONValue {
        switch component.build {
        case .custom(let command):
            return .object([
                .init("build_system", .string("custom")),
                .init("custom_build_command", .array(command.map { .string($0) })),
            ])
        case .zip(let name, let excludes):
            let file = component.artifacts.first(where: \.isOurs)?.fileName
            let zip = name ?? file.map { $0.hasSuffix(".zip") ? String($0.dropLast(4)) : $0 }
            // With excludes of its own the kit leaves out nothing else, as this program does.
            var options: [JSONValue.Member] = [
                .init("excludes", .array((["zip-build/**"] + excludes).map { .string($0) }))
            ]
            if let zip { options.append(.init("zip_name", .string(zip))) }
            return .object([.init("build_system", .string("zip")), .init("options", .object(options))])
        }
    }
}

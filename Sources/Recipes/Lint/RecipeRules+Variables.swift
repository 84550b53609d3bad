extension RecipeRules {
    /// Checks what scripts and `Setenv` write in braces.
    mutating func checkVariables(_ lifecycle: LintedLifecycle, artifacts: [LintedArtifact]) {
        let privileged = lifecycle.steps.map { Self.isPrivileged($0) }
        for (step, isPrivileged) in zip(lifecycle.steps, privileged) {
            for script in step.scripts {
                let place = Place(
                    name: "the script of \(step.name)",
                    isPrivileged: isPrivileged,
                    claim: lifecycle.claim
                )
                checkVariables(script, place, artifacts)
            }
        }
        for entry in lifecycle.environment {
            let name = "\(RecipeKeys.setenv) \(quoted(entry.key))"
            let isPrivileged = !privileged.isEmpty && privileged.allSatisfy { $0 }
            checkVariables(
                entry.value,
                Place(name: name, isPrivileged: isPrivileged, claim: lifecycle.claim),
                artifacts
            )
        }
    }

    /// Where variables stand.
    private struct Place {
        let name: String
        let isPrivileged: Bool
        let claim: LiteClaim
    }

    private static func isPrivileged(_ step: LintedLifecycle.Step) -> Bool {
        step.keys?["RequiresPrivilege"]?.value.text?.lowercased() == "true"
    }

    private mutating func checkVariables(_ node: ConfigurationNode, _ place: Place, _ artifacts: [LintedArtifact]) {
        guard let text = node.text else { return }
        let variables = RecipeVariable.all(in: text)
        let braces = variables.filter { $0.kind == .brace }
        if let first = braces.first { noteBrace(first, more: braces.count - 1, in: text, node.origin, place) }
        for variable in variables {
            switch variable.kind {
            case .brace: continue
            case .unknown(let component, let namespace, let key):
                let message = "\(quoted(variable.text)) in \(place.name) is no recipe variable: it is left as it is"
                error(.variableUnknown, node.origin, message, Self.remedy(component, namespace, key))
            case .known(let component?, let namespace, let key):
                checkCross(variable, component, namespace, key, node.origin, place)
            case .known(nil, let namespace, let key):
                if namespace == "artifacts", key == "decompressedPath" {
                    checkFolder(variable, among: artifacts, of: "the manifest", at: node.origin)
                }
                if namespace == "configuration" {
                    checkPointer(key, variable, in: recipe, node.origin)
                }
            }
        }
    }

    private mutating func noteBrace(
        _ variable: RecipeVariable,
        more: Int,
        in text: String,
        _ origin: Origin,
        _ place: Place
    ) {
        let line = text.contains(where: \.isNewline) ? ", line \(variable.line)," : ""
        let others = more == 0 ? "" : " (and \(more) more)"
        let found = "\(quoted(variable.text))\(others) in \(place.name)\(line) is no recipe variable"
        let remedy =
            variable.isShell
            ? "write $NAME without braces; where there is to be a default, give it in \(RecipeKeys.setenv) or in a "
                + "script that is an artifact"
            : "put what needs braces into an artifact, such as a script or a file, and name it here"
        if place.claim == .none {
            warn(.brace, origin, found + ": nucleus lite would end the script there", remedy)
        } else {
            error(.brace, origin, found + ": nucleus lite ends the script there, and runs what stands before", remedy)
        }
    }

    private static func remedy(_ component: String?, _ namespace: String, _ key: String) -> String {
        let prefix = component.map { $0 + ":" } ?? ""
        if namespace == "configuration" { return "write {\(prefix)configuration:/\(key)}, with a JSON pointer" }
        return "known are: \(RecipeVariable.forms)"
    }
}

extension RecipeRules {
    private mutating func checkCross(
        _ variable: RecipeVariable,
        _ component: String,
        _ namespace: String,
        _ key: String,
        _ origin: Origin,
        _ place: Place
    ) {
        guard component != recipe.name else {
            let message = "\(variable.text) in \(place.name) names the component itself, which nuclei do not replace"
            return error(.variableDependency, origin, message, "write {\(namespace):\(key)}")
        }
        guard recipe.dependencies.contains(where: { $0.name == component }) else {
            let nearest = NearestKey.nearest(to: component, among: recipe.dependencies.map(\.name))
            let remedy = nearest.map { "write '\($0)' if that is meant, or" } ?? "write"
            let message =
                "\(variable.text) in \(place.name): \(component) is no direct dependency, so it is left as it is"
            return error(.variableDependency, origin, message, remedy + " \(component) into ComponentDependencies")
        }
        lite(
            .liteVariable,
            place.claim,
            origin,
            "nucleus lite does not replace \(variable.text) in \(place.name): it names another component",
            "give the place in the configuration, or look for it in a script that is an artifact"
        )
        guard let other = neighbours[component] else { return }
        switch namespace {
        case "artifacts": checkArtifacts(variable, of: other, key, origin, place)
        case "configuration": checkPointer(key, variable, in: other, origin)
        default: break
        }
    }

    private mutating func checkArtifacts(
        _ variable: RecipeVariable,
        of other: LintedRecipe,
        _ key: String,
        _ origin: Origin,
        _ place: Place
    ) {
        let artifacts = other.manifests.flatMap(\.artifacts)
        let folder = variable.path.dropFirst().prefix { $0 != "/" }
        let meant = artifacts.filter { (key == "path" ? $0.fileName : $0.folder) == String(folder) }
        let closed = (meant.isEmpty ? artifacts : meant).first { !$0.isReadableByAll }
        if let closed, !place.isPrivileged {
            error(
                .variablePermission,
                origin,
                "\(variable.text) in \(place.name): users of other components may not read the artifact at "
                    + "\(closed.origin)",
                "write Permission: {Read: ALL} at that artifact of \(other.name)"
            )
        }
        if key == "decompressedPath" { checkFolder(variable, among: artifacts, of: other.name, at: origin) }
    }

    private mutating func checkPointer(
        _ pointer: String,
        _ variable: RecipeVariable,
        in owner: LintedRecipe,
        _ origin: Origin
    ) {
        guard owner.defaultConfiguration?.value(atPointer: pointer) == nil else { return }
        warn(
            .variableConfiguration,
            origin,
            "\(variable.text) is left as it is where no deployment gives it: DefaultConfiguration has no such value",
            "write a default into DefaultConfiguration of \(owner.name)"
        )
    }
}

extension ConfigurationNode {
    /// Returns the value behind a JSON pointer.
    fileprivate func value(atPointer pointer: String) -> ConfigurationNode? {
        var node = self
        for part in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let key = part.replacing("~1", with: "/").replacing("~0", with: "~")
            switch node.content {
            case .mapping(let mapping):
                guard let next = mapping[String(key)] else { return nil }
                node = next
            case .sequence(let nodes):
                guard let place = Int(key), nodes.indices.contains(place) else { return nil }
                node = nodes[place]
            case .null, .scalar: return nil
            }
        }
        return node
    }
}

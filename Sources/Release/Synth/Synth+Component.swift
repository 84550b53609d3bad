import AWS
import Recipes
import Transfer

extension Synth {
    /// Takes a component into the release, after those that it depends on.
    func add(_ component: Component, to course: inout SynthCourse) throws(ReleaseError) {
        if cancellation?.isCancelled == true { throw ReleaseError(.cloud, "interrupted") }
        let (found, model) = try model(of: component, course)
        let needed = try neededVersions(of: component, &course)
        let digest = try digest(of: component, needed)
        let client = PublishedVersions(client: GreengrassClient(session))
        let choice = try VersionChoice.choose(
            component.handle,
            rule: rule(of: component),
            model: found?.number ?? .none,
            digest: digest,
            published: course.published[component.name] ?? []
        ) { version throws(ReleaseError) in try client.digest(of: version) }
        let version = choice.version.description
        let filling = RecipeFilling(
            version: version,
            bucket: try bucket(of: component),
            dependencyVersions: needed
        )
        course.versions[component.name] = choice.version
        course.recipes.append(try recipe(of: component, filling))
        course.rows.append(
            SynthResult.Row(
                component: component.handle,
                name: component.name,
                version: version,
                what: choice.isUnchanged ? "unchanged" : model?.version.map { "model \($0)" } ?? "new",
                why: choice.why
            )
        )
        course.entries.append(
            ReleaseFile.Entry(
                handle: component.handle,
                name: component.name,
                version: version,
                isUnchanged: choice.isUnchanged,
                root: component.root ?? "",
                sourceDigest: digest,
                recipe: BuildFolder.recipe(component.name, version),
                dependencies: component.dependencies.map(\.name).filter { name in
                    course.entries.contains { $0.name == name }
                },
                model: model,
                artifacts: artifacts(of: component, filling, digest, course.former)
            )
        )
    }

    private func model(
        of component: Component,
        _ course: SynthCourse
    ) throws(ReleaseError) -> (FoundModel?, ReleaseFile.Model?) {
        guard let rule = component.model else { return (nil, nil) }
        let search = ModelSearch(
            project: project,
            session: session,
            cacheFolder: options.cache,
            journal: journal,
            cancellation: cancellation
        )
        let found = try search.find(rule, of: component)
        journal.note(.step(subject: component.handle, text: "its model is \(found.reference)"))
        let former = course.former?.components.first { $0.name == component.name && $0.root == component.root }
        return (found, try search.place(found, of: component, former: former?.model))
    }

    /// The versions that stand for `x.x.x` among a component's dependencies.
    private func neededVersions(
        of component: Component,
        _ course: inout SynthCourse
    ) throws(ReleaseError) -> [String: String] {
        var needed: [String: String] = [:]
        for dependency in component.dependencies where dependency.requirement == .latest {
            needed[dependency.name] = try newest(
                dependency.name,
                for: "\(dependency.origin): \(component.handle)",
                &course
            ).description
        }
        return needed
    }

    /// The version of a component in this release, else the newest one of the account, else of AWS.
    func newest(
        _ name: String,
        for user: String,
        _ course: inout SynthCourse
    ) throws(ReleaseError) -> SemanticVersion {
        if let version = course.versions[name] { return version }
        let client = PublishedVersions(client: GreengrassClient(session))
        let own = if let known = course.published[name] { known } else { try client.versions(of: name, account: nil) }
        var newest = own.map(\.version).max()
        if newest == nil { newest = try client.versions(of: name, account: "aws").map(\.version).max() }
        guard let newest else {
            throw ReleaseError(
                .input,
                "\(user) asks for the last version of \(name), which is neither in this release nor published in "
                    + "\(session.region); publish it first, or take it into the release"
            )
        }
        course.versions[name] = newest
        return newest
    }

    private func rule(of component: Component) -> VersionRule {
        guard let part = options.updateVersion, case .next = component.versionRule else { return component.versionRule }
        return .next(part)
    }

    private func recipe(of component: Component, _ filling: RecipeFilling) throws(ReleaseError) -> JSONValue {
        do throws(ConfigurationError) {
            return try component.recipe(filling)
        } catch {
            throw ReleaseError(error)
        }
    }

    private func digest(of component: Component, _ needed: [String: String]) throws(ReleaseError) -> String {
        let open = try recipe(of: component, RecipeFilling(dependencyVersions: needed))
        return try SourceDigest.of(component, recipe: open, root: project.path(component.root ?? ""))
    }

    /// The files that are built; what is known of them already stays where they are made of the same.
    private func artifacts(
        of component: Component,
        _ filling: RecipeFilling,
        _ digest: String,
        _ former: ReleaseFile?
    ) -> [ReleaseFile.Artifact] {
        let same = former?.components.first {
            $0.name == component.name && $0.version == filling.version && $0.sourceDigest == digest
        }
        var artifacts: [ReleaseFile.Artifact] = []
        for artifact in component.artifacts where artifact.isOurs {
            let uri = filling.uri(of: artifact, component: component.name)
            // Manifests may share a file.
            guard !artifacts.contains(where: { $0.file == artifact.fileName }) else { continue }
            let known = same?.artifacts.first { $0.file == artifact.fileName && $0.uri == uri }
            artifacts.append(known ?? ReleaseFile.Artifact(file: artifact.fileName, uri: uri))
        }
        return artifacts
    }
}

import Glibc
import Recipes

/// Everything that comes before the first step: which components, their files, their configurations.
struct LocalPreparation {
    let folder: LocalFolder
    let settings: LocalSettings
    let tell: @Sendable (LocalNews) -> Void

    /// Prepares components in the order in which they start.
    func prepare(_ sources: [LocalSource], _ words: [String]) throws(ReleaseError) -> [LocalRun] {
        let (chosen, notes) = try LocalChoice.choose(sources, words)
        for note in notes { tell(.warning(subject: note.subject, text: note.text)) }
        for path in ["logs", "config", "wishes", "work"] { try folder.make("\(folder.root)/\(path)") }
        _ = unsafe chmod("\(folder.root)/config", 0o700)
        _ = unsafe chmod("\(folder.root)/logs", 0o700)
        var places: [String: LocalVariables.Place] = [:]
        for source in chosen {
            let component = source.component
            try LocalArtifacts(folder: folder, source: source).lay()
            try folder.make(folder.work(component.name))
            places[component.name] = LocalVariables.Place(
                artifacts: folder.artifacts(component.name, component.version),
                decompressed: folder.unpacked(component.name, component.version),
                work: folder.work(component.name),
                configuration: try configuration(component)
            )
        }
        return chosen.compactMap { run($0.component, places) }
    }

    private func run(_ component: LocalComponent, _ places: [String: LocalVariables.Place]) -> LocalRun? {
        guard let own = places[component.name] else { return nil }
        let direct = Set(component.needs.map(\.name))
        return LocalRun(
            component: component,
            variables: LocalVariables(
                own: own,
                others: places.filter { direct.contains($0.key) },
                root: folder.root,
                thing: settings.thing
            ),
            environment: settings.variables(of: component),
            work: own.work
        )
    }

    /// The configuration that was kept, else the one that the component begins with, which is kept from now on.
    private func configuration(_ component: LocalComponent) throws(ReleaseError) -> JSONValue {
        let path = folder.configuration(component.name)
        if !settings.isReset, let kept = LocalFolder.read(path) {
            do {
                let value = try JSONValue(json: kept, source: path)
                if value != component.configuration {
                    let text = "its configuration in \(path) is not DefaultConfiguration any more; --reset begins anew"
                    tell(.warning(subject: component.handle, text: text))
                }
                return value
            } catch {
                throw ReleaseError(error)
            }
        }
        try folder.write(Array(component.configuration.json(pretty: true).utf8), to: path)
        return component.configuration
    }
}

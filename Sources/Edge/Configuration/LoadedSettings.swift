public import Recipes

/// Settings with what is to be said about them.
public struct LoadedSettings: Sendable {
    /// The settings.
    public let settings: Settings
    /// What is allowed but probably not meant, each with its place.
    public let warnings: [String]

    let effective: [RuntimeKey: EffectiveValue]
    /// For each model the YAML of its name and path and their source.
    let models: [(name: EffectiveValue, path: EffectiveValue)]
    /// The YAML of all bindings and its sources.
    let bindings: [ShownLine]
}

extension Settings {
    /// Decodes the settings from their sources; files that TLS and the password name must be readable now.
    /// - Throws: everything that is wrong, each with its place.
    public static func load(from sources: ConfigurationSources) throws(ConfigurationError) -> LoadedSettings {
        let layers = ConfigurationLayers(sources)
        var decoder = SettingsDecoder(layers.tree, sources: sources)
        let settings = decoder.settings()
        let problems = layers.problems + decoder.problems
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return LoadedSettings(
            settings: settings,
            warnings: (layers.warnings + decoder.warnings).map(\.description),
            effective: decoder.effective,
            models: decoder.shownModels,
            bindings: decoder.shownBindings
        )
    }
}

extension LoadedSettings {
    /// Returns a problem for each binding that does not go together with its model's baseline.
    ///
    /// Whether the model itself takes what the binding has shows when the node starts; so does all of that where the
    /// baseline lies in an archive.
    public func bindingProblems() -> [ConfigurationProblem] {
        settings.bindings.compactMap { binding in
            guard let model = settings.models.first(where: { $0.name == binding.model }), !model.isArchive else {
                return nil
            }
            do throws(EdgeError) {
                _ = try Judging(
                    binding,
                    baseline: BaselineFile.read(model)?.anomaly,
                    path: BaselineFile.path(of: model)
                )
                return nil
            } catch {
                return ConfigurationProblem(binding.origin, "binding '\(binding.name)': \(error.message)")
            }
        }
    }

    /// Returns a problem for each model whose path holds no model.
    public func modelProblems() -> [ConfigurationProblem] {
        settings.models.enumerated().compactMap { index, model in
            let expected = "expected a folder with model.onnx, an .onnx file or a bundle's .tar"
            let shown = models[index].path.isMasked ? "'\(Secrecy.mask)'" : ConfigurationScalar(model.path).quoted
            let label = "models[\(index)].path is \(shown)"
            switch FileKind(at: model.path) {
            case .file where model.path.hasSuffix(".onnx"): return nil
            case .file where model.isArchive:
                guard !settings.updates.enabled else { return nil }
                return ConfigurationProblem(
                    model.origin,
                    "\(label), an archive, which is not unpacked while updates.enabled is false; unpack it, or enable updates"
                )
            case .folder where FileKind(at: model.path + "/model.onnx") == .file: return nil
            case .nothing: return ConfigurationProblem(model.origin, "\(label), which does not exist; \(expected)")
            case .file:
                return ConfigurationProblem(
                    model.origin,
                    "\(label), which is neither an .onnx nor a .tar file; \(expected)"
                )
            case .folder:
                return ConfigurationProblem(model.origin, "\(label), a folder without model.onnx; \(expected)")
            }
        }
    }
}

/// The rules by their ids; docs/spec/lint.md explains each.
public enum LintRule: String, Sendable, Hashable, CaseIterable {
    // reading
    case yaml
    case config
    case deployment
    case unknownTopKey = "unknown-top-key"
    case unknownKey = "unknown-key"
    case keyTwice = "key-twice"
    case keyCase = "key-case"
    case valueKind = "value-kind"
    // identity
    case formatVersion = "format-version"
    case componentName = "component-name"
    case componentVersion = "component-version"
    case componentDescription = "component-description"
    case componentType = "component-type"
    // dependencies
    case dependencyRequirement = "dependency-requirement"
    case dependencyType = "dependency-type"
    case dependencySelf = "dependency-self"
    case dependencyUnknown = "dependency-unknown"
    // manifests
    case manifestMissing = "manifest-missing"
    case manifestUnreachable = "manifest-unreachable"
    case manifestNoCatchAll = "manifest-no-catch-all"
    case manifestSelections = "manifest-selections"
    case platformValue = "platform-value"
    case platformUnknown = "platform-unknown"
    // artifacts
    case artifactURI = "artifact-uri"
    case artifactVariable = "artifact-variable"
    case artifactName = "artifact-name"
    case artifactUnarchive = "artifact-unarchive"
    case artifactPermission = "artifact-permission"
    case decompressedPath = "decompressed-path"
    // lifecycle
    case runAndStartup = "run-and-startup"
    case stepUnknown = "step-unknown"
    case stepScript = "step-script"
    case stepSkipif = "step-skipif"
    case stepTimeout = "step-timeout"
    case stepPrivilege = "step-privilege"
    // variables
    case variableUnknown = "variable-unknown"
    case variableDependency = "variable-dependency"
    case variablePermission = "variable-permission"
    case variableConfiguration = "variable-configuration"
    case brace
    // configuration
    case configurationVariable = "configuration-variable"
    case configurationTypes = "configuration-types"
    case configurationSecret = "configuration-secret"
    case accessControl = "access-control"
    case accessControlReset = "access-control-reset"
    // sizes
    case recipeSize = "recipe-size"
    // nucleus lite
    case liteRuntime = "lite-runtime"
    case liteStartup = "lite-startup"
    case liteSkipif = "lite-skipif"
    case liteShutdown = "lite-shutdown"
    case liteRecover = "lite-recover"
    case litePlatform = "lite-platform"
    case liteVariable = "lite-variable"
    case liteType = "lite-type"

    /// Rules that are reported together.
    public enum Group: String, Sendable, Hashable, CaseIterable {
        case reading, identity, dependencies, manifests, artifacts, lifecycle, variables, configuration, size, lite
    }

    /// The rules that this one is reported with.
    public var group: Group {
        switch self {
        case .yaml, .config, .deployment, .unknownTopKey, .unknownKey, .keyTwice, .keyCase, .valueKind: .reading
        case .formatVersion, .componentName, .componentVersion, .componentDescription, .componentType: .identity
        case .dependencyRequirement, .dependencyType, .dependencySelf, .dependencyUnknown: .dependencies
        case .manifestMissing, .manifestUnreachable, .manifestNoCatchAll, .manifestSelections, .platformValue,
            .platformUnknown:
            .manifests
        case .artifactURI, .artifactVariable, .artifactName, .artifactUnarchive, .artifactPermission,
            .decompressedPath:
            .artifacts
        case .runAndStartup, .stepUnknown, .stepScript, .stepSkipif, .stepTimeout, .stepPrivilege: .lifecycle
        case .variableUnknown, .variableDependency, .variablePermission, .variableConfiguration, .brace: .variables
        case .configurationVariable, .configurationTypes, .configurationSecret, .accessControl, .accessControlReset:
            .configuration
        case .recipeSize: .size
        case .liteRuntime, .liteStartup, .liteSkipif, .liteShutdown, .liteRecover, .litePlatform, .liteVariable,
            .liteType:
            .lite
        }
    }
}

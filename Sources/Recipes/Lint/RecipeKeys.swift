/// The keys of a recipe, spelt as both nuclei know them.
enum RecipeKeys {
    static let top = [
        "RecipeFormatVersion", "ComponentName", "ComponentVersion", "ComponentDescription", "ComponentPublisher",
        "ComponentType", "ComponentSource", "ComponentConfiguration", "ComponentDependencies", "Manifests",
        "Lifecycle",
    ]
    static let configuration = ["DefaultConfiguration"]
    static let dependency = ["VersionRequirement", "DependencyType"]
    static let manifest = ["Name", "Platform", "Lifecycle", "Selections", "Artifacts"]
    static let artifact = ["URI", "Unarchive", "Permission", "Digest", "Algorithm"]
    static let permission = ["Read", "Execute"]
    static let setenv = "Setenv"
    static let steps = ["bootstrap", "install", "run", "startup", "shutdown", "recover", "uninstall"]
    static let step = ["Script", "RequiresPrivilege", "Skipif", "Timeout", "Setenv"]
}

import Recipes

/// What a recipe may be like.
enum LintRecipes {
    /// For both nuclei, by every rule.
    static let good = """
        RecipeFormatVersion: "2020-01-25"
        ComponentName: com.example.app
        ComponentVersion: 1.0.0
        ComponentDescription: Counts cars
        ComponentPublisher: Example
        ComponentConfiguration:
          DefaultConfiguration:
            topic: "cars/count"
            accessControl:
              aws.greengrass.ipc.mqttproxy:
                "com.example.app:mqttproxy:1":
                  operations: ["aws.greengrass#PublishToIoTCore"]
                  resources: ["cars/#"]
        ComponentDependencies:
          com.example.model:
            VersionRequirement: '>=1.0.0 <2.0.0'
            DependencyType: HARD
        Manifests:
          - Name: Linux
            Platform:
              os: linux
              runtime: "*"
            Lifecycle:
              Setenv:
                TOPIC: "{configuration:/topic}"
              install:
                Script: pip install -r {artifacts:decompressedPath}/app/requirements.txt
                RequiresPrivilege: true
                Timeout: 300
              run:
                Script: exec python3 {artifacts:decompressedPath}/app/app.py
            Artifacts:
              - URI: "s3://bucket/com.example.app/1.0.0/app.zip"
                Unarchive: ZIP
                Permission: {Read: ALL, Execute: OWNER}

        """

    private static let name = "ComponentName: com.example.app"
    private static let description = "ComponentDescription: Counts cars"
    private static let runtime = "runtime: \"*\""
    private static let run = "Script: exec python3 {artifacts:decompressedPath}/app/app.py"
    private static let install = "Script: pip install -r {artifacts:decompressedPath}/app/requirements.txt"
    private static let uri = "URI: \"s3://bucket/com.example.app/1.0.0/app.zip\""
    private static let range = "VersionRequirement: '>=1.0.0 <2.0.0'"

    static let reading: [LintCase] = [
        .breaks(.unknownTopKey, .error, "ComponentPublisher", "§ComponentPublishr"),
        .breaks(.unknownTopKey, .error, "ComponentPublisher", "§Author"),
        .keeps(.unknownTopKey, "ComponentPublisher: Example", "ComponentType: aws.greengrass.generic"),
        .breaks(.unknownKey, .warning, "Permission:", "§Permisions:"),
        .breaks(.unknownKey, .warning, "Timeout: 300", "§TimeOuts: 300"),
        .breaks(.unknownKey, .warning, "  - Name: Linux", "  - §Nam: Linux"),
        .keeps(
            .unknownKey,
            "    Unarchive: ZIP",
            "    Unarchive: ZIP\n        Digest: eA==\n        Algorithm: SHA-256"
        ),
        .breaks(.keyTwice, .error, "Timeout: 300", "Timeout: 300\n        §timeout: 200"),
        .breaks(.keyTwice, .error, name, name + "\n§componentname: b"),
        .keeps(.keyTwice, "TOPIC: ", "Topic: \"x\"\n        TOPIC: "),
        .breaks(.keyCase, .error, "URI:", "§Uri:"),
        .breaks(.keyCase, .error, "      run:", "      §Run:"),
        .breaks(.keyCase, .error, "Setenv:", "§SetEnv:"),
        .breaks(.keyCase, .error, "ComponentName", "§componentName"),
        .keeps(.keyCase, "      \(runtime)\n    Lifecycle:\n      Setenv", "    Lifecycle:\n      SetEnv"),
        .breaks(.valueKind, .error, "Permission: {Read: ALL, Execute: OWNER}", "Permission: §ALL"),
        .breaks(.valueKind, .error, description, "ComponentDescription: §[a]"),
        .breaks(.valueKind, .error, "TOPIC: \"{configuration:/topic}\"", "TOPIC: §[a]"),
        .breaks(.valueKind, .error, "os: linux", "os: §[linux]"),
        .keeps(.valueKind, "ComponentPublisher: Example", "ComponentPublisher: 1"),
    ]

    static let identity: [LintCase] = [
        .breaks(.formatVersion, .error, "\"2020-01-25\"", "§2020-01-25"),
        .breaks(.formatVersion, .error, "\"2020-01-25\"", "§\"2021-01-25\""),
        .breaks(.formatVersion, .error, "RecipeFormatVersion: \"2020-01-25\"\n", "§"),
        .keeps(.formatVersion, "\"2020-01-25\"", "'2020-01-25'"),
        .breaks(.componentName, .error, name, "ComponentName: §com/example"),
        .breaks(.componentName, .error, name, "ComponentName: §" + String(repeating: "a", count: 129)),
        .breaks(.componentName, .error, "  com.example.model:", "  §com example:"),
        .keeps(.componentName, name, "ComponentName: " + String(repeating: "a", count: 128)),
        .breaks(.componentVersion, .error, "ComponentVersion: 1.0.0", "ComponentVersion: §1.0"),
        .breaks(.componentVersion, .error, "ComponentVersion: 1.0.0", "ComponentVersion: §1.0.1000000"),
        .keeps(.componentVersion, "ComponentVersion: 1.0.0", "ComponentVersion: 999999.0.1-rc.1"),
        .keeps(.componentVersion, "ComponentVersion: 1.0.0", "ComponentVersion: NEXT_PATCH"),
        .breaks(.componentDescription, .error, description, "ComponentDescription: §\"\""),
        .breaks(
            .componentDescription,
            .error,
            "RecipeFormatVersion: \"2020-01-25\"\nComponentName: com.example.app\nComponentVersion: 1.0.0\n\(description)",
            "§RecipeFormatVersion: \"2020-01-25\"\nComponentName: a\nComponentVersion: 1.0.0"
        ),
        .keeps(.componentDescription, description, "ComponentDescription: x"),
        .breaks(.componentType, .error, description, description + "\nComponentType: §aws.greengrass.generics"),
        .keeps(.componentType, description, description + "\nComponentType: AWS.Greengrass.Generic"),
        .breaks(.liteType, .warning, description, description + "\nComponentType: §aws.greengrass.plugin"),
        .keeps(.liteType, description, description + "\nComponentType: aws.greengrass.generic"),
    ]

    static let dependencies: [LintCase] = [
        .breaks(.dependencyRequirement, .error, range, "VersionRequirement: §latest"),
        .breaks(.dependencyRequirement, .error, range, "VersionRequirement: §1.0"),
        .breaks(.dependencyRequirement, .error, "  com.example.model:\n    \(range)", "  §com.example.model:"),
        .keeps(.dependencyRequirement, range, "VersionRequirement: ^1.0.0"),
        .keeps(.dependencyRequirement, range, "VersionRequirement: x.x.x"),
        .breaks(.dependencyType, .error, "HARD", "§FIRM"),
        .keeps(.dependencyType, "HARD", "SOFT"),
        .breaks(.dependencySelf, .error, "  com.example.model:", "  §com.example.app:"),
        .keeps(.dependencySelf, "  com.example.model:", "  com.example.app2:"),
    ]

    static let manifests: [LintCase] = [
        .breaks(
            .manifestMissing,
            .error,
            String(good[(good.firstRange(of: "  - Name")?.lowerBound ?? good.endIndex)...]),
            "  §[]\n"
        ),
        .keeps(.manifestMissing, "Name: Linux", "Name: Unix"),
        .breaks(
            .manifestUnreachable,
            .error,
            "  - Name: Linux",
            "  - Platform: {runtime: \"*\"}\n    Lifecycle: {}\n  - §Name: Linux"
        ),
        .breaks(
            .manifestUnreachable,
            .error,
            "  - Name: Linux",
            "  - Platform: {os: linux, architecture: any, runtime: \"*\"}\n  - §Name: Linux"
        ),
        .keeps(.manifestUnreachable, "  - Name: Linux", "  - Platform: {os: windows, runtime: \"*\"}\n  - Name: Linux"),
        .keeps(.manifestUnreachable, "  - Name: Linux", "  - Platform: {os: linux}\n  - Name: Linux"),
        .breaks(
            .manifestNoCatchAll,
            .warning,
            "  - Name: Linux",
            "  - Platform: {os: windows, runtime: \"*\"}\n  - §Name: Linux"
        ),
        .keeps(.manifestNoCatchAll, "Execute: OWNER}\n", "Execute: OWNER}\n  - Platform: {os: all, runtime: \"*\"}\n"),
        .breaks(.manifestSelections, .warning, "Name: Linux", "Name: Linux\n    §Selections: [a]"),
        .keeps(.manifestSelections, "Name: Linux", "Name: Selections"),
        .breaks(.platformValue, .error, "os: linux", "os: §_linux"),
        .breaks(.platformValue, .error, "os: linux", "os: §/linux"),
        .breaks(.platformValue, .error, "os: linux", "os: §/(linux/"),
        .keeps(.platformValue, "os: linux", "os: \"*\""),
        .keeps(.platformValue, "os: linux", "os: /linux|darwin/"),
        .breaks(.platformUnknown, .warning, "os: linux", "os: §ubuntu"),
        .breaks(.platformUnknown, .warning, "os: linux", "architecture: §x86_64"),
        .breaks(.platformUnknown, .warning, runtime, "runtime: §lite"),
        .keeps(.platformUnknown, "os: linux", "architecture: aarch64"),
        .keeps(.platformUnknown, "os: linux", "site: north"),
        .breaks(.litePlatform, .warning, "os: linux", "os: §/linux|darwin/"),
        .keeps(.litePlatform, "os: linux\n      \(runtime)", "os: /linux|darwin/"),
        .breaks(.liteRuntime, .warning, "Platform:\n      os: linux\n      \(runtime)", "Platform:\n      §os: linux"),
        .breaks(
            .liteRuntime,
            .warning,
            "Name: Linux\n    Platform:\n      os: linux\n      \(runtime)",
            "§Name: Linux"
        ),
        .keeps(.liteRuntime, runtime, "runtime: aws_nucleus_lite"),
    ]

    static let artifacts: [LintCase] = [
        .breaks(.artifactURI, .error, uri, "URI: §https://example.com/app.zip"),
        .breaks(.artifactURI, .error, uri, "URI: §s3://bucket/"),
        .breaks(.artifactURI, .error, "- \(uri)\n        Unarchive", "- §Unarchive"),
        .keeps(.artifactURI, "\(uri)\n        Unarchive: ZIP", "URI: docker:registry/image:1"),
        .keeps(.artifactURI, uri, "URI: s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/app.zip"),
        .breaks(.artifactVariable, .error, uri, "URI: §\"s3://bucket/{iot:thingName}/app.zip\""),
        .keeps(.artifactVariable, uri, "URI: s3://bucket/a/app.zip"),
        .breaks(.artifactName, .error, "- \(uri)", "- URI: s3://bucket/b/app.zip\n      - URI: §s3://bucket/a/app.zip"),
        .keeps(.artifactName, "- \(uri)", "- URI: s3://bucket/a/app.txt\n      - \(uri)"),
        .breaks(.artifactUnarchive, .error, "Unarchive: ZIP", "Unarchive: §TAR"),
        .breaks(
            .artifactUnarchive,
            .error,
            "\(uri)\n        Unarchive: ZIP",
            "URI: s3://bucket/a/app.tar.gz\n        Unarchive: §ZIP"
        ),
        .keeps(.artifactUnarchive, "Unarchive: ZIP", "Unarchive: NONE"),
        .breaks(.artifactPermission, .error, "Read: ALL", "Read: §EVERYBODY"),
        .breaks(.artifactPermission, .error, "Execute: OWNER", "Execute: §true"),
        .keeps(.artifactPermission, "Execute: OWNER", "Execute: NONE"),
        .breaks(
            .decompressedPath,
            .error,
            run,
            "Script: §exec python3 {artifacts:decompressedPath}/ap/app.py"
        ),
        .breaks(
            .decompressedPath,
            .error,
            "\(run)\n    Artifacts:\n      - \(uri)",
            "Script: §tar xf {artifacts:decompressedPath}/model/a\n    Artifacts:\n      - URI: s3://b/model.tar.gz\n      - \(uri)"
        ),
        .keeps(.decompressedPath, run, "Script: exec python3 {artifacts:path}/app.zip"),
        .keeps(
            .decompressedPath,
            run,
            "Script: exec ls {artifacts:decompressedPath} {artifacts:decompressedPath}/$NAME"
        ),
    ]

    static let lifecycle: [LintCase] = [
        .breaks(.runAndStartup, .error, "      run:", "      startup: a\n      §run:"),
        .keeps(.runAndStartup, "      run:", "      startup:"),
        .breaks(.stepUnknown, .error, "      install:", "      §instal:"),
        .keeps(.stepUnknown, "      install:", "      bootstrap:"),
        .breaks(.stepScript, .error, "run:\n        \(run)", "§run: {Timeout: 3}"),
        .breaks(.stepScript, .error, run, "Script: §\"\""),
        .breaks(.stepScript, .error, run, "Script: §[a]"),
        .keeps(.stepScript, "run:\n        \(run)", "run: sleep 1"),
        .breaks(.stepSkipif, .error, "Timeout: 300", "Skipif: §missing python3"),
        .keeps(.stepSkipif, "Timeout: 300", "Skipif: \"!exists /usr/bin/python3\""),
        .keeps(.stepSkipif, "Timeout: 300", "Skipif: onpath python3"),
        .breaks(.liteSkipif, .warning, "Timeout: 300", "§Skipif: onpath python3"),
        .keeps(.liteSkipif, "Timeout: 300", "Timeout: 301"),
        .breaks(.stepTimeout, .error, "300", "§5m"),
        .breaks(.stepTimeout, .error, "300", "§0"),
        .breaks(.stepTimeout, .warning, "300", "§\"300\""),
        .keeps(.stepTimeout, "300", "1"),
        .breaks(.stepPrivilege, .error, "RequiresPrivilege: true", "RequiresPrivilege: §root"),
        .breaks(.stepPrivilege, .warning, "RequiresPrivilege: true", "RequiresPrivilege: §\"true\""),
        .keeps(.stepPrivilege, "RequiresPrivilege: true", "RequiresPrivilege: false"),
        .breaks(.liteStartup, .warning, "      run:", "      §startup:"),
        .keeps(.liteStartup, "      run:", "      bootstrap:"),
        .breaks(.liteShutdown, .warning, "      run:", "      §shutdown: a\n      run:"),
        .keeps(.liteShutdown, "run:\n        \(run)", "run: shutdown"),
        .breaks(.liteRecover, .warning, "      run:", "      §recover: a\n      run:"),
        .keeps(.liteRecover, "run:\n        \(run)", "run: recover"),
    ]

    static let variables: [LintCase] = [
        .breaks(.variableUnknown, .error, run, "Script: §exec {artifact:path}/a"),
        .breaks(.variableUnknown, .error, run, "Script: §exec {configuration:topic}"),
        .breaks(.variableUnknown, .error, "\"{configuration:/topic}\"", "§\"{com.example.model:kernel:rootPath}\""),
        .keeps(.variableUnknown, run, "Script: exec {work:path} {kernel:rootPath} {iot:thingName}"),
        .breaks(.variableDependency, .error, run, "Script: §exec {com.example.modell:artifacts:path}/a"),
        .breaks(.variableDependency, .error, run, "Script: §exec {com.example.app:artifacts:path}/a"),
        .keeps(.variableDependency, run, "Script: exec {com.example.model:artifacts:path}/a"),
        .breaks(.liteVariable, .warning, run, "Script: §exec {com.example.model:work:path}/a"),
        .keeps(.liteVariable, run, "Script: exec {work:path}/a"),
        .breaks(.variableConfiguration, .warning, "\"{configuration:/topic}\"", "§\"{configuration:/topics}\""),
        .keeps(
            .variableConfiguration,
            run,
            "Script: exec echo {configuration:/accessControl/aws.greengrass.ipc.mqttproxy}"
        ),
        .breaks(.brace, .error, run, "Script: §exec a ${HOME:-x}"),
        .breaks(.brace, .error, run, "Script: §exec a ${HOME}"),
        .breaks(.brace, .error, run, "Script: §'echo {\"a\": {\"b\": 1}} {'"),
        .breaks(.brace, .error, "\"{configuration:/topic}\"", "§'{\"a\":1}'"),
        .keeps(.brace, run, "Script: exec a $HOME }"),
        .breaks(.configurationVariable, .warning, "\"cars/count\"", "§\"cars/{iot:thingName}/count\""),
        .keeps(.configurationVariable, "\"cars/count\"", "\"cars/{node}/count\""),
        .breaks(.configurationTypes, .warning, "\"cars/count\"", "§3"),
        .breaks(.configurationTypes, .warning, "\"cars/count\"", "[§true, false]"),
        .keeps(.configurationTypes, "\"cars/count\"", "\"3\""),
        .breaks(.configurationSecret, .warning, "\"cars/count\"", "§\"mqtt://user:hunter2@broker\""),
        .breaks(.configurationSecret, .warning, "\"cars/count\"", "\"cars\"\n    api-key: §hunter2"),
        .keeps(.configurationSecret, "\"cars/count\"", "\"cars\"\n    tokenPath: /etc/token\n    password: \"\""),
        .keeps(
            .configurationSecret,
            "\"cars/count\"",
            "\"cars\"\n    token: arn:aws:secretsmanager:eu-west-1:1:secret:t"
        ),
        .breaks(
            .accessControl,
            .error,
            "\"com.example.app:mqttproxy:1\":\n          operations: [\"aws.greengrass#PublishToIoTCore\"]",
            "§\"com.example.app:mqttproxy:1\":\n          operations: []"
        ),
        .keeps(.accessControl, "[\"aws.greengrass#PublishToIoTCore\"]", "[\"*\"]"),
    ]

    static let all = reading + identity + dependencies + manifests + artifacts + lifecycle + variables
}

// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled alike: Swift 6, memory safety spelt out, warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "marram",
    products: [
        .executable(name: "marram", targets: ["marram"]),
        .executable(name: "marram-plot", targets: ["marram-plot"]),
        .executable(name: "gg", targets: ["gg"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.34.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // C libraries
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "CGuard"),
        .target(name: "CPages"),

        // pure
        layer("Tensors"),
        layer("OpenInference", ["Tensors"]),
        layer("Telemetry", ["OpenInference"]),
        layer("Anomaly", ["Telemetry"]),
        layer("Drift"),
        layer("Monitoring"),
        layer("Simulation", ["Telemetry", "Tensors"]),
        layer("Recipes", [yams]),

        // adapters
        layer("MQTT", ["CMosquitto", logging]),
        layer("Cryptography", ["COpenSSL"]),
        layer("Inference", ["Tensors"]),
        layer("Storage", [grdb]),
        layer("Transfer", ["CCurl"]),
        layer("Sandbox", ["CLinux", "CGuard"]),
        layer("Archive", ["CZlib"]),
        layer("Console"),
        layer("Training", ["Telemetry", "Tensors"]),

        // clients
        layer("AWS", ["Transfer", "Cryptography", "Sandbox"]),
        layer("MLflow", ["Transfer"]),
        layer("Airflow", ["Transfer"]),

        // domain
        layer("Models", ["Transfer", "Cryptography", "AWS", "MLflow", "OpenInference", "Telemetry", "Tensors"]),

        // services
        layer(
            "Edge",
            [
                "Tensors", "OpenInference", "Telemetry", "Anomaly", "Drift", "Monitoring", "Recipes", "MQTT",
                "Cryptography", "Inference", "Storage", "Models", "Transfer", "Sandbox", "Airflow", logging, lifecycle,
                signals,
            ]
        ),
        layer(
            "Lab",
            [
                "Tensors", "OpenInference", "Telemetry", "Anomaly", "Drift", "Simulation", "Training", "MQTT",
                "Cryptography", "Inference", "Models", logging,
            ]
        ),

        layer(
            "API",
            [
                "Tensors", "OpenInference", "Monitoring", "Archive", "Cryptography", "CPages", hummingbird,
                hummingbirdTLS, nioCore, nioPosix, nioHTTP1, nioSSL, httpTypes, logging, lifecycle,
            ]
        ),

        layer(
            "Release",
            ["Recipes", "Archive", "Cryptography", "Transfer", "Sandbox", "AWS", "MLflow", "Models"]
        ),

        // programs
        .executableTarget(
            name: "marram",
            dependencies: [
                "Tensors", "OpenInference", "Telemetry", "Anomaly", "Drift", "Monitoring", "Simulation", "Training",
                "Recipes", "MQTT", "Inference", "Cryptography", "Storage", "Models", "Transfer", "Sandbox", "Console",
                "Edge", "Lab", "API", logging, lifecycle, arguments,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "marram-plot",
            dependencies: ["OpenInference", "CCairo", arguments],
            swiftSettings: strict
        ),

        .executableTarget(
            name: "gg",
            dependencies: ["Recipes", "Release", "Sandbox", "AWS", "Transfer", "Cryptography", "Console", arguments],
            swiftSettings: strict
        ),

        // tests
        .target(
            name: "Support",
            dependencies: ["Tensors", "MQTT", "Transfer", "CLinux", logging],
            path: "Tests/Support",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "fragile-marram",
            dependencies: ["Tensors", "Inference", "Recipes", "Models", "Edge", logging],
            path: "Tests/FragileMarram",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "confined-program",
            dependencies: ["Sandbox", "CLinux"],
            path: "Tests/ConfinedProgram",
            swiftSettings: strict
        ),
        tests("TensorsTests", ["Tensors"]),
        tests("OpenInferenceTests", ["OpenInference", "Tensors"]),
        tests("TelemetryTests", ["Telemetry", "OpenInference", "Tensors"]),
        tests("AnomalyTests", ["Anomaly", "Telemetry"]),
        tests("DriftTests", ["Drift", "Anomaly", "Support"]),
        tests("MonitoringTests", ["Monitoring", "Support"]),
        tests("SimulationTests", ["Simulation", "Telemetry", "Tensors"]),
        tests("RecipesTests", ["Recipes"]),
        tests("MQTTTests", ["MQTT", "Support", logging]),
        tests("CryptographyTests", ["Cryptography", "Support"]),
        tests("InferenceTests", ["Inference", "OpenInference", "Tensors", "Support"]),
        tests("StorageTests", ["Storage", "Support"]),
        tests("SandboxTests", ["Sandbox", "Support"]),
        tests("ArchiveTests", ["Archive", "Support"]),
        tests(
            "ReleaseTests",
            ["Release", "Recipes", "Archive", "Cryptography", "Transfer", "Sandbox", "AWS", "Support"]
        ),
        tests("TransferTests", ["Transfer", "Support"]),
        tests("AWSTests", ["AWS", "Transfer", "Cryptography", "Support"]),
        tests("AirflowTests", ["Airflow", "Transfer", "Support"]),
        tests("MLflowTests", ["MLflow", "Transfer", "Support"]),
        tests(
            "ModelsTests",
            ["Models", "Transfer", "AWS", "MLflow", "MQTT", "Cryptography", "Tensors", "OpenInference", "Support"]
        ),
        tests("TrainingTests", ["Training", "Telemetry", "Tensors", "Support"]),
        tests(
            "LabTests",
            [
                "Lab", "Models", "Training", "Anomaly", "Drift", "Simulation", "Telemetry", "Inference", "Tensors",
                "MQTT",
                "Support",
            ]
        ),
        tests(
            "APITests",
            [
                "API", "Monitoring", "OpenInference", "Tensors", "Archive", "Cryptography", "Transfer", "MQTT",
                "Support",
                hummingbird, httpTypes, nioCore, logging, lifecycle,
            ]
        ),
        tests(
            "EdgeTests",
            [
                "Edge", "Telemetry", "Anomaly", "Drift", "Monitoring", "MQTT", "Tensors", "OpenInference", "Inference",
                "Recipes",
                "Storage", "Cryptography", "Models", "Transfer", "Sandbox", "Airflow", "Support", logging, lifecycle,
            ]
        ),
        tests(
            "Acceptance",
            ["Support", "OpenInference", "Tensors", "MQTT", "Storage", "Models", "Cryptography", "AWS", "Transfer"]
        ),
    ]
)

/// For builds under a sanitizer (`helpers/test.sh`), whose tests start the programs as they are used: without programs;
/// `address` without the rooms that leave memory to those below them, `thread` without the tests of those without threads.
if let sanitizer = Context.environment["MARRAM_SANITIZER"] {
    let rooms =
        sanitizer == "address"
        ? ["Edge", "Lab", "API"]
        : [
            "Tensors", "OpenInference", "Telemetry", "Anomaly", "Drift", "Monitoring", "Simulation", "Recipes",
            "Archive", "Cryptography", "Training", "MLflow", "Airflow",
        ]
    var left = ["marram", "marram-plot", "gg", "fragile-marram", "confined-program"] + rooms.map { $0 + "Tests" }
    left += sanitizer == "address" ? rooms : ["Acceptance"]
    package.products = []
    package.targets.removeAll { left.contains($0.name) }
}

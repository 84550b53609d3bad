import Recipes
import Testing

@Suite("A recipe")
struct RecipeTests {
    static let seed = """
        custom-components:
          car:
            component-name: $PROJECT_NAME_ID$.car-detection
            root: models/car
            model: {name: car, sagemaker-managed: "true"}
            ComponentDescription: Finds cars
            ComponentPublisher: Example
            Artifacts:
              - Uri: "s3://$BUCKET_NAME$/$COMPONENT_NAME$/$COMPONENT_VERSION$/model.tar.gz"
                Unarchive: NONE
                Permission: {Read: all, Execute: none}
            Lifecycle:
              Install: {RequiresPrivilege: "true", Script: "tar -xzf model.tar.gz", Timeout: "60"}
          app:
            component-name: $PROJECT_NAME_ID$.inference
            root: app
            ComponentDependencies:
              $PROJECT_NAME_ID$.car-detection: {DependencyType: HARD, VersionRequirement: 'x.x.x'}
              aws.greengrass.Nucleus: {DependencyType: SOFT, VersionRequirement: '>=2.0.3 <3.1.0'}
            ComponentConfiguration:
              DefaultConfiguration:
                accessControl: {aws.greengrass.ipc.mqttproxy: {'$PROJECT_NAME_ID$:mqtt:1': {resources: ['*']}}}
                interval: 3
                ratio: 0.5
                name: "3"
                topic: $PROJECT_NAME_ID$/out
                path: $.temp
            Artifacts:
              - URI: s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/app.zip
                Unarchive: ZIP
                Permission: {Read: ALL, Execute: OWNER}
              - URI: s3://somebody-else/shared/COMPONENT.bin
              - URI: docker:nginx:latest
            Lifecycle:
              SetEnv: {MODEL_DIR: "{artifacts:decompressedPath}/app", PORT: 8080}
              Run:
                Script: |
                  cd $MODEL_DIR
                  exec ./run.sh
        """

    static func components() throws -> [Component] {
        let node = try ConfigurationNode(parsing: seed, source: "gg-config.yml")
        return try GGConfig(node, variables: ["PROJECT_NAME": "cars", "PROJECT_ID": "x1"]).components
    }

    @Test("of a model is spelt for both nuclei [recipe-18] [recipe-19]")
    func model() throws {
        let recipe = try Self.components()[0].recipe(RecipeFilling(version: "4.0.0", bucket: "bucket-1"))
        #expect(
            recipe.json(pretty: true) == """
                {
                  "RecipeFormatVersion": "2020-01-25",
                  "ComponentName": "cars-x1.car-detection",
                  "ComponentVersion": "4.0.0",
                  "ComponentDescription": "Finds cars",
                  "ComponentPublisher": "Example",
                  "Manifests": [
                    {
                      "Platform": {
                        "os": "linux",
                        "runtime": "*"
                      },
                      "Lifecycle": {
                        "install": {
                          "Script": "tar -xzf model.tar.gz",
                          "RequiresPrivilege": true,
                          "Timeout": 60
                        }
                      },
                      "Artifacts": [
                        {
                          "URI": "s3://bucket-1/cars-x1.car-detection/4.0.0/model.tar.gz",
                          "Unarchive": "NONE",
                          "Permission": {
                            "Read": "ALL",
                            "Execute": "NONE"
                          }
                        }
                      ]
                    }
                  ]
                }

                """
        )
    }

    @Test("keeps what the user wrote, types included, and fills in the last versions [recipe-18] [recipe-19]")
    func app() throws {
        let filling = RecipeFilling(
            version: "1.0.1",
            bucket: "b-1",
            dependencyVersions: ["cars-x1.car-detection": "4.0.0"]
        )
        let recipe = try Self.components()[1].recipe(filling)
        let names = try #require(recipe.members).map(\.name)
        #expect(
            names == [
                "RecipeFormatVersion", "ComponentName", "ComponentVersion", "ComponentDescription",
                "ComponentConfiguration", "ComponentDependencies", "Manifests",
            ]
        )
        #expect(recipe["ComponentDescription"] == .string("cars-x1.inference"))
        #expect(
            recipe["ComponentConfiguration"]?.json() == #"{"DefaultConfiguration":{"accessControl":{"#
                + #""aws.greengrass.ipc.mqttproxy":{"$PROJECT_NAME_ID$:mqtt:1":{"resources":["*"]}}},"#
                + #""interval":3,"ratio":0.5,"name":"3","topic":"cars-x1/out","path":"$.temp"}}"#
        )
        #expect(
            recipe["ComponentDependencies"]?.json() == #"{"cars-x1.car-detection":{"VersionRequirement":"4.0.0","#
                + #""DependencyType":"HARD"},"aws.greengrass.Nucleus":{"VersionRequirement":">=2.0.3 <3.1.0","#
                + #""DependencyType":"SOFT"}}"#
        )
        let manifest = try #require(recipe["Manifests"]?.elements?.first)
        #expect(
            manifest["Lifecycle"]?.json()
                == #"{"Setenv":{"MODEL_DIR":"{artifacts:decompressedPath}/app","PORT":"8080"},"#
                + #""run":{"Script":"cd $MODEL_DIR\nexec ./run.sh"}}"#
        )
        #expect(
            manifest["Artifacts"]?.elements?.compactMap { $0["URI"]?.text } == [
                "s3://b-1/cars-x1.inference/1.0.1/app.zip", "s3://somebody-else/shared/COMPONENT.bin",
                "docker:nginx:latest",
            ]
        )
    }

    @Test("without a filling has every placeholder, without dollars [recipe-19]")
    func open() throws {
        let recipes = try Self.components().map { try $0.recipe(.open) }
        #expect(recipes.map { $0["ComponentVersion"] } == [.string("NEXT_PATCH"), .string("NEXT_PATCH")])
        #expect(
            recipes[0]["Manifests"]?.elements?[0]["Artifacts"]?.elements?[0]["URI"]?.text
                == "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/model.tar.gz"
        )
        #expect(
            recipes[1]["ComponentDependencies"]?["cars-x1.car-detection"]?["VersionRequirement"] == .string("x.x.x")
        )
        let versions = RecipeFilling(dependencyVersions: ["cars-x1.car-detection": "4.0.0"])
        let filled = try Self.components()[1].recipe(versions)
        #expect(filled["ComponentDependencies"]?["cars-x1.car-detection"]?["VersionRequirement"] == .string("4.0.0"))
        #expect(filled["ComponentVersion"] == .string("NEXT_PATCH"))
    }

    @Test("is the same bytes for the same configuration [recipe-20]")
    func stable() throws {
        let texts = try (0..<5).map { _ in try Self.components().map { try $0.recipe(.open).json(pretty: true) } }
        #expect(Set(texts).count == 1)
    }

    @Test("is read back equal as JSON and as YAML [recipe-18]")
    func readBack() throws {
        for component in try Self.components() {
            let recipe = try component.recipe(RecipeFilling(version: "1.0.0", bucket: "b-1"))
            for text in [recipe.json(), recipe.json(pretty: true)] {
                #expect(try JSONValue(json: Array(text.utf8)) == recipe)
                #expect(try JSONValue(ConfigurationNode(parsing: text, source: "r")) == recipe)
            }
        }
    }

    @Test("has several manifests where they are listed, each with a runtime [recipe-15]")
    func manifests() throws {
        let component = try ComponentTests.component(
            """
            Manifests:
              - Name: small
                Platform: {OS: linux, architecture: /arm.*/, runtime: aws_nucleus_lite, room: "12"}
                Lifecycle:
                  shutdown: {Script: stop, Skipif: "! exists /x", Setenv: {A: "1"}}
                  startup: go
              - Platform: {}
            """
        )
        #expect(
            try component.recipe(.open)["Manifests"]?.json()
                == #"[{"Name":"small","Platform":{"os":"linux","architecture":"/arm.*/","runtime":"aws_nucleus_lite","room":"12"},"#
                + #""Lifecycle":{"shutdown":{"Script":"stop","Skipif":"! exists /x","Setenv":{"A":"1"}},"#
                + #""startup":{"Script":"go"}}},{"Platform":{"runtime":"*"},"Lifecycle":{}}]"#
        )
    }

    @Test("cannot be made with a number that JSON does not have [recipe-18]")
    func numbers() throws {
        let component = try ComponentTests.component("ComponentConfiguration: {DefaultConfiguration: {x: .nan}}")
        let error = #expect(throws: ConfigurationError.self) { try component.recipe(.open) }
        #expect(error?.problems.map(\.origin.description) == ["f.yml:4:56"])
    }

    @Test(
        "has the URI of an artifact filled where placeholders stand, and nowhere else [recipe-19]",
        arguments: [
            ("s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/a.zip", "s3://bkt/io.marram.edge/1.0.0/a.zip"),
            ("s3://$BUCKET_NAME$-eu/x/$COMPONENT_VERSION$.zip", "s3://bkt-eu/x/1.0.0.zip"),
            ("s3://mine/COMPONENT_NAME/a.zip", "s3://mine/io.marram.edge/a.zip"),
            ("s3://mine/a.zip", "s3://mine/a.zip"),
            ("docker:image:1.0", "docker:image:1.0"),
        ]
    )
    func artifacts(uri: String, expected: String) throws {
        let component = try ComponentTests.component("root: app\nArtifacts: [{URI: '\(uri)'}]")
        let artifact = try #require(component.artifacts.first)
        #expect(RecipeFilling(version: "1.0.0", bucket: "bkt").uri(of: artifact, component: component.name) == expected)
        #expect(artifact.isOurs == (uri != expected))
        #expect(RecipeFilling.open.uri(of: artifact, component: component.name) == uri.replacing("$", with: ""))
    }
}

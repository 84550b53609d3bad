import Testing

@testable import MLflow

@Suite("References to models")
struct MLflowReferenceTests {
    // [mlflow-1]
    @Test(
        "are read and written as MLflow has them",
        arguments: [
            ("models:/press@champion", .alias(model: "press", alias: "champion")),
            ("models:/a@b@c", .alias(model: "a@b", alias: "c")),
            ("models:/press ä/12", .version(model: "press ä", version: "12")),
            ("models:/press/latest", .latest(model: "press")),
            ("runs:/0a1b/model", .run(id: "0a1b", path: "model")),
            ("runs:/0a1b/a/b c", .run(id: "0a1b", path: "a/b c")),
            ("runs:/0a1b", .run(id: "0a1b", path: "")),
        ] as [(String, MLflowReference)]
    )
    func read(text: String, wanted: MLflowReference) {
        #expect(MLflowReference(text) == wanted)
        #expect(wanted.description == text)
    }

    // [mlflow-1]
    @Test(
        "that are none are refused",
        arguments: [
            "", "press", "models:press/1", "models:/", "models:/press", "models:/press/", "models:/press/one",
            "models:/press/-1", "models:/press/1.0", "models:/@x", "models:/press@", "models:/a/b/1", "models:/a:b/1",
            "models://host/press/1", "models:/press/1\n", "models:/press/Production", "runs:/", "runs:/../x",
            "runs:/a/../b",
            "runs:/a//b", "runs:/a b/c", "runs:/a/b\\c", "models:/press/9999999999999999999",
            "models:/" + String(repeating: "a", count: 600) + "/1",
        ]
    )
    func refused(text: String) { #expect(MLflowReference(text) == nil) }
}

import Foundation
import Release
import Testing

@Suite("Release files")
struct ReleaseFileTests {
    @Test("come back as they were written")
    func same() throws {
        let artifact = ReleaseFile.Artifact(file: "a.zip", uri: "s3://b/n/1.0.0/a.zip", sha256: "00", byteCount: 3)
        let entry = ReleaseFile.Entry(
            handle: "a",
            name: "n",
            version: "1.0.0",
            isUnchanged: false,
            root: "app",
            sourceDigest: "11",
            recipe: "recipes/n-1.0.0.json",
            dependencies: ["m"],
            model: ReleaseFile.Model(source: "folder", reference: "models/m", version: nil, digest: "22"),
            artifacts: [artifact]
        )
        let release = ReleaseFile(configuration: "gg-config.yml", commit: nil, region: "eu-west-1", components: [entry])
        let text = try JSONEncoder().encode(release)
        #expect(try JSONDecoder().decode(ReleaseFile.self, from: text) == release)
    }
}

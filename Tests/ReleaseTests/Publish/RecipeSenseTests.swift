import Recipes
import Testing

@testable import Release

@Suite("The sense of recipes")
struct RecipeSenseTests {
    private static let ours = """
        {"RecipeFormatVersion":"2020-01-25","ComponentName":"a","ComponentVersion":"1.0.0",
        "ComponentConfiguration":{"DefaultConfiguration":{"Interval":1,"list":[]}},
        "ComponentDependencies":{"b.C":{"VersionRequirement":"^1.0.0"}},
        "Manifests":[{"Platform":{"os":"linux","runtime":"*"},
        "Lifecycle":{"run":{"Script":"x","Timeout":120,"RequiresPrivilege":true,"Setenv":{"Path":"/x"}}},
        "Artifacts":[{"URI":"s3://b/a/1.0.0/a.zip","Unarchive":"ZIP","Permission":{"Read":"OWNER"}}]}]}
        """

    private func differences(_ published: String, _ new: String = ours) throws -> [String] {
        RecipeSense.differences(
            published: try JSONValue(json: Array(published.utf8)),
            new: try JSONValue(json: Array(new.utf8))
        ).map(\.description)
    }

    @Test("[publish-20] does not depend on what Greengrass adds and spells its own way")
    func spelling() throws {
        let published = """
            {"recipeFormatVersion":"2020-01-25","ComponentName":"a","componentversion":"1.0.0",
            "ComponentType":"aws.greengrass.generic","ComponentSource":null,
            "ComponentConfiguration":{"DefaultConfiguration":{"list":[],"Interval":1.0}},
            "ComponentDependencies":{"b.C":{"DependencyType":"HARD","VersionRequirement":"^1.0.0"}},
            "Manifests":[{"Name":"Linux","Selections":["all"],"Platform":{"runtime":"*","os":"linux"},
            "Lifecycle":{"Run":{"script":"x","timeout":"120","RequiresPrivilege":"true","SetEnv":{"Path":"/x"}}},
            "Artifacts":[{"Uri":"s3://b/a/1.0.0/a.zip","Unarchive":"zip","Digest":"q83v","Algorithm":"SHA-256",
            "Permission":{"Read":"OWNER","Execute":"NONE"}}]}],"Lifecycle":{}}
            """
        #expect(try differences(published).isEmpty)
    }

    @Test(
        "[publish-21] tells what devices would notice",
        arguments: [
            (#""Interval":1"#, #""interval":1"#, 2),
            (#""Interval":1"#, #""Interval":"1""#, 1),
            (#""list":[]"#, #""other":[]"#, 2),
            (#""b.C""#, #""b.c""#, 2),
            (#""Path""#, #""PATH""#, 2),
            (#""os":"linux""#, #""os":"windows""#, 1),
            (#""Unarchive":"ZIP""#, #""Unarchive":"NONE""#, 1),
            (#""Read":"OWNER""#, #""Read":"ALL""#, 1),
            (#""Script":"x""#, #""Script":"X""#, 1),
            (#""RequiresPrivilege":true"#, #""RequiresPrivilege":false"#, 1),
            (#"a.zip"#, #"b.zip"#, 1),
        ]
    )
    func changes(old: String, new: String, count: Int) throws {
        let published = Self.ours.replacing(old, with: new)
        #expect(published != Self.ours)
        #expect(try differences(published).count == count)
    }
}

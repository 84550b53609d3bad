public import Archive
import Crypto
public import Recipes

/// Tells whether two component versions are made of the same sources.
public enum SourceDigest {
    /// Computes the digest of a recipe, a command and files, in hexadecimal.
    public static func of(recipe: JSONValue, command: [String]?, tree: FileTree) throws(ReleaseError) -> String {
        var hasher = SHA256Hasher()
        hasher.update(Array("marram sources 1\n".utf8))
        return hasher.finish().hexadecimal
    }
}

import Recipes

extension JSONValue {
    /// The value of a member, whatever the case of its name; the exact name comes first.
    func member(anyCase name: String) -> JSONValue? {
        if let exact = self[name] { return exact }
        let lowered = name.lowercased()
        return members?.first { $0.name.lowercased() == lowered }?.value
    }
}

import Recipes
import Sandbox

/// A component that is ready to be run: its files are laid out, its variables are known.
struct LocalRun {
    let component: LocalComponent
    let variables: LocalVariables
    let environment: [String: String]
    let work: String

    /// A step's script with its environment, and the variables that could not be replaced.
    func program(_ step: LocalStep) -> (program: ChildProgram, missing: [String]) {
        let script = component.scripts[step] ?? LocalScript("")
        var missing: [String] = []
        func replace(_ text: String) -> String {
            let result = variables.replace(text)
            missing += result.missing
            return result.text
        }
        let own = component.environment.merging(script.environment) { $1 }.mapValues(replace)
        let program = ChildProgram(
            executable: "/bin/sh",
            arguments: ["-c", replace(script.text)],
            environment: environment.merging(own) { $1 }
        )
        return (program, missing)
    }

    /// True where a step is to be left out.
    ///
    /// - Throws: `input`: the condition is none.
    func isSkipped(_ step: LocalStep, isThere: (String) -> Bool) throws(ReleaseError) -> Bool {
        guard let condition = component.scripts[step]?.skipIf else { return false }
        var rest = Substring(variables.replace(condition).text)
        let isNegated = rest.first == "!"
        if isNegated { rest = rest.dropFirst().drop { $0 == " " } }
        let words = rest.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let what = words.last.map({ String($0.drop { $0 == " " }) }), !what.isEmpty else {
            throw fault(condition)
        }
        switch words[0] {
        case "exists": return isThere(what) != isNegated
        case "onpath":
            let folders = (environment["PATH"] ?? "").split(separator: ":")
            return folders.contains { isThere("\($0)/\(what)") } != isNegated
        default: throw fault(condition)
        }
    }

    private func fault(_ condition: String) -> ReleaseError {
        ReleaseError(.input, "Skipif is '\(condition)'; expected 'exists PATH' or 'onpath NAME', either after '!'")
    }
}

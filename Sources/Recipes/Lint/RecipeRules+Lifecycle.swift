extension RecipeRules {
    /// Checks the steps of a lifecycle.
    mutating func checkLifecycle(_ lifecycle: LintedLifecycle) {
        for scope in lifecycle.scopes {
            guard let run = scope["run"], let startup = scope["startup"] else { continue }
            let (first, second) = run.origin < startup.origin ? (run, startup) : (startup, run)
            error(
                .runAndStartup,
                second.origin,
                "the lifecycle has run and startup: \(first.key) is at \(first.origin), and only one may be",
                "keep run for a program that stays, startup for one that begins something in the background"
            )
        }
        for entry in lifecycle.unknown {
            error(
                .stepUnknown,
                entry.origin,
                "unknown step \(quoted(entry.key)): no nucleus runs it",
                Self.remedy(for: entry.key, among: RecipeKeys.steps + [RecipeKeys.setenv])
            )
        }
        for step in lifecycle.steps {
            checkScript(step)
            checkMembers(step, lifecycle.claim)
            checkLite(step, lifecycle.claim)
        }
    }

    private mutating func checkScript(_ step: LintedLifecycle.Step) {
        let remedy = "write Script with what is to be done, or take the step out"
        if step.scripts.isEmpty {
            let type = recipe.root["ComponentType"]?.value.text?.lowercased()
            guard type != "aws.greengrass.plugin" else { return }
            error(.stepScript, step.origin, "\(step.name) has no Script", remedy)
        }
        for script in step.scripts {
            guard let text = script.text else {
                error(.stepScript, script.origin, "the script of \(step.name) is \(script.found)", "write a text")
                continue
            }
            if text.allSatisfy(\.isWhitespace) {
                error(.stepScript, script.origin, "the script of \(step.name) is empty", remedy)
            }
        }
    }

    private mutating func checkMembers(_ step: LintedLifecycle.Step, _ claim: LiteClaim) {
        if let skipif = step.keys?["Skipif"]?.value, !Self.isSkipif(skipif.text ?? "") {
            let message = "Skipif of \(step.name) is \(skipif.found)"
            error(
                .stepSkipif,
                skipif.origin,
                message,
                "write 'onpath program' or 'exists path', with ! in front for not"
            )
        }
        if let timeout = step.keys?["Timeout"]?.value { checkTimeout(timeout, of: step, claim) }
        if let privilege = step.keys?["RequiresPrivilege"]?.value { checkPrivilege(privilege, of: step, claim) }
    }

    private mutating func checkTimeout(_ node: ConfigurationNode, of step: LintedLifecycle.Step, _ claim: LiteClaim) {
        guard case .scalar(let scalar) = node.content, let seconds = Int(scalar.text), seconds > 0 else {
            let message = "Timeout of \(step.name) is \(node.found)"
            return error(.stepTimeout, node.origin, message, "write whole seconds, at least 1")
        }
        guard !isComponent, !scalar.isPlain else { return }
        let message = "nucleus lite wants a number where Timeout of \(step.name) is the text \(scalar.quoted)"
        lite(.stepTimeout, claim, node.origin, message, "write \(seconds) without quotes")
    }

    private mutating func checkPrivilege(_ node: ConfigurationNode, of step: LintedLifecycle.Step, _ claim: LiteClaim) {
        guard case .scalar(let scalar) = node.content, ["true", "false"].contains(scalar.text.lowercased()) else {
            let message = "RequiresPrivilege of \(step.name) is \(node.found)"
            return error(.stepPrivilege, node.origin, message, "write true or false")
        }
        guard !isComponent, !scalar.isPlain else { return }
        let message = "nucleus lite wants a truth where RequiresPrivilege of \(step.name) is the text \(scalar.quoted)"
        lite(.stepPrivilege, claim, node.origin, message, "write \(scalar.text.lowercased()) without quotes")
    }

    private static func isSkipif(_ text: String) -> Bool {
        var rest = text.drop(while: \.isWhitespace)
        if rest.first == "!" { rest = rest.dropFirst().drop(while: \.isWhitespace) }
        let word = rest.prefix { $0 != " " }
        guard word == "onpath" || word == "exists" else { return false }
        return !rest.dropFirst(word.count).allSatisfy(\.isWhitespace)
    }

    /// Checks what nucleus lite does not do.
    private mutating func checkLite(_ step: LintedLifecycle.Step, _ claim: LiteClaim) {
        if let skipif = step.keys?["Skipif"] {
            let message = "nucleus lite does not know Skipif: it runs \(step.name) every time"
            lite(.liteSkipif, claim, skipif.origin, message, "ask in the script or in an artifact instead")
        }
        switch step.name {
        case "startup" where claim != .none:
            warn(
                .liteStartup,
                step.origin,
                "startup fails under nucleus lite where systemd is 252 (Debian 12)",
                "write run, with exec in front of the program, so that it gets SIGTERM itself"
            )
        case "shutdown":
            let message = "nucleus lite does not run shutdown: it ends the program with SIGTERM"
            lite(.liteShutdown, claim, step.origin, message, "let the program clean up when it gets SIGTERM")
        case "recover":
            let message = "nucleus lite does not run recover: it starts the component again"
            lite(.liteRecover, claim, step.origin, message, "recover at the beginning of run")
        default: break
        }
    }
}

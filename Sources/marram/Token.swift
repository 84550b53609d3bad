public import API
public import ArgumentParser

/// `marram token`: makes a token for the HTTP API.
struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make a token for the HTTP API.",
        discussion: """
            Prints the token, which is kept nowhere, and the line that lets it in: append that to the file that \
            api.tokens_file names, which nobody but its owner may read ('chmod 600'). A running node sees it at once.
            """
    )

    @Argument(help: "Whose token it is: 1 to 64 of A-Z a-z 0-9 _ . -")
    var name: String

    @Option(help: "What it may do: reader (look, and ask for predictions) or operator (change models as well).")
    var role: Role

    func run() throws {
        try Complaint.telling {
            let token = try NewToken(name: name, role: role)
            print("token: \(token.secret)")
            print("line:  \(token.line)")
        }
    }
}

extension Role: ExpressibleByArgument {}

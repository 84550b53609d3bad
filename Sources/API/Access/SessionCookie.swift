/// The cookie that names a session.
enum SessionCookie {
    static let name = "marram_session"

    /// The secret that a request's headers `Cookie` show.
    static func secret(in lines: [String]) -> String? {
        for line in lines {
            for part in line.split(separator: ";") {
                let pair = part.drop { $0 == " " }
                if pair.hasPrefix("\(name)=") { return String(pair.dropFirst(name.utf8.count + 1)) }
            }
        }
        return nil
    }

    /// What sets it; nil takes it away.
    static func text(_ secret: String?, isSecure: Bool) -> String {
        let age = secret == nil ? 0 : Sessions.life.components.seconds
        return "\(name)=\(secret ?? ""); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(age)\(isSecure ? "; Secure" : "")"
    }
}

import Testing

@testable import Transfer

@Suite("Choice of a proxy")
struct ProxyChoiceTests {
    private func choose(_ environment: [String: String], isSecure: Bool) throws -> String {
        try ProxyChoice(.environment, isSecure: isSecure, environment: environment).url
    }

    @Test("[transfer-50] is by the scheme, then by all_proxy")
    func schemes() throws {
        let environment = ["http_proxy": "http://a:1", "HTTPS_PROXY": "b:2", "ALL_PROXY": "socks5h://c:3"]
        #expect(try choose(environment, isSecure: false) == "http://a:1")
        #expect(try choose(environment, isSecure: true) == "http://b:2")
        #expect(try choose(["ALL_PROXY": "socks5h://c:3", "https_proxy": ""], isSecure: true) == "socks5h://c:3")
        #expect(try choose([:], isSecure: true).isEmpty)
    }

    @Test("[transfer-50] does not look at HTTP_PROXY")
    func cgi() throws {
        #expect(try choose(["HTTP_PROXY": "http://evil:1"], isSecure: false).isEmpty)
    }

    @Test("[transfer-51] tells no credentials", arguments: ["http://me:secret@proxy:3128", "me:secret@proxy:3128"])
    func place(_ url: String) throws {
        let choice = try ProxyChoice(.url(url), isSecure: true, environment: ["no_proxy": "local"])
        #expect(
            choice.place == "http://proxy:3128" && choice.url == "http://me:secret@proxy:3128"
                && choice.exceptions == "local"
        )
    }

    @Test(
        "[transfer-51] is refused without its value",
        arguments: ["ftp://me:secret@p", "http://", "http://me:secret@p:port", "a b"]
    )
    func refused(_ url: String) throws {
        let error = #expect(throws: TransferError.self) { try ProxyChoice(.url(url), isSecure: true, environment: [:]) }
        #expect(error?.code == .invalid && error?.message.contains("secret") == false)
    }
}

import Models
import Testing

@Suite("Source locations [store-1]")
struct SourceLocationTests {
    @Test(
        "are read",
        arguments: [
            ("file:///srv/models/press/manifest.json", "file:///srv/models/press/manifest.json"),
            ("file:/srv/a%20b/press.tar", "file:///srv/a b/press.tar"),
            ("file://localhost/srv/press.tar", "file:///srv/press.tar"),
            ("HTTPS://Models.Example:443/press/8/manifest.json", "https://models.example/press/8/manifest.json"),
            ("https://models.example/p.tar?token=secret", "https://models.example/p.tar"),
            ("http://[::1]:8080/press.tar", "http://[::1]:8080/press.tar"),
            ("https://git.example/api/a%2Fb/press.tar", "https://git.example/api/a%2Fb/press.tar"),
            ("s3://models/press/8/manifest.json", "s3://models/press/8/manifest.json"),
            ("mlflow:models:/press@champion", "mlflow:models:/press@champion"),
            ("mlflow:models:/press/8#press.tar", "mlflow:models:/press/8#press.tar"),
            ("mlflow:runs:/0a1b/model", "mlflow:runs:/0a1b/model"),
        ]
    )
    func read(_ url: String, _ shown: String) throws { #expect("\(try SourceLocation(url))" == shown) }

    @Test(
        "are refused where they could mean something else",
        arguments: [
            "", "press", "/srv/press/manifest.json", "ftp://models.example/press.tar", "javascript:alert.tar",
            "file:press/manifest.json", "file://other/press.tar", "file:///srv/../etc/x.tar",
            "file:///srv/%2e%2e/x.tar",
            "file:///srv//x.tar", "file:///srv/x.tar?a", "file:///srv/%00/x.tar", "file:///srv/%zz/x.tar",
            "https://user:pass@models.example/x.tar", "https:///x.tar", "https://models.example:0/x.tar",
            "https://models.example:70000/x.tar", "https://models.example/a/../x.tar",
            "https://models.example/a/%2E%2e/x.tar", "https://models.example/a%2f..%2fx.tar",
            "https://models.example/a\\x.tar", "https://models.example/x y.tar", "https://models.example/x.tar#a",
            "https://models.example/x.zip", "https://models.example/", "https://models.example/.tar",
            "https://models.example/mymanifest.json", "https://mod\u{e9}ls.example/x.tar", "https://a:b:c/x.tar",
            "s3://models", "s3://m/x.tar", "s3://models/a/../x.tar", "s3://models//x.tar",
            "s3://models/x.tar?versionId=1",
            "mlflow:press@champion", "mlflow:models:/../x", "mlflow:runs:/a#../x.tar", "mlflow:models:/press/1#x.zip",
            "https://models.example/" + String(repeating: "a", count: 9000) + ".tar",
        ]
    )
    func refused(_ url: String) {
        #expect { try SourceLocation(url) } throws: { ($0 as? UpdateError)?.code == .badPath }
    }

    @Test(
        "never show a query or a user",
        arguments: ["https://u:hunter2@h/x.tar", "https://h/x.zip?sig=hunter2", "x?hunter2"]
    )
    func secrets(_ url: String) {
        #expect { try SourceLocation(url) } throws: { !"\($0)".contains("hunter2") }
    }
}

@Suite("Allowed sources [store-2]")
struct SourceRulesTests {
    @Test(
        "are compared part by part",
        arguments: [
            ("https:", "https://a.example/x.tar", true), ("https:", "http://a.example/x.tar", false),
            ("https://a.example", "https://a.example/x.tar", true),
            ("https://a.example", "https://a.example:443/x.tar", true),
            ("https://a.example", "https://a.example:8443/x.tar", false),
            ("https://a.example", "https://a.example.evil.example/x.tar", false),
            ("https://a.example:*", "https://a.example:8443/x.tar", true),
            ("https://a.example/mod", "https://a.example/models/x.tar", false),
            ("https://a.example/mod", "https://a.example/mod/x.tar", true),
            ("https://a.example/mod/", "https://a.example/mod/x.tar", true),
            ("https://a.example/mod", "https://a.example/mod%2fx/y.tar", true),
            ("s3://models/press", "s3://models/press/8/manifest.json", true),
            ("s3://models/press", "s3://models/pressure/manifest.json", false),
            ("s3://models", "s3://models-2/x.tar", false),
            ("file:/srv/models", "file:///srv/models/x.tar", true),
            ("file:/srv/models", "file:///srv/other/x.tar", false),
            ("mlflow:models:/press", "mlflow:models:/press@champion", true),
            ("mlflow:models:/press", "mlflow:models:/press/3", true),
            ("mlflow:models:/press", "mlflow:models:/pressure@champion", false),
            ("mlflow:", "mlflow:runs:/0a/model", true),
        ]
    )
    func parts(_ prefix: String, _ url: String, _ isAllowed: Bool) throws {
        #expect(try SourceLocation(url).isAllowed(by: SourceRules([prefix])) == isAllowed)
    }

    @Test(
        "are by default everything but http: to other machines",
        arguments: [
            ("https://a.example/x.tar", true), ("s3://models/x.tar", true), ("file:///x.tar", true),
            ("mlflow:models:/a/1", true), ("http://127.0.0.1:9000/x.tar", true), ("http://localhost/x.tar", true),
            ("http://[::1]:1/x.tar", true), ("http://10.0.0.1/x.tar", false),
            ("http://localhost.evil.example/x.tar", false), ("http://127.0.0.1.evil.example/x.tar", false),
        ]
    )
    func usual(_ url: String, _ isAllowed: Bool) throws {
        #expect(try SourceLocation(url).isAllowed(by: .usual) == isAllowed)
    }

    @Test(
        "that cannot be read say which",
        arguments: ["", "a.example", "ftp:", "https://u@h", "https://h/../x", "s3://x/?"]
    )
    func unreadable(_ prefix: String) {
        #expect { try SourceRules([prefix]) } throws: { "\($0)".contains("updates.sources: \"\(prefix)\"") }
    }
}

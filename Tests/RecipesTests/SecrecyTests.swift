import Recipes
import Testing

@Suite("Secrecy")
struct SecrecyTests {
    @Test(
        "sees credentials [config-12]",
        arguments: [
            "user:pass@broker", "mqtt://user:pass@broker:1883", "AKIAIOSFODNN7EXAMPLE", "eyJhbGciOiJIUzI1NiJ9.e30.x",
            "wJalrXUtnFEMI0K7MDENG0bPxRfiCYEXAMPLEKEY", "x wJalrXUtnFEMI0K7MDENG0bPxRfiCYEXAMPLEKEY",
        ]
    )
    func credentials(text: String) {
        #expect(Secrecy.isSecret(text: text))
    }

    @Test(
        "leaves ordinary texts",
        arguments: [
            "", "demo", "127.0.0.1", "clients/#", "/var/lib/marram/models/press-autoencoder-v2/model.onnx", "a@b",
            "::1",
            "press-autoencoder-of-the-second-hall-in-the-north", "0123456789012345678901234567890123456789",
            "/tmp/run-3F2504E0-4F89-11D3-9A0C-0305E82C3301/pw",
        ]
    )
    func ordinary(text: String) {
        #expect(!Secrecy.isSecret(text: text))
    }

    @Test(
        "knows telling names",
        arguments: [("DB_PASSWORD", true), ("api_token", true), ("SecretX", true), ("SITE", false)]
    )
    func names(name: String, expected: Bool) {
        #expect(Secrecy.isSecret(variable: name) == expected)
    }

    @Test("keeps messages short and printable")
    func quoted() {
        #expect(ConfigurationScalar("a\u{1B}[31m\n").quoted == "'a\\u{1b}[31m\\u{a}'")
        #expect(
            ConfigurationScalar(String(repeating: "a", count: 210)).quoted == "'" + String(repeating: "a", count: 200)
                + "…'"
        )
    }
}

import Testing

@testable import AWS

@Suite("Endpoints")
struct AWSEndpointsTests {
    private func settings(_ environment: [String: String]) throws -> SharedSettings {
        try SharedSettings(environment: environment, homeDirectory: nil)
    }

    // [aws-20] [aws-22]
    @Test("finds services and buckets where AWS's own rules say they are")
    func findsServices() async throws {
        let answers = try await BotocoreAnswers.get().endpoints
        #expect(answers.count > 200)
        for wanted in answers {
            let endpoints = AWSEndpoints(
                settings: try settings([
                    "AWS_USE_FIPS_ENDPOINT": "\(wanted.fips)", "AWS_USE_DUALSTACK_ENDPOINT": "\(wanted.dual)",
                ])
            )
            let service = try #require(AWSService(rawValue: wanted.service))
            let endpoint = try endpoints.endpoint(of: service, region: wanted.region)
            var url = endpoint.url
            if let bucket = wanted.bucket {
                let location = try #require(S3Location(bucket: bucket, key: "k"))
                url = String(try S3Addressing(endpoint: endpoint, usesPathStyle: nil).url(of: location).dropLast(2))
            }
            #expect(url == wanted.url, "\(wanted)")
        }
    }

    // [aws-21]
    @Test("takes the strongest of the URLs that are named")
    func takesStrongest() throws {
        let folder = try Folder()
        try folder.write(
            "[default]\nservices = here\nendpoint_url = http://profile\n[services here]\ns3 =\n  endpoint_url = http://section\n",
            to: "config"
        )
        var environment = [
            "AWS_ENDPOINT_URL_S3": "http://service/", "AWS_ENDPOINT_URL": "http://all",
            "AWS_CONFIG_FILE": folder.path("config"),
        ]
        func url(_ service: AWSService, explicit: String? = nil) throws -> String {
            try AWSEndpoints(explicit: explicit, settings: settings(environment))
                .endpoint(of: service, region: "eu-west-1").url
        }
        #expect(try url(.s3, explicit: "http://named:9000") == "http://named:9000")
        #expect(try url(.s3) == "http://service")
        #expect(try url(.sts) == "http://all")
        environment["AWS_ENDPOINT_URL_S3"] = nil
        #expect(try url(.s3) == "http://all")
        environment["AWS_ENDPOINT_URL"] = ""
        #expect(try url(.s3) == "http://section")
        #expect(try url(.sts) == "http://profile")
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        #expect(try url(.s3) == "https://s3.eu-west-1.amazonaws.com")
        #expect(try url(.s3, explicit: "http://named:9000") == "http://named:9000")
        #expect(AWSService.greengrass.settingsName == "GREENGRASSV2")
    }

    // [aws-20]
    @Test(
        "refuses a URL or a region that cannot be used",
        arguments: [
            "ftp://x", "http://", "http://a:b@x", "http://x:0", "http://x?y", "x", "http://x:port",
        ]
    )
    func refusesURL(url: String) throws {
        #expect(throws: AWSError.self) {
            try AWSEndpoints(explicit: url, settings: settings([:])).endpoint(of: .s3, region: "eu-west-1")
        }
        for region in ["", "a.b", "evil.example/", "EU", "-a", "a@b"] {
            #expect(throws: AWSError.self) {
                try AWSEndpoints(settings: settings([:])).endpoint(of: .s3, region: region)
            }
        }
    }

    // [aws-22]
    @Test(
        "addresses a bucket in the path or in the host",
        arguments: [
            ("http://127.0.0.1:9000", nil, "http://127.0.0.1:9000/models/a%20b/c%2Bd"),
            ("http://127.0.0.1:9000/base/", nil, "http://127.0.0.1:9000/base/models/a%20b/c%2Bd"),
            ("https://s3.example", false, "https://models.s3.example/a%20b/c%2Bd"),
            (nil, true, "https://s3.eu-west-1.amazonaws.com/models/a%20b/c%2Bd"),
            (nil, nil, "https://models.s3.eu-west-1.amazonaws.com/a%20b/c%2Bd"),
        ] as [(String?, Bool?, String)]
    )
    func addresses(endpoint: String?, usesPathStyle: Bool?, wanted: String) throws {
        let found = try AWSEndpoints(explicit: endpoint, settings: settings([:]))
            .endpoint(of: .s3, region: "eu-west-1")
        let location = try #require(S3Location("s3://models/a b/c+d"))
        #expect(try S3Addressing(endpoint: found, usesPathStyle: usesPathStyle).url(of: location) == wanted)
    }
}

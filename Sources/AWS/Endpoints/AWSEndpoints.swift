import Transfer

/// Where services are: named by the settings, else computed from the region.
public struct AWSEndpoints: Sendable, Hashable {
    /// Where a service is.
    public struct Endpoint: Sendable, Hashable {
        /// Scheme, host, port and the path that all others stand below, without a slash at its end.
        public let url: String
        /// True where the settings named it.
        public let isCustom: Bool

        /// Makes an endpoint.
        public init(url: String, isCustom: Bool) {
            self.url = url
            self.isCustom = isCustom
        }
    }

    /// Named by whoever asks, and wins over everything; nil: nothing is named.
    public let explicit: String?
    /// Only hosts with validated cryptography.
    public let usesFIPS: Bool
    /// Hosts that have IPv6 addresses, too.
    public let usesDualStack: Bool

    private let configured: [AWSService: String]

    /// Gathers what the settings say.
    ///
    /// For the URL of a service, strongest first: `explicit`, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the
    /// `services` section of the profile, its `endpoint_url`. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` leaves only
    /// the first.
    public init(explicit: String? = nil, settings: SharedSettings) {
        self.explicit = explicit
        usesFIPS = settings.isTrue("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        usesDualStack = settings.isTrue("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        var configured: [AWSService: String] = [:]
        if !settings.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") {
            for service in AWSService.allCases {
                configured[service] =
                    settings.variable("AWS_ENDPOINT_URL_\(service.settingsName)")
                    ?? settings.variable("AWS_ENDPOINT_URL")
                    ?? settings.serviceSetting(service.settingsName.lowercased(), "endpoint_url")
                    ?? settings.setting("endpoint_url")
            }
        }
        self.configured = configured
    }

    /// The endpoint of a service in a region; for S3 without a bucket.
    ///
    /// - Throws: When the URL that was named is none of `http:` and `https:`, or has a query or a user in it.
    public func endpoint(of service: AWSService, region: String) throws(AWSError) -> Endpoint {
        if let named = explicit ?? configured[service] {
            guard let address = try? WebAddress(named), address.query == nil else {
                throw AWSError(
                    "Endpoint",
                    "the endpoint for \(service.rawValue) is no URL that can be used; expected http:// or https://, a "
                        + "host, and neither a user nor a query"
                )
            }
            let path = String(address.path.reversed().drop { $0 == "/" }.reversed())
            return Endpoint(url: address.origin.description + path, isCustom: true)
        }
        guard Self.isHostLabel(region) else {
            throw AWSError("Region", "'\(region.prefix(64))' is no region; expected a name such as eu-west-1")
        }
        return Endpoint(url: "https://" + host(of: service, region: region), isCustom: false)
    }

    /// True for one part of a host's name, in lower case.
    static func isHostLabel(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "-")
            }
    }

    private func host(of service: AWSService, region: String) -> String {
        let partition = AWSPartition(region: region)
        let fips = usesFIPS ? "-fips" : ""
        switch service {
        case .s3 where usesDualStack: return "s3\(fips).dualstack.\(region).\(partition.suffix)"
        case .s3 where region == "us-east-1" && !usesFIPS: return "s3.amazonaws.com"
        case .s3: return "s3\(fips).\(region).\(partition.suffix)"
        case .sagemaker:
            let isEarly = ["aws", "aws-us-gov"].contains(partition.name) && !usesDualStack
            let name = isEarly ? "api\(fips).sagemaker" : "api.sagemaker\(fips)"
            return "\(name).\(region).\(usesDualStack ? partition.dualStackSuffix : partition.suffix)"
        case .sts, .greengrass:
            // In GovCloud the plain hosts of these two are the FIPS hosts.
            let name = service.rawValue + (partition.isGovernment && !usesDualStack ? "" : fips)
            return "\(name).\(region).\(usesDualStack ? partition.dualStackSuffix : partition.suffix)"
        }
    }
}

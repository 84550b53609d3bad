import Foundation

/// Credentials that a profile of the shared files has or leads to.
struct ProfileCredentials {
    let settings: SharedSettings
    /// Makes a client of STS that signs with these, or not at all.
    let sts: (Credentials?) -> STSClient
    /// What `credential_source` may name.
    let sources: [String: CredentialSearch.Place]
    let clock: @Sendable () -> Date

    /// The places, in their order.
    var places: [CredentialSearch.Place] {
        let name = settings.profileName
        return [
            CredentialSearch.Place("role of profile \(name)") { () throws(AWSError) in try checkedRole() },
            CredentialSearch.Place("web identity") { () throws(AWSError) in try webIdentity(name, usesEnvironment: true)
            },
            CredentialSearch.Place("credentials file") { () throws(AWSError) in try sharedKeys(name) },
            CredentialSearch.Place("credential_process") { () throws(AWSError) in try process(name) },
            CredentialSearch.Place("config file") { () throws(AWSError) in try configKeys(name) },
        ]
    }

    private func checkedRole() throws(AWSError) -> CredentialSearch.Finding {
        guard settings.profile != nil || !settings.isProfileNamed else {
            let files = [settings.files.configPath, settings.files.sharedPath].compactMap { $0 }.joined(
                separator: " nor "
            )
            throw AWSError(
                "Credentials",
                "the profile \(settings.profileName) stands neither in \(files.isEmpty ? "any file: HOME is not set" : files)"
            )
        }
        guard isRole(settings.profileName) else { return .nothing("the profile has no role_arn") }
        return .found(try role(settings.profileName, visited: [settings.profileName]))
    }

    private func profile(_ name: String) -> [String: String] { settings.files.profiles[name] ?? [:] }

    /// True where the profile assumes a role; with a token for web identity it is not done this way.
    private func isRole(_ name: String) -> Bool {
        profile(name)["role_arn"] != nil && profile(name)["web_identity_token_file"] == nil
    }

    private func hasKeys(_ name: String) -> Bool {
        profile(name)["aws_access_key_id"] != nil || profile(name)["aws_secret_access_key"] != nil
    }

    private func role(_ name: String, visited: [String]) throws(AWSError) -> Credentials {
        let values = profile(name)
        guard values["mfa_serial"] == nil else {
            throw AWSError(
                "Credentials",
                "the profile \(name) has mfa_serial, which needs a person; use another profile"
            )
        }
        let source: Credentials
        switch (values["source_profile"], values["credential_source"]) {
        case (.some, .some):
            throw AWSError("Credentials", "the profile \(name) has both source_profile and credential_source; keep one")
        case (nil, nil):
            throw AWSError(
                "Credentials",
                "the profile \(name) has role_arn, and neither source_profile nor credential_source"
            )
        case (let other?, nil): source = try sourceProfile(other, of: name, visited: visited)
        case (nil, let place?): source = try credentialSource(place, of: name)
        }
        let assumed = AssumedRole(
            arn: values["role_arn"] ?? "",
            session: values["role_session_name"] ?? sessionName,
            externalID: values["external_id"],
            seconds: values["duration_seconds"].flatMap { Int($0) }
        )
        return try sts(source).assume(assumed)
    }

    private func sourceProfile(_ other: String, of name: String, visited: [String]) throws(AWSError) -> Credentials {
        guard settings.files.profiles[other] != nil else {
            throw AWSError(
                "Credentials",
                "the profile \(name) has source_profile \(other), which stands in neither file"
            )
        }
        // A profile may name itself when it has keys of its own, and only the first one.
        let isItself = other == name && visited.count == 1 && hasKeys(other)
        guard isItself || !visited.contains(other) else {
            throw AWSError(
                "Credentials",
                "the profiles go round in a circle by source_profile: \((visited + [other]).joined(separator: ", "))"
            )
        }
        guard !hasKeys(other), isRole(other) else { return try own(other) }
        return try role(other, visited: visited + [other])
    }

    /// What a source profile itself has.
    private func own(_ name: String) throws(AWSError) -> Credentials {
        if case .found(let credentials) = try webIdentity(name, usesEnvironment: false) { return credentials }
        if case .found(let credentials) = try sharedKeys(name) { return credentials }
        if case .found(let credentials) = try process(name) { return credentials }
        if case .found(let credentials) = try configKeys(name) { return credentials }
        throw AWSError("Credentials", "the profile \(name), named as source_profile, has no credentials")
    }

    private func credentialSource(_ place: String, of name: String) throws(AWSError) -> Credentials {
        guard let source = sources.first(where: { $0.key.lowercased() == place.lowercased() })?.value else {
            throw AWSError(
                "Credentials",
                "the profile \(name) has credential_source \(place); expected one of "
                    + sources.keys.sorted().joined(separator: ", ")
            )
        }
        switch try source.look() {
        case .found(let credentials): return credentials
        case .nothing(let reason):
            throw AWSError(
                "Credentials",
                "the profile \(name) has credential_source \(place), which gave none: \(reason)"
            )
        }
    }

    private func webIdentity(_ name: String, usesEnvironment: Bool) throws(AWSError) -> CredentialSearch.Finding {
        func value(_ variable: String, _ key: String) -> String? {
            (usesEnvironment ? settings.variable(variable) : nil) ?? profile(name)[key]
        }
        guard let path = value("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") else {
            return .nothing("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let arn = value("AWS_ROLE_ARN", "role_arn") else {
            throw AWSError("Credentials", "there is a token file for web identity and no role; set AWS_ROLE_ARN")
        }
        let token = try SmallFile.text(ProfileFiles.expanded(path, settings.homeDirectory), limit: 64 << 10)
        let role = AssumedRole(
            arn: arn,
            session: value("AWS_ROLE_SESSION_NAME", "role_session_name") ?? sessionName,
            externalID: nil,
            seconds: nil
        )
        return .found(try sts(nil).assume(role, token: token.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private func sharedKeys(_ name: String) throws(AWSError) -> CredentialSearch.Finding {
        try keys(settings.files.shared, settings.files.sharedPath, name)
    }

    private func configKeys(_ name: String) throws(AWSError) -> CredentialSearch.Finding {
        try keys(settings.files.config, settings.files.configPath, name)
    }

    private func keys(
        _ file: [String: [String: String]],
        _ path: String?,
        _ name: String
    ) throws(AWSError) -> CredentialSearch.Finding {
        guard let path else { return .nothing("HOME is not set") }
        guard let values = file[name] else { return .nothing("\(path) has no profile \(name)") }
        guard let identifier = values["aws_access_key_id"] else {
            return .nothing("the profile \(name) in \(path) has no aws_access_key_id")
        }
        guard let secret = values["aws_secret_access_key"] else {
            throw AWSError(
                "Credentials",
                "the profile \(name) in \(path) has aws_access_key_id and no aws_secret_access_key"
            )
        }
        let token = values["aws_session_token"] ?? values["aws_security_token"]
        return .found(Credentials(accessKeyID: identifier, secretAccessKey: secret, sessionToken: token))
    }

    private func process(_ name: String) throws(AWSError) -> CredentialSearch.Finding {
        guard let line = profile(name)["credential_process"], !line.isEmpty else {
            return .nothing("the profile has none")
        }
        return .found(try CredentialProcess(line: line, profile: name, environment: settings.environment).run())
    }

    private var sessionName: String { "marram-\(Int(clock().timeIntervalSince1970))" }
}

// What MLflow answers, as far as it is read; the names are those of the wire.

/// A version of a registered model.
struct ModelVersion: Decodable {
    let name: String
    let version: String
    let run_id: String?
    let status: String?
}

/// The answer to `model-versions/get` and `registered-models/alias`.
struct ModelVersionAnswer: Decodable {
    let model_version: ModelVersion
}

/// The answer to `model-versions/search`.
struct VersionsAnswer: Decodable {
    let model_versions: [ModelVersion]?
    let next_page_token: String?
}

/// The answer to `model-versions/get-download-uri`.
struct LocationAnswer: Decodable {
    let artifact_uri: String
}

/// The answer to `runs/get`.
struct RunAnswer: Decodable {
    struct Run: Decodable {
        let info: Info
    }

    struct Info: Decodable {
        let artifact_uri: String
    }

    let run: Run
}

/// The answer to the question what is in a folder of artifacts.
struct FilesAnswer: Decodable {
    let files: [FileEntry]?
}

/// A file or a folder.
struct FileEntry: Decodable {
    let path: String
    let is_dir: Bool?
    let file_size: Int64?
}

extension VerifiedBundle {
    /// The same bundle after its folder was renamed.
    func moved(to folder: String) -> VerifiedBundle {
        VerifiedBundle(folder: folder, id: id, manifest: manifest, keyID: keyID, inspection: inspection)
    }
}

extension AlarmBoard {
    /// What must outlive the program.
    public var state: AlarmState {
        var saved: [AlarmState.Entry] = []
        for (feature, name) in features.enumerated() {
            for (index, detector) in detectors.enumerated() {
                let machine = machines[place(index, feature)]
                saved.append(AlarmState.Entry(detector: detector.name, feature: name, machine: machine))
            }
        }
        return AlarmState(modelVersion: modelVersion, profileID: profileID, alarms: saved)
    }

    /// Takes up a saved state: phases, cooldowns and counts are as they were, and every alarm warms up again.
    ///
    /// Alarms that are no longer there are left out, new ones begin anew.
    ///
    /// - Throws: When the state is of another schema, model version or profile, or cannot be; nothing has changed then.
    public mutating func restore(_ state: AlarmState) throws(AlarmError) {
        guard state.schemaVersion == AlarmState.currentSchema else {
            throw .otherSchema(found: state.schemaVersion, expected: AlarmState.currentSchema)
        }
        guard state.modelVersion == modelVersion else {
            throw .otherModel(found: state.modelVersion, expected: modelVersion)
        }
        guard state.profileID == profileID else {
            throw .otherProfile(found: state.profileID, expected: profileID)
        }
        guard state.alarms.count <= Self.mostAlarms, state.alarms.allSatisfy({ $0.machine.isSound }) else {
            throw .outOfRange("the state of the alarms holds numbers that cannot be; begin anew")
        }
        let detectorPlaces = Dictionary(uniqueKeysWithValues: detectors.enumerated().map { ($1.name, $0) })
        let featurePlaces = Dictionary(uniqueKeysWithValues: features.enumerated().map { ($1, $0) })
        for entry in state.alarms {
            guard let detector = detectorPlaces[entry.detector], let feature = featurePlaces[entry.feature] else {
                continue
            }
            var machine = entry.machine
            machine.warmUpAgain(rule.warmUpSamples)
            machines[place(detector, feature)] = machine
        }
    }
}

/// What becomes of a binding while its model is replaced.
extension HostedBinding {
    /// Lets a candidate have a share of the keys.
    func begin(_ fit: FittedBinding, on model: HostedModel, share: Share) {
        self.share = share
        if candidate?.model !== model {
            withdraw()
            candidate = add(fit, model: model)
        }
        candidate?.wait(behind: active)
        settleKeys()
    }

    /// Takes the candidate out.
    func withdraw() {
        guard let candidate else { return }
        active.takeBack(from: candidate)
        retire(candidate)
        self.candidate = nil
        settleKeys()
    }

    /// Lets a model have all keys in the active one's place; the candidate, where it is that one's.
    func replace(with fit: FittedBinding, on model: HostedModel) {
        if candidate?.model !== model { withdraw() }
        let next = candidate ?? add(fit, model: model)
        candidate = nil
        next.takeOver(from: active)
        retire(active)
        ways = [next]
        settleKeys()
        // All of it is of another form now.
        for place in keys.places { change(place) }
    }

    /// Forgets the ways to models that have finished.
    func forgetFinished() { retiring.removeAll(where: \.isIdle) }

    private func retire(_ fit: HostedFit) {
        fit.shadow = nil
        if !fit.isIdle { retiring.append(fit) }
    }

    private func settleKeys() {
        for place in keys.places where self.place(&keys[place.slot]) { change(place) }
    }
}

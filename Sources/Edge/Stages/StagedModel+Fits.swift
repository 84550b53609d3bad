extension StagedModel {
    /// The fits of the bindings that go together with the model.
    var fits: [FittedBinding] {
        bindings.compactMap { binding in
            guard case .ready(let fit) = binding.condition else { return nil }
            return fit
        }
    }
}

extension StageOrder {
    /// Which model it is about.
    var model: Name {
        switch self {
        case .shadow(let staged), .trial(let staged, _), .replace(let staged): staged.model.name
        case .promote(let name, _), .withdraw(let name, _), .refuse(let name, _): name
        }
    }
}

import OpenInference

/// What reaches the loop through the door.
enum DoorLetter: Sendable {
    case visit(Visit)
    case models(Awaited<[ServedModel], InferError>)
    case model(String, Awaited<ServedModel, InferError>)
    case load(String, Awaited<Void, RepositoryError>)
    case unload(String, Awaited<Void, RepositoryError>)

    /// Sends whoever waits away.
    func refuse(_ error: InferError) {
        switch self {
        case .visit(let visit): visit.visitor.refuse(error)
        case .models(let awaited): awaited.refuse(error)
        case .model(_, let awaited): awaited.refuse(error)
        case .load(_, let awaited), .unload(_, let awaited):
            awaited.refuse(RepositoryError(.notReady, error.message))
        }
    }
}

/// A request that somebody in this process waits for.
struct Visit: Sendable {
    let call: InferCall
    let arrival: ContinuousClock.Instant
    let visitor: Visitor
}

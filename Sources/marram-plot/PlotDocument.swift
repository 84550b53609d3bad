/// What is to be drawn, checked: every series is as long as the time, every range lies within it.
struct PlotDocument {
    /// One line of a panel.
    struct Series {
        let name: String
        /// One a row; NaN where there is none.
        let values: [Double]
    }

    /// One diagram; all share the axis of time.
    struct Panel {
        let title: String
        let unit: String
        let series: [Series]
        let threshold: Double?
    }

    var title: String
    /// Seconds since 1970, or numbers of rows; never goes back, never empty.
    let time: [Double]
    let timeIsEpoch: Bool
    /// The row at which the time that was given goes back; rows are numbered then.
    let setback: Int?
    let panels: [Panel]
    /// Rows that were found to be anomalous, those that truly are, and those that the model has learnt from.
    let anomalies, labels: [ClosedRange<Int>]
    let training: ClosedRange<Int>?
}

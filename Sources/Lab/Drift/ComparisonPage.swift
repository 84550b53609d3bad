import Cryptography
import Drift
import Foundation

/// A comparison as one HTML file that loads nothing and runs nothing; every text from a file is escaped.
public struct ComparisonPage: Sendable {
    private let report: ComparisonReport

    /// Shows a comparison.
    public init(_ report: ComparisonReport) { self.report = report }

    /// Writes the page.
    ///
    /// - Throws: Why it cannot be written; nothing is left behind then.
    public func write(to path: String) throws(LabError) { try OutputFile.write(Array(html.utf8), to: path) }

    /// The page; well-formed XML, too.
    public var html: String {
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '\(Self.styleDigest)'"/>
        <title>Drift report</title>
        <style>\(PageStyle.css)</style>
        </head>
        <body>
        <main>
        \(head)
        \(FeatureOverview(report).html)
        \(report.rows.map { RowCard($0).html } ?? "")
        <h2>Histograms</h2>
        \(Self.legend)
        <div class="cards">
        \(report.sorted.map { FeatureCard($0).html }.joined(separator: "\n"))
        </div>
        </main>
        </body>
        </html>

        """
    }

    /// What allows the page's own style and no other.
    private static var styleDigest: String {
        "sha256-" + Data(SHA256Digest(of: Array(PageStyle.css.utf8)).bytes).base64EncodedString()
    }

    private var head: String {
        let counts = ComparisonVerdict.allCases.reversed().compactMap { verdict -> String? in
            let count = report.features.count { $0.verdict == verdict }
            return count > 0 ? "\(count) \(verdict.rawValue)" : nil
        }
        let lines = [
            "<h1>Drift report</h1>",
            "<p><b>\(MarkupText.escaped(report.current))</b> <span class=\"soft\">(\(report.currentRows) rows)</span> against "
                + "<b>\(MarkupText.escaped(report.reference))</b> <span class=\"soft\">(\(report.referenceRows) rows)</span></p>",
            "<p class=\"overall\">\(PageBadge.html(report.verdict)) <span class=\"soft\">\(report.features.count) "
                + "feature(s): \(counts.joined(separator: ", "))</span></p>",
        ]
        return (lines + report.notes.map { "<p class=\"soft\">\(MarkupText.escaped($0))</p>" }).joined(separator: "\n")
    }

    private static let legend = """
        <p class="legend soft">
        <span><svg viewBox="0 0 40 18" aria-hidden="true"><rect class="ref" x="0" y="0" width="40" height="18"/></svg>reference: \
        bars, of names the upper one</span>
        <span><svg viewBox="0 0 40 18" aria-hidden="true"><path class="cur" d="M0 13H14L14 4H27L27 10H40"/></svg>current: \
        line, of names the lower bar</span>
        </p>
        """
}

/// A verdict as a word with a mark of its own.
enum PageBadge {
    static func html(_ verdict: ComparisonVerdict) -> String {
        let mark =
            switch verdict {
            case .drift: "▲"
            case .warning: "◆"
            case .steady: "●"
            }
        return "<span class=\"badge \(verdict.rawValue)\">\(mark) \(verdict.rawValue)</span>"
    }
}

/// How the page of a comparison looks; no colour says anything that a word does not say.
enum PageStyle {
    static let css = """
        :root{color-scheme:light dark;--paper:#fbfbf9;--card:#fff;--ink:#1d2126;--soft:#5b636e;--line:#dcdfe3;
        --ref:#c6ccd5;--cur:#0b6280;--drift:#a3241b;--warning:#7a5200;--steady:#2c6338}
        @media (prefers-color-scheme:dark){:root{--paper:#14171b;--card:#1c2026;--ink:#e6e8eb;--soft:#a3abb6;--line:#343a43;
        --ref:#4b5462;--cur:#6cc6e6;--drift:#ff9a8f;--warning:#f2bf6b;--steady:#86cf97}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
        main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:1.6rem;margin:0 0 .25rem}
        h2{font-size:1.15rem;margin:2rem 0 .75rem}
        h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
        p{margin:.25rem 0;overflow-wrap:anywhere}
        .soft{color:var(--soft)}
        .badge{white-space:nowrap;font-weight:600}
        .drift{color:var(--drift)}.warning{color:var(--warning)}.steady{color:var(--steady)}
        .overall{font-size:1.15rem;margin-top:.75rem}
        .wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.3rem .5rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
        th:first-child,td:first-child{text-align:left}
        tr:last-child td{border-bottom:0}
        th{font-weight:600;color:var(--soft);font-size:.85rem}
        .name{max-width:14rem;overflow:hidden;text-overflow:ellipsis}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr));gap:1rem;align-items:start}
        .card{min-width:0;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.9rem 1rem}
        .top{display:flex;justify-content:space-between;gap:1rem;align-items:baseline}
        .card table{font-size:.85rem;margin-top:.5rem}
        .card th,.card td{padding:.2rem .35rem}
        svg{display:block;width:100%;height:auto;margin:.6rem 0}
        svg text{fill:var(--soft);font-size:12px}
        .end{text-anchor:end}
        .ref{fill:var(--ref)}.now{fill:var(--cur)}
        .cur{fill:none;stroke:var(--cur);stroke-width:2.5}
        .axis{stroke:var(--soft);stroke-width:1}
        .hit{fill:transparent}
        .hit:hover{fill:var(--soft);fill-opacity:.15}
        .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center}
        .legend svg{display:inline-block;width:2rem;height:.9rem;margin:0 .4rem 0 0;vertical-align:-.1rem}
        @media (max-width:32rem){svg text{font-size:16px}.card th{white-space:normal}}
        @media print{.card{break-inside:avoid}}
        """
}

// What happened: anomalies, drift, updates, health; to be filtered, opened and taken away as JSON lines.

import { chip, el, hint, Rows, setText, showEither, table } from '../parts/dom.js';
import { clock, json, number, short } from '../parts/format.js';
import { copyable, openDialog, Panel, Select } from '../parts/panel.js';

const SHOWN = 200;
const KINDS = ['anomaly', 'drift', 'quality', 'retrain', 'update', 'input', 'health'];
const STATES = { info: 'idle', warning: 'warn', major: 'bad', critical: 'bad' };

/** The last word of a type: io.marram.anomaly.opened.v1 → opened. */
const wordOf = (type) => (type ?? '').replace(/\.v\d+$/, '').split('.').at(-1).replaceAll('_', ' ');

const SENTENCES = {
  anomaly: (data, word) => `${word}: score ${number(data.score)}, threshold ${number(data.threshold)}`
    + (data.peak === undefined ? '' : `, peak ${number(data.peak)}`),
  drift: (data, word) => `${word}: ${data.feature ?? 'the binding'} ${data.detector?.name ?? ''} `
    + `${number(data.statistic)}, limit ${number(data.threshold)}`,
  quality: (data, word) => `${word}: ${data.feature ?? ''} ${data.check ?? ''}`
    + (typeof data.value === 'number' ? ` ${number(data.value)}` : '')
    + (typeof data.limit === 'number' ? `, limit ${number(data.limit)}` : ''),
  retrain: (data, word) => `${word}${data.reason ? `: ${data.reason}` : ''}`,
  update: (data, word) => `${data.model ?? ''} version ${data.version ?? '–'} ${word}`
    + (data.reason || data.code ? `: ${data.reason ?? data.code}` : ''),
  input: (data, word) => `${word}: ${data.reason ?? data.code ?? ''}${data.count > 1 ? ` (${data.count} times)` : ''}`,
  health: (data) => (
    data.status ? `${data.previous ? `${data.previous} → ` : ''}${data.status}`
      : `${data.connection}: ${data.state}${data.reason ? `, ${data.reason}` : ''}`
  ),
};

/** What an entry says, in a line. */
function sentence(entry) {
  const data = entry.event?.data ?? {};
  const word = wordOf(entry.type);
  return short((SENTENCES[entry.kind]?.(data, word) ?? word).replace(/\s+/g, ' ').trim(), 200);
}

function open(entry) {
  openDialog(
    `${entry.kind}, ${clock(entry.time)}`, el('p', { text: sentence(entry) }),
    copyable(json(entry.event ?? entry), 'the event'),
  );
}

export function log(link) {
  const panel = new Panel('log', 'Event log', 'whole');
  const { node, body } = table(
    'Events, the newest first', [['Time', ''], ['Severity', ''], ['Kind', ''], ['Of', ''], ['What', '']],
  );
  node.classList.add('tall', 'list', 'log');
  const empty = hint('');
  panel.body.append(node, empty);
  const byKind = new Select('Only this kind', () => draw());
  byKind.offer([['', 'all kinds'], ...KINDS.map((kind) => [kind, kind])]);
  const bySeverity = new Select('From this severity', () => draw());
  bySeverity.offer([['', 'any severity'], ['warning', 'warning and worse'], ['major', 'major and worse']]);
  const byText = el(
    'input', { type: 'search', placeholder: 'search', 'aria-label': 'Search events', oninput: () => draw() },
  );
  const take = el('a', { class: 'button', text: 'Export JSON lines', download: 'marram-events.jsonl' });
  panel.doings.append(byKind.node, bySeverity.node, byText, take);

  const rows = new Rows(body, (entry) => entry.id, (entry) => {
    const row = el('tr', { class: 'press', tabindex: 0, role: 'button', 'aria-label': `${entry.kind}: all of it` },
      el('td', { class: 'tight', text: clock(entry.time) }), el(
        'td', {}, chip(STATES[entry.severity] ?? 'idle', entry.severity ?? 'info'),
      ),
      el('td', { text: entry.kind }), el('td', { text: entry.subject ?? '' }), el(
        'td', { class: 'what', text: sentence(entry) },
      ));
    row.addEventListener('click', () => open(entry));
    row.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(entry);
    });
    return { node: row, update() {} };
  });

  function draw() {
    const wanted = byText.value.trim().toLowerCase();
    const severities = { warning: ['warning', 'major', 'critical'], major: ['major', 'critical'] }[bySeverity.value];
    const list = link.log.filter((entry) => (!byKind.value || entry.kind === byKind.value) && (
      !severities || severities.includes(entry.severity)
    )
      && (!wanted || `${entry.kind} ${entry.subject} ${entry.type} ${sentence(entry)}`.toLowerCase().includes(wanted)));
    take.href = `/api/log?download=1${byKind.value ? `&kinds=${encodeURIComponent(byKind.value)}` : ''}`;
    showEither(node, empty, list.length > 0);
    setText(
      empty,
      link.log.length ? 'No event fits the filter.'
        : 'Nothing happened since the node started. Anomalies, drift, updates and changes of its health appear here.',
    );
    panel.say(
      `${list.length} of ${link.log.length}${link.missed ? `, ${link.missed} came too fast for this page` : ''}`
    );
    rows.update(list.slice(-SHOWN).reverse());
  }
  return { panel, topics: ['log'], update: draw };
}

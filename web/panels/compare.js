// A candidate beside the version that serves: in a shadow by its answers, on trial by its figures.

import { el, fill, hint, Rows, setAttribute, setText, showEither, table } from '../parts/dom.js';
import { clock, count, json, number, percent, seconds, short } from '../parts/format.js';
import { copyable, openDialog, Panel } from '../parts/panel.js';
import { outputs } from './predictions.js';

/** Milliseconds between two questions for the answers that differ. */
const PAUSE = 2000;
const micro = (value) => (value === undefined ? '–' : seconds(value / 1e6));
const ratio = (part, whole) => (whole > 0 ? percent(part / whole, 2) : '–');

function shadow(model, candidate) {
  const failed = candidate.failed ?? 0;
  return {
    progress: [
      candidate.agreed, candidate.compared,
      `${percent(candidate.agreement, 2)} of ${count(candidate.compared)} answers agree`,
    ],
    rows: [
      ['Answers that differ', '', count(candidate.compared - candidate.agreed - failed)],
      ['Largest difference', '', number(candidate.largest_difference)],
      ['Not answered', '', `${count(failed)} of ${count(candidate.compared)}`],
      ['Left out under load', '', count(candidate.dropped)],
    ],
  };
}

function trial(model, candidate) {
  const served = (model.requests ?? 0) + (model.windows ?? 0);
  return {
    progress: [candidate.share_percent ?? 100, 100, `serves ${number(candidate.share_percent ?? 100)} % of the keys`],
    rows: [
      ['Answered', count(served), count(candidate.answered)],
      [
        'Errors', `${count(model.errors)} (${ratio(model.errors, served)})`,
        `${count(candidate.errors)} (${ratio(candidate.errors, candidate.answered)})`,
      ],
      ['p50', micro(model.latency?.p50_us), micro(candidate.p50_us)],
      ['p99', micro(model.latency?.p99_us), micro(candidate.p99_us)],
      ...(candidate.agreement === undefined ? [] : [['Agreed in the shadow', '', percent(candidate.agreement, 2)]]),
    ],
  };
}

// What the two said different things of.

/** What one of the two said, in a line. */
function said(answer) {
  if (!answer) return 'too large to be kept';
  if (answer.outputs) return short(outputs(answer), 90);
  return `score ${number(answer.score)}${answer.threshold === undefined ? '' : `, limit ${number(answer.threshold)}`}`;
}

function asked(one) {
  const input = one.request ? short(outputs({ outputs: one.request.inputs }), 60) : 'too large to be kept';
  return one.binding ? `${one.binding}: ${input}` : input;
}

function open(model, one) {
  const block = (value) => (
    value ? copyable(json(value), 'JSON') : el('p', { class: 'hint', text: 'Too large to be kept.' })
  );
  const facts = [
    ['Time', clock(one.time)], ['Input of', one.binding],
    ['Largest difference', one.largest_difference === undefined ? undefined : number(one.largest_difference)],
  ].filter(([, value]) => value);
  openDialog(
    `${model.name}: comparison ${count(one.n)}`,
    el(
      'dl', { class: 'pairs' }, facts.flatMap(([name, value]) => [el('dt', { text: name }), el('dd', { text: value })]),
    ),
    el('h3', { text: 'Input' }), block(one.request),
    el('h3', { text: `Version ${model.version}` }), block(one.served),
    el('h3', { text: `Version ${model.candidate.version}` }),
    one.failure ? el('p', { class: 'reason', text: one.failure }) : block(one.candidate),
  );
}

function differences(model) {
  const { node, body, label } = table(`${model.name}, answers that differ`, [
    ['Time', ''], ['Input', ''], [`Version ${model.version}`, ''], [`Version ${model.candidate.version}`, ''],
    ['Difference', 'right']]);
  node.classList.add('tall', 'differs');
  const rows = new Rows(body, (one) => one.n, (one) => {
    const row = label(el(
      'tr', { class: 'press', tabindex: 0, role: 'button', 'aria-label': `Comparison ${one.n}: all of it` },
      el('td', { class: 'tight', text: clock(one.time) }), el('td', { text: asked(one) }),
      el('td', { text: said(one.served) }),
      one.failure ? el('td', { class: 'reason', text: short(one.failure, 90) })
        : el('td', { text: said(one.candidate) }),
      el('td', { class: 'right', text: number(one.largest_difference) }),
    ));
    row.addEventListener('click', () => open(model, one));
    row.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(model, one);
    });
    return { node: row, update() {} };
  });
  const title = el('h4', { text: model.candidate.stage === 'shadow' ? 'Newest that differ' : 'Differed in the shadow' });
  const box = el('div', { class: 'stack tight', hidden: true }, title, node);
  return {
    node: box,
    show(list) {
      box.hidden = list.length === 0;
      rows.update(list);
    },
  };
}

/** One model with its candidate; what differs is asked for when there is more of it. */
function card(link, first) {
  const text = el('span', { class: 'under' });
  const progress = el('progress');
  const { node, body } = table(`${first.name}, compared`, [
    ['', ''], [`version ${first.version}`, 'right'],
    [`version ${first.candidate.version}, ${first.candidate.stage}`, 'right']]);
  const list = differences(first);
  let [written, known, isAsking, askedAt] = ['', null, false, 0];

  async function ask(amount) {
    [isAsking, askedAt] = [true, performance.now()];
    try {
      const { models } = await link.ask(`/api/disagreements?model=${encodeURIComponent(first.name)}`);
      const found = models.find(
        ({ candidate, stage }) => candidate === first.candidate.version && stage === first.candidate.stage
      );
      list.show(found?.disagreements ?? []);
      known = amount;
    } catch {
      // It is asked again with the next state; whether the node is heard stands in the bar.
    } finally {
      isAsking = false;
    }
  }

  return {
    node: el('div', { class: 'stack binding' },
      el('div', { class: 'binding-head' }, el('h3', { text: first.name }), text), progress, node, list.node),
    update(model) {
      const { candidate } = model;
      const amount = candidate.stage === 'shadow' ? candidate.compared - candidate.agreed : -1;
      if (amount !== known && amount !== 0 && !isAsking && performance.now() - askedAt > PAUSE) ask(amount);
      const { progress: [part, whole, words], rows } = candidate.stage === 'shadow' ? shadow(model, candidate)
        : trial(model, candidate);
      setText(text, words);
      setAttribute(progress, 'max', whole || 1);
      setAttribute(progress, 'value', part || 0);
      setAttribute(progress, 'aria-label', words);
      const now = JSON.stringify(rows);
      if (now === written) return;
      written = now;
      fill(
        body,
        rows.map(([name, old, next]) => el(
          'tr', {}, el('td', { text: name }), el('td', { class: 'right', text: old }),
          el('td', { class: 'right', text: next }),
        )),
      );
    },
  };
}

/** The last shadow or trial that is over. */
function last(jobs) {
  for (const job of jobs) {
    const step = [...(job.steps ?? [])].reverse().find(
      ({ details }) => details?.agreement !== undefined || details?.compared !== undefined
    );
    if (step) {
      return `The last comparison, of version ${job.version} of ${job.model}: `
        + `${count(Number(step.details.compared))} compared`
        + `${step.details.agreement === undefined ? '' : `, ${percent(Number(step.details.agreement), 2)} agreed`}.`;
    }
  }
  return '';
}

export function compare(link) {
  const panel = new Panel('compare', 'New version beside the old one', 's5');
  const content = el('div', { class: 'stack' });
  const empty = hint('');
  panel.body.append(content, empty);
  const cards = new Rows(
    content, ({ name, version, candidate }) => [name, version, candidate.version, candidate.stage].join('\n'),
    (model) => card(link, model),
  );
  return {
    panel,
    topics: ['state'],
    update() {
      const tried = (link.state?.models ?? []).filter((model) => model.candidate?.stage);
      showEither(content, empty, tried.length > 0);
      setText(empty, 'No version is being tried. A shadow or a trial shows here how a new version does beside the '
        + `one that serves. ${last(link.state?.updates?.jobs ?? [])}`);
      cards.update(tried);
    },
  };
}

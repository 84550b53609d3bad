// A candidate beside the version that serves: in a shadow by its answers, on trial by its figures.

import { el, fill, hint, showEither, table } from '../parts/dom.js';
import { count, number, percent, seconds } from '../parts/format.js';
import { Panel } from '../parts/panel.js';

const micro = (value) => (value === undefined ? '–' : seconds(value / 1e6));
const ratio = (part, whole) => (whole > 0 ? percent(part / whole, 2) : '–');

function shadow(model, candidate) {
  const asked = candidate.compared + (candidate.failed ?? 0);
  return {
    progress: [
      candidate.agreed, candidate.compared,
      `${percent(candidate.agreement, 2)} of ${count(candidate.compared)} answers agree`,
    ],
    rows: [
      ['Answers that differ', '', count(candidate.compared - candidate.agreed)],
      ['Largest difference', '', number(candidate.largest_difference)],
      ['Not answered', '', `${count(candidate.failed)} of ${count(asked)}`],
      ['Left out under load', '', count(candidate.dropped)],
      ['p99', micro(model.run?.p99_us), micro(candidate.p99_us)],
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

function comparison(model) {
  const { candidate } = model;
  const {
    progress: [part, whole, text], rows,
  } = candidate.stage === 'shadow' ? shadow(model, candidate) : trial(model, candidate);
  const { node, body } = table(`${model.name}, compared`, [
    ['', ''], [`version ${model.version}`, 'right'], [`version ${candidate.version}, ${candidate.stage}`, 'right']]);
  fill(
    body,
    rows.map(([name, old, now]) => el(
      'tr', {}, el('td', { text: name }), el('td', { class: 'right', text: old }),
      el('td', { class: 'right', text: now }),
    )),
  );
  return el('div', { class: 'stack' },
    el('div', { class: 'binding-head' }, el('h3', { text: model.name }), el('span', { class: 'under', text })),
    el('progress', { max: whole || 1, value: part || 0, 'aria-label': text }), node);
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
  let written = '';
  return {
    panel,
    topics: ['state'],
    update() {
      const tried = (link.state?.models ?? []).filter((model) => model.candidate?.stage);
      showEither(content, empty, tried.length > 0);
      empty.textContent = 'No version is being tried. A shadow or a trial shows here how a new version does beside the '
        + `one that serves. ${last(link.state?.updates?.jobs ?? [])}`;
      const now = JSON.stringify(
        tried.map(({ name, version, requests, windows, candidate }) => [name, version, requests, windows, candidate])
      );
      if (now === written) return;
      written = now;
      fill(content, tried.map(comparison));
    },
  };
}

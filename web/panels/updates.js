// How updates went: their steps, the figures of their gates, and why one was taken back.

import { chip, el, fill, hint, Rows, setChip, setText, showEither } from '../parts/dom.js';
import { ago, bytes, clock, number, percent, span, moment } from '../parts/format.js';
import { Panel } from '../parts/panel.js';

const WAY = ['RECEIVED', 'MANIFEST_OK', 'DOWNLOADING', 'VERIFIED', 'STORED', 'PROBED', 'SHADOW', 'TRIAL', 'CONFIRMED'];
const WORDS = {
  RECEIVED: 'received', MANIFEST_OK: 'manifest', DOWNLOADING: 'download', VERIFIED: 'verified', STORED: 'stored',
  PROBED: 'probed',  SHADOW: 'shadow', TRIAL: 'trial', CONFIRMED: 'confirmed', ROLLED_BACK: 'rolled back',
};
const STATES = {
  QUEUED: 'idle', IN_PROGRESS: 'busy', SUCCEEDED: 'good', FAILED: 'bad', REJECTED: 'bad', CANCELED: 'idle',
};
const UNITS = {
  load_ms: ['load', ' ms'], rss_mib: ['memory', ' MiB'], tests: ['golden tests', ''], p99_us: ['p99', ' µs'],
  p50_us: ['p50', ' µs'],
  share_percent: ['share', ' %'], compared: ['compared', ''],
  bytes: null, total: null, resumed_from: null,
};
const GATES = ['PROBED', 'SHADOW', 'TRIAL'];

/** The figures of a step in words. */
function figures(details) {
  return Object.entries(details ?? {}).flatMap(([name, value]) => {
    if (UNITS[name] === null) return [];
    // A version is a name, also where it looks like a number.
    if (name === 'rolled_back_to') return [`back to version ${value}`];
    if (name === 'agreement') return [`agreement ${percent(Number(value), 2)}`];
    const [title, unit] = UNITS[name] ?? [name.replaceAll('_', ' '), ''];
    const asNumber = Number(value);
    return [`${title} ${Number.isFinite(asNumber) && value !== '' ? number(asNumber) : value}${unit}`];
  });
}

function steps(job) {
  const reached = new Map((job.steps ?? []).map((step) => [step.phase, step]));
  const isOver = Boolean(job.ended) || ['SUCCEEDED', 'FAILED', 'REJECTED', 'CANCELED'].includes(job.status);
  const isBad = ['FAILED', 'REJECTED'].includes(job.status);
  const way = [
    ...WAY.filter((phase) => phase !== 'SHADOW' || reached.has(phase)),
    ...(reached.has('ROLLED_BACK') ? ['ROLLED_BACK'] : []),
  ];
  const at = way.indexOf(job.phase);
  return way.map((phase, index) => {
    const isFailed = isBad && (phase === job.phase || reached.get(phase)?.status === 'FAILED');
    const state = isFailed ? 'failed' : index < at || (
      reached.has(phase) && (isOver || index < at)
    ) ? 'done' : index === at ? 'now' : 'ahead';
    const step = reached.get(phase);
    return el(
      'li', { 'data-state': state, title: step ? clock(step.time) : null, text: WORDS[phase] ?? phase.toLowerCase() },
    );
  });
}

/** The gates with their figures: one is passed once the update went on, or has succeeded. */
function gates(job) {
  const all = (job.steps ?? []).filter((step) => GATES.includes(step.phase) || step.phase === 'ROLLED_BACK');
  const furthest = all.findLastIndex((step) => step.phase !== 'ROLLED_BACK');
  return all.flatMap((step, index) => {
    const told = figures(step.details).join(', ');
    if (step.phase === 'ROLLED_BACK') return told ? [chip('idle', `rolled back: ${told}`)] : [];
    const isLeft = index < furthest || job.status === 'SUCCEEDED' || (
      index === furthest && WAY.indexOf(job.phase) > WAY.indexOf(step.phase)
    );
    const isOpen = ['QUEUED', 'IN_PROGRESS'].includes(job.status);
    const [state, word] = isLeft ? ['good', 'passed'] : isOpen ? ['busy', 'goes on'] : job.status === 'CANCELED'
      ? ['idle', 'broken off'] : ['bad', 'not passed'];
    return told || state === 'bad' ? [chip(state, `${WORDS[step.phase]} ${word}${told ? `: ${told}` : ''}`)] : [];
  });
}

function download(job) {
  const step = (job.steps ?? []).find((candidate) => candidate.phase === 'DOWNLOADING');
  const { bytes: done, total, resumed_from: resumed } = step?.details ?? {};
  if (job.phase !== 'DOWNLOADING' || !total) return null;
  const text = `${bytes(Number(done))} of ${bytes(Number(total))}`
    + (resumed > 0 ? `, gone on from ${bytes(Number(resumed))}` : '');
  return el(
    'div', { class: 'stack' }, el('progress', { max: total, value: done, 'aria-label': 'Download' }),
    el('span', { class: 'under', text }),
  );
}

export function updates(link) {
  const panel = new Panel('updates', 'Updates', 's7');
  const list = el('ol', { class: 'timeline tall', tabindex: 0, 'aria-label': 'Updates, the newest first' });
  const empty = hint(
    'No update was asked for yet. Install a bundle with marram models install, or by MQTT on model/NAME/set.'
  );
  panel.body.append(list, empty);
  const rows = new Rows(list, (job) => job.job, () => {
    const title = el('b');
    const mark = chip('idle', '');
    const when = el('time', { class: 'under' });
    const way = el('ol', { class: 'steps' });
    const passed = el('div', { class: 'gates' });
    const reason = el('p', { class: 'reason' });
    const rest = el('div');
    let written = '';
    return {
      node: el('li', {}, el('div', { class: 'job-head' }, mark, title, when), way, rest, passed, reason),
      update(job) {
        const took = moment(job.ended) !== null ? `, took ${span(moment(job.ended) - moment(job.started))}` : '';
        setText(when, `${ago(job.changed ?? job.started, link.now())}${took}`);
        if (JSON.stringify(job) === written) return;
        written = JSON.stringify(job);
        setText(title, `${job.model} to version ${job.version ?? '–'}`);
        setChip(mark, STATES[job.status] ?? 'idle', job.status.toLowerCase().replace('_', ' '));
        when.title = `${job.job}, ${clock(job.started)}`;
        fill(way, steps(job));
        fill(passed, gates(job));
        passed.hidden = !passed.childElementCount;
        fill(rest, download(job));
        setText(
          reason,
          job.reason || job.code ? `${job.code ?? ''}${job.code && job.reason ? ': ' : ''}${job.reason ?? ''}` : '',
        );
        reason.hidden = !reason.textContent;
      },
    };
  });
  return {
    panel,
    topics: ['state'],
    update() {
      const jobs = link.state?.updates?.jobs ?? [];
      showEither(list, empty, jobs.length > 0);
      if (link.state?.node.updates_enabled === false) panel.say('switched off in the configuration');
      else panel.say(jobs.length ? 'the last 20' : '');
      rows.update(jobs.slice(0, 20));
    },
  };
}

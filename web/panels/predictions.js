// What is being predicted, the newest first; a row opens with all of it and a line for curl.

import { chip, el, hint, Rows, setText, showEither, table } from '../parts/dom.js';
import { clock, curlLine, json, number, seconds, short, steady } from '../parts/format.js';
import { copyable, openDialog, Panel, Select } from '../parts/panel.js';

const SHOWN = 40;

/** One line for outputs: names with few values, shapes of large ones. */
export function outputs(response) {
  return (response?.outputs ?? []).map((output) => {
    const data = output.data ?? [];
    if (data.length > 6) return `${output.name} ${output.datatype} [${output.shape}]`;
    const values = data.map((value) => (typeof value === 'number' ? number(value) : short(value, 24)));
    return `${output.name} ${values.join(', ')}`;
  }).join('; ');
}

/** What was predicted, in a line. */
export function summary(sample) {
  if (sample.score !== undefined) {
    const limit = sample.threshold === undefined ? '' : `, limit ${number(sample.threshold)}`;
    return `score ${steady(sample.score)}${limit}`;
  }
  if (sample.response?.error) return sample.response.error;
  return outputs(sample.response) || 'too large to be kept';
}

/** What a filter looks through. */
function wordsOf(sample) {
  const words = [sample.source, (sample.key ?? []).join(' / '), sample.binding ?? '', summary(sample)];
  return words.join(' ').toLowerCase();
}

function curl(sample) {
  const path = `/v2/models/${encodeURIComponent(sample.model)}/versions/${encodeURIComponent(sample.version)}/infer`;
  return curlLine(location.origin + path, sample.request);
}

function open(sample) {
  const facts = [
    ['Time', clock(sample.time)], ['Source', sample.source], ['Model', `${sample.model}, version ${sample.version}`],
    ['Input', sample.binding], ['Key', sample.key?.join(' / ')], ['Id', sample.id],
    ['Latency', sample.latency_us === undefined ? undefined : seconds(sample.latency_us / 1e6)],
  ].filter(([, value]) => value);
  const block = (value) => (
    value ? copyable(json(value), 'JSON') : el('p', { class: 'hint', text: 'Too large to be kept.' })
  );
  openDialog(`Prediction ${sample.n}`,
    el(
      'dl', { class: 'pairs' }, facts.flatMap(([name, value]) => [el('dt', { text: name }), el('dd', { text: value })]),
    ),
    el('h3', { text: 'Input' }), block(sample.request), el('h3', { text: 'Output' }), block(sample.response),
    ...(sample.request ? [el('h3', { text: 'The same by hand' }), copyable(curl(sample), 'the command')] : []));
}

export function predictions(link) {
  const panel = new Panel('predictions', 'Live predictions', 's7');
  const { node, body } = table(
    'Live predictions',
    [['Time', ''], ['Model', ''], ['Source or key', ''], ['Prediction', ''], ['', ''], ['Latency', 'right']],
  );
  node.classList.add('tall', 'list');
  const empty = hint(
    'No prediction yet. Requests and telemetry show up here as they are answered; Try it, below, sends one.'
  );
  panel.body.append(node, empty);
  let held = null;
  const byModel = new Select('Only this model', () => draw());
  const byText = el(
    'input',
    { type: 'search', placeholder: 'key, source or output', 'aria-label': 'Filter predictions', oninput: () => draw() },
  );
  const pause = el('button', {
    type: 'button', text: 'Pause', 'aria-pressed': 'false', id: 'predictions-pause',
    onclick: () => {
      held = held ? null : [...link.predictions];
      pause.setAttribute('aria-pressed', String(held !== null));
      setText(pause, held ? 'Go on' : 'Pause');
      draw();
    },
  });
  panel.doings.append(byModel.node, byText, pause);

  const rows = new Rows(body, (sample) => sample.n, (sample) => {
    const row = el('tr', {
      class: 'press', tabindex: 0, role: 'button', 'aria-label': `Prediction ${sample.n}: all of it`,
    },
      el('td', { class: 'tight', text: clock(sample.time) }),
      el('td', { class: 'tight' }, `${sample.model} `, el('span', { class: 'soft', text: `v${sample.version}` })),
      el('td', { text: sample.key?.length ? sample.key.join(' / ') : sample.source }),
      el('td', { class: 'what', text: short(summary(sample), 90) }),
      el('td', { class: 'tight' }, sample.is_anomalous ? chip('warn', 'anomaly') : null),
      el('td', { class: 'right', text: sample.latency_us === undefined ? '–' : seconds(sample.latency_us / 1e6) }));
    row.addEventListener('click', () => open(sample));
    row.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(sample);
    });
    return { node: row, update() {} };
  });

  function draw() {
    byModel.offer([['', 'all models'], ...(link.state?.models ?? []).map(({ name }) => [name, name])]);
    const wanted = byText.value.trim().toLowerCase();
    const source = held ?? link.predictions;
    const list = source.filter((sample) => (!byModel.value || sample.model === byModel.value)
      && (
        !wanted || wordsOf(sample).includes(wanted)
      ));
    showEither(node, empty, list.length > 0);
    setText(empty, source.length ? 'No prediction fits the filter.'
      : 'No prediction yet. Requests and telemetry show up here as they are answered; Try it, below, sends one.');
    const newer = held && held.length ? link.predictions.filter((sample) => sample.n > held[0].n).length : 0;
    panel.say(held ? `paused, ${newer >= 200 ? '200 or more' : newer} newer` : 'a sample, 20 a second at most');
    rows.update(list.slice(0, SHOWN));
  }

  return { panel, topics: ['predictions', 'state'], update: draw };
}

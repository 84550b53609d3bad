// Anomaly scores: one key over time with its threshold and its episodes, and the keys that are highest.

import { Chart } from '../parts/chart.js';
import { chip, el, Rows, setAttribute, setChip, setText } from '../parts/dom.js';
import { moment, number, span, steady } from '../parts/format.js';
import { Panel, Select } from '../parts/panel.js';
import { Spark } from '../parts/surface.js';

const POINTS = 900;
/** Milliseconds after which the scores are asked for again; between, they come with the predictions. */
const RENEWAL = 10_000;
const nameOf = (key) => (key.length ? key.join(' / ') : 'all');

/** Adds a score that came with a prediction to the lists of its binding. */
function append(binding, sample) {
  const name = nameOf(sample.key ?? []);
  const entry = binding.keys.find((candidate) => nameOf(candidate.key) === name);
  const second = Math.floor(moment(sample.time));
  if (!entry) return;
  const at = second - entry.first;
  if (at < 0 || at > entry.scores.length + POINTS) return;
  while (entry.scores.length <= at) entry.scores.push(null);
  entry.scores[at] = sample.score;
  entry.score = sample.score;
  const last = entry.anomalous[entry.anomalous.length - 1];
  if (sample.is_anomalous) {
    if (entry.is_anomalous && last) last[1] = at;
    else entry.anomalous.push([at, at]);
  }
  entry.is_anomalous = sample.is_anomalous;
  const excess = entry.scores.length - POINTS;
  if (excess <= 0) return;
  entry.scores.splice(0, excess);
  entry.first += excess;
  entry.anomalous = entry.anomalous.map(([from, to]) => [from - excess, to - excess]).filter(([, to]) => to >= 0);
}

export function scores(link) {
  const panel = new Panel('scores', 'Anomaly scores', 's5');
  const chart = new Chart({
    label: 'Anomaly score', format: number,
    empty: 'No score yet. An input with an anomaly rule in the configuration shows here how far from normal it is.',
  });
  const list = el('ul', { class: 'keys', 'aria-label': 'Keys, open anomalies first' });
  panel.body.append(chart.node, list);
  const byBinding = new Select('Input', (name) => {
    chosen = name;
    key = null;
    draw();
  });
  panel.doings.append(byBinding.node);
  let bindings = [];
  let chosen = null;
  let key = null;
  let asked = -Infinity;

  const rows = new Rows(list, (entry) => nameOf(entry.key), (entry) => {
    const spark = new Spark('c2');
    const mark = chip('idle', '');
    const figure = el('b', { class: 'right' });
    const since = el('span', { class: 'under' });
    const name = nameOf(entry.key);
    const button = el('button', {
      type: 'button', class: 'key-row',
      onclick: () => {
        key = name;
        draw();
      },
    }, el('span', { class: 'key-name' }, el('span', { text: name }), since), spark.node, figure, mark);
    return {
      node: el('li', {}, button),
      update(now) {
        spark.show(now.scores);
        setText(figure, steady(now.score));
        setChip(mark, now.is_anomalous ? 'warn' : 'good', now.is_anomalous ? 'anomaly' : 'normal');
        setText(
          since,
          now.is_anomalous && now.since ? `for ${span(link.now() - moment(now.since))}, peak ${steady(now.peak)}` : '',
        );
        setAttribute(button, 'aria-pressed', String(name === key));
      },
    };
  });

  async function renew() {
    asked = performance.now();
    try {
      const answer = await link.ask('/api/scores');
      bindings = answer.bindings.map((binding) => ({
        ...binding,
        keys: binding.keys.map((entry) => ({ ...entry, first: answer.end - (entry.scores.length - 1) * answer.step })),
      }));
      draw();
    } catch (error) {
      panel.say(`the scores do not come: ${error.message}`);
    }
  }

  function draw() {
    byBinding.offer(bindings.map(({ binding }) => [binding, binding]));
    byBinding.node.hidden = bindings.length < 2;
    const binding = bindings.find((candidate) => candidate.binding === chosen) ?? bindings[0];
    const to = Math.floor(link.now());
    if (!binding) {
      chart.show({ lines: [], from: to - POINTS, to });
      rows.update([]);
      return;
    }
    panel.say(
      `${binding.keys_total} ${binding.keys_total === 1 ? 'key' : 'keys'} of ${binding.binding}, model ${binding.model}`
    );
    const entry = binding.keys.find((candidate) => nameOf(candidate.key) === key) ?? binding.keys[0];
    key = entry ? nameOf(entry.key) : null;
    rows.update(binding.keys.slice(0, 5));
    if (!entry) return chart.show({ lines: [], from: to - POINTS, to });
    const times = [];
    const values = [];
    entry.scores.forEach((value, index) => {
      if (value === null) return;
      // A silence of a while is a gap; readings that come every few seconds are a line.
      if (times.length && entry.first + index - times[times.length - 1] > 30) {
        times.push(entry.first + index - 1);
        values.push(null);
      }
      times.push(entry.first + index);
      values.push(value);
    });
    const spans = entry.anomalous.map(([from, until], index) => {
      const isOpen = entry.is_anomalous && index === entry.anomalous.length - 1;
      return {
        from: entry.first + from, to: isOpen ? undefined : entry.first + until,
        label: isOpen ? 'anomaly, open' : 'anomaly',
      };
    });
    chart.label = `Anomaly score of ${key}, ${spans.length} episodes shaded`;
    chart.show({
      lines: [{ name: 'score', label: key, times, values, colour: 'c2', dash: [] }],
      thresholds: [{ value: binding.threshold, label: 'threshold' }], spans, from: to - POINTS, to,
    });
    return undefined;
  }

  link.addEventListener('prediction', ({ detail: sample }) => {
    const binding = bindings.find((candidate) => candidate.binding === sample.binding);
    if (binding && typeof sample.score === 'number') append(binding, sample);
  });

  return {
    panel,
    topics: ['predictions', 'series'],
    update() {
      if (performance.now() - asked > RENEWAL && link.connection === 'live') renew();
      draw();
    },
  };
}


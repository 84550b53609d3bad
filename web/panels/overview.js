// On top of everything: is the node well, what is wrong, and the six figures that tell most.

import { el, setAttribute, setChip, setText, Rows, chip } from '../parts/dom.js';
import { bytes, clock, count, number, seconds, span } from '../parts/format.js';
import { Spark } from '../parts/surface.js';
import { concerns } from './concerns.js';

const sum = (list) => list.reduce((total, value) => total + (value ?? 0), 0);

function tile(title, target, colour) {
  const spark = new Spark(colour);
  const figure = el('span', { class: 'figure' });
  const under = el('span', { class: 'under' });
  const node = el(
    'a', { class: 'tile', href: `#${target}` }, el('span', { class: 'title', text: title }), figure, under, spark.node,
  );
  return {
    node,
    show(value, unit, words, values, state) {
      if (figure.dataset.shown !== `${value}|${unit}`) {
        figure.dataset.shown = `${value}|${unit}`;
        figure.replaceChildren(value, ...(unit ? [el('small', { text: unit })] : []));
      }
      setText(under, words);
      setAttribute(node, 'data-state', state);
      spark.show(values);
    },
  };
}

export function overview(link) {
  const title = el('h2', { id: 'verdict-title', text: 'Waiting for the node' });
  const sentence = el('p');
  const list = el('ul', { class: 'concerns' });
  const facts = el('dl', { class: 'facts' });
  const verdict = el('section', { class: 'panel whole verdict', id: 'verdict', 'aria-labelledby': 'verdict-title' },
    el('div', { 'aria-live': 'polite' }, title, sentence, list), facts);
  const tiles = {
    rate: tile('Predictions', 'throughput', 'c1'),
    latency: tile('Latency, p99', 'latency', 'c3'),
    errors: tile('Errors', 'throughput', 'bad'),
    anomalies: tile('Anomalies open', 'scores', 'c2'),
    drift: tile('Drifting features', 'drift', 'c5'),
    outbox: tile('Waiting to be sent', 'mqtt', 'c6'),
  };
  const rows = new Rows(list, (concern) => concern.text.replace(/\d[\d.,:]*/g, ''), (concern) => {
    const mark = chip(concern.level, '');
    const text = el('a', { href: `#${concern.target}` });
    return {
      node: el('li', {}, mark, text),
      update(item) {
        setChip(mark, item.level, item.level === 'bad' ? 'wrong' : 'attention');
        setText(text, item.text);
      },
    };
  });
  const known = new Map();
  const fact = (name, value) => {
    if (!known.has(name)) {
      const place = el('dd');
      facts.append(el('dt', { text: name }), place);
      known.set(name, place);
    }
    setText(known.get(name), value);
  };

  function judge(state) {
    const found = concerns(state, link);
    const bad = found.filter((concern) => concern.level === 'bad').length;
    const level = bad ? 'bad' : found.length ? 'warn' : 'good';
    setAttribute(verdict, 'data-state', level);
    const rest = found.length - bad;
    const things = rest === 1 ? 'one thing wants' : `${rest} things want`;
    const wrong = bad === 1 ? 'One thing is wrong' : `${bad} things are wrong`;
    setText(
      title,
      bad ? wrong + (
        rest ? `, ${things} attention` : ''
      ) : rest ? `The node works, ${things} attention` : 'The node is well',
    );
    const ready = state.models.filter((model) => model.state === 'ready').length;
    const inputs = state.bindings.filter((binding) => binding.state === 'running' && !binding.is_stale).length;
    const some = (few, list, word) => `${few} of ${list.length} ${word}${list.length === 1 ? '' : 's'}`;
    setText(sentence, [
      state.models.length ? `${some(ready, state.models, 'model')} ready` : 'No model is configured yet',
      state.bindings.length ? `${some(inputs, state.bindings, 'input')} alive` : 'no input is bound',
    ].join(', '));
    rows.update(found);
  }

  function tell(state) {
    const { node, mqtt } = state;
    fact('Broker', `${mqtt.state}, ${mqtt.broker ?? 'unknown'}`);
    if (mqtt.uplink) fact('Uplink', `${mqtt.uplink.state}, ${mqtt.uplink.broker ?? 'unknown'}`);
    fact('Status', `${node.status}${node.instance ? `, instance ${node.instance}` : ''}`);
    fact('Running for', `${span(node.uptime_s)}, since ${clock(node.started, false)}`);
    fact(
      'Clock',
      node.clock_synchronised === undefined ? 'unknown' : node.clock_synchronised ? 'synchronised' : 'not synchronised',
    );
    fact('Bundles', node.unsigned ? 'unsigned ones are taken' : 'signed ones only');
    fact('Version', `${node.version}${node.runtime ? `, ONNX Runtime ${node.runtime}` : ''}`);
  }

  function figures(state) {
    const series = link.series['15m'];
    const kinds = ['requests_mqtt', 'requests_http', 'windows'].map((name) => series.get(name));
    const length = Math.max(0, ...kinds.map((values) => values.length));
    const all = Array.from({ length }, (_, index) => {
      const parts = kinds.map((values) => values[values.length - length + index] ?? null);
      return parts.every((part) => part === null) ? null : sum(parts);
    });
    const last = all.slice(-10).filter((value) => value !== null);
    tiles.rate.show(last.length ? number(sum(last) / last.length) : '–', '/s', 'over the last 10 s', all);
    const p99 = series.get('latency_p99_ms');
    const newest = [...p99.slice(-60)].reverse().find((value) => value !== null) ?? null;
    const [value, unit] = newest === null ? ['–', ''] : seconds(newest / 1000).split(/\s/);
    tiles.latency.show(value, unit, newest === null ? 'no request yet' : '99 of 100 are faster', p99);
    const errors = series.get('errors');
    const minute = sum(errors.slice(-60));
    tiles.errors.show(count(minute), '', 'in the last minute', errors, minute > 0 ? 'warn' : null);
    const open = sum(state.bindings.map((binding) => binding.anomalies_open));
    const watched = state.bindings.filter((binding) => binding.threshold !== undefined);
    const keys = sum(watched.map((binding) => binding.keys));
    tiles.anomalies.show(count(open), '', watched.length ? `${count(keys)} keys are watched`
      : 'no rule is set', series.get('anomalies_open'),
      open > 0 ? 'warn' : null);
    const features = state.drift.flatMap((entry) => entry.features ?? []);
    const drifting = features.filter((feature) => feature.state === 'drift').length;
    tiles.drift.show(count(drifting), '', features.length ? `of ${count(features.length)} watched`
      : 'none is watched', series.get('drifting_features'),
      drifting > 0 ? 'warn' : null);
    const { messages, bytes: size, oldest_s: oldest } = state.outbox;
    tiles.outbox.show(count(messages), '', messages ? `${bytes(size)}, oldest ${span(oldest)}` : 'all is sent',
      series.get('outbox_messages'), state.outbox.failure ? 'bad' : oldest > 60 ? 'warn' : null);
  }

  return {
    nodes: [verdict, el('div', { class: 'tiles whole' }, Object.values(tiles).map((one) => one.node))],
    topics: ['state', 'series'],
    update() {
      if (!link.state) return;
      judge(link.state);
      tell(link.state);
      figures(link.state);
    },
  };
}

// How much is predicted, and how long it takes.

import { Chart } from '../parts/chart.js';
import { choice, Panel } from '../parts/panel.js';
import { el } from '../parts/dom.js';
import { number, seconds } from '../parts/format.js';

const perSecond = (value) => (value === null ? '–' : number(value));
const milliseconds = (value) => (value === null ? '–' : seconds(value / 1000));

/** Adds lists of one length, from their ends; null where all are. */
export function added(...lists) {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, index) => {
    let total = null;
    for (const list of lists) {
      const value = list[list.length - length + index];
      if (value !== null && value !== undefined) total = (total ?? 0) + value;
    }
    return total;
  });
}

/** The times of a list's values. */
export function timesOf(series, values) {
  return values.map((_, index) => series.end - (values.length - 1 - index) * series.step);
}

/** What the time axis of a span shows. */
export function window(series, span) {
  const wide = span === '24h' ? 86_400 : 900;
  return { from: series.end - wide, to: series.end };
}

export function throughput(link) {
  const panel = new Panel('throughput', 'Throughput', 's7');
  const chart = new Chart({
    label: 'Predictions a second', format: perSecond, stacked: true,
    empty: 'Nothing was asked yet. Requests over MQTT or HTTP and readings of devices appear here.',
  });
  let by = 'source';
  panel.say('per second');
  panel.doings.append(choice('Stacked by', [['source', 'by source'], ['model', 'by model']], by, (value) => {
    by = value;
    draw();
  }));
  panel.body.append(chart.node);

  const bySource = (series) => [
    ['windows', 'telemetry', series.get('windows')], ['mqtt', 'MQTT', series.get('requests_mqtt')],
    ['http', 'HTTP', series.get('requests_http')],
  ];
  const byModel = (series) => (link.state?.models ?? []).slice(0, 16).map(({ name }) => [
    name, name, added(series.get(`model.${name}.requests`), series.get(`model.${name}.windows`))]);

  function draw() {
    const series = link.shown;
    const parts = by === 'source' ? bySource(series) : byModel(series);
    const base = parts.reduce((longest, [, , values]) => (values.length > longest ? values.length : longest), 0);
    const lines = parts.map(([name, label, values]) => ({
      name, label, values: added(values, new Array(base).fill(null)), times: timesOf(series, new Array(base).fill(0)),
    }));
    const errors = series.get('errors');
    lines.push({
      name: 'errors', label: 'errors', values: errors, times: timesOf(series, errors), isOver: true, colour: 'bad',
      dash: [2, 2],
    });
    chart.show({ lines, ...window(series, link.span) });
  }

  return { panel, topics: ['series'], update: draw };
}

export function latency(link) {
  const panel = new Panel('latency', 'Latency', 's5');
  const chart = new Chart({
    label: 'Latency of requests', format: milliseconds,
    empty: 'No request was answered yet. The way from a request’s arrival to its answer appears here.',
  });
  let view = 'parts';
  panel.doings.append(choice('Shown as', [['parts', 'p50 p95 p99'], ['split', 'parts']], view, (value) => {
    view = value;
    draw();
  }));
  panel.body.append(chart.node);

  function percentiles(series) {
    return ['p50', 'p95', 'p99'].map((name, index) => {
      const values = series.get(`latency_${name}_ms`);
      return { name, label: name, values, times: timesOf(series, values), colour: ['c1', 'c3', 'c2'][index] };
    });
  }

  /** The mean, in its parts; where one is not known, neither are the others. */
  function split(series) {
    return [['run', 'model'], ['queue', 'waiting'], ['coding', 'coding']].map(([name, label]) => {
      const values = series.get(`latency_${name}_ms`);
      return { name, label, values, times: timesOf(series, values) };
    });
  }

  function draw() {
    const series = link.shown;
    chart.stacked = view === 'split';
    panel.say(view === 'split' ? 'the mean, in its parts' : 'of requests');
    chart.named = null;
    chart.show({ lines: view === 'split' ? split(series) : percentiles(series), ...window(series, link.span) });
  }

  return { panel, topics: ['series'], update: draw };
}

/** The switch between 15 minutes and 24 hours. */
export function spanChoice(link) {
  const said = el('span', { class: 'unseen', role: 'status' });
  return el('div', {}, choice('Time shown', [['15m', '15 min'], ['24h', '24 h']], link.span, (span) => {
    link.show(span).catch((error) => { said.textContent = error.message; });
  }), said);
}

// The lines to the broker with what waits to be sent, and the machine itself.

import { Chart } from '../parts/chart.js';
import { el, setAttribute, setText } from '../parts/dom.js';
import { bytes, count, number, percent, span } from '../parts/format.js';
import { Panel } from '../parts/panel.js';
import { Spark } from '../parts/surface.js';
import { timesOf, window } from './charts.js';

/** Pairs of a name and a figure that are changed in place. */
class Pairs {
  constructor() {
    this.node = el('dl', { class: 'pairs' });
    this.known = new Map();
  }

  set(name, value) {
    if (!this.known.has(name)) {
      const place = el('dd');
      this.node.append(el('dt', { text: name }), place);
      this.known.set(name, place);
    }
    setText(this.known.get(name), value);
  }
}

export function mqtt(link) {
  const panel = new Panel('mqtt', 'MQTT and outbox', 's7');
  const chart = new Chart({
    label: 'Messages a second', format: (value) => (value === null ? '–' : number(value)), className: 'low',
    empty: 'No message yet.',
  });
  const left = new Pairs();
  const right = new Pairs();
  panel.body.append(chart.node, el('div', { class: 'columns' }, left.node, right.node));
  return {
    panel,
    topics: ['state', 'series'],
    update() {
      const series = link.shown;
      const line = (name, label) => (
        { name, label, values: series.get(name), times: timesOf(series, series.get(name)) }
      );
      chart.show({ lines: [line('mqtt_in', 'in'), line('mqtt_out', 'out')], ...window(series, link.span) });
      if (!link.state) return;
      const { mqtt: state, outbox, requests } = link.state;
      panel.say('messages a second');
      left.set('Broker', `${state.broker ?? 'unknown'}, ${state.state}`);
      left.set('Last error', state.last_error ?? 'none');
      left.set('Reconnected', `${count(state.reconnects)} times`);
      left.set('On their way', count(state.inflight));
      left.set('Lanes ready', `${count(state.lanes_ready)} of ${count(state.lanes)}`);
      if (state.uplink) left.set(
        'Uplink',
        `${state.uplink.broker ?? 'unknown'}, ${state.uplink.state}`
          + (state.uplink.last_error ? `: ${state.uplink.last_error}` : ''),
      );
      right.set('Outbox', `${count(outbox.messages)} messages, ${bytes(outbox.bytes)}`);
      right.set('Oldest', outbox.messages ? span(outbox.oldest_s) : 'none');
      right.set('Waits for', outbox.waiting_for ?? (outbox.messages ? 'its turn' : 'nothing'));
      right.set('Dropped, refused', `${count(outbox.dropped ?? 0)}, ${count(outbox.refused ?? 0)}`);
      right.set('Requests waiting', count(requests.queue));
      right.set('Too late, not delivered', `${count(requests.expired ?? 0)}, ${count(requests.answers_lost ?? 0)}`);
      right.set('Trouble', outbox.failure ?? 'none');
    },
  };
}

function meter(title, colour) {
  const figure = el('span', { class: 'figure' });
  const under = el('span', { class: 'under' });
  const spark = new Spark(colour);
  return {
    node: el('div', { class: 'meter' }, el('span', { class: 'title', text: title }), figure, under, spark.node),
    show(text, small, values, top) {
      setText(figure, text);
      setText(under, small);
      spark.show(values, top);
    },
  };
}

export function system(link) {
  const panel = new Panel('system', 'System', 's5');
  const meters = {
    cpu: meter('Processor, all cores', 'c1'),
    own: meter('Processor, Marram', 'c1'),
    memory: meter('Memory, Marram', 'c3'),
    load: meter('Load', 'c6'),
    disk: meter('Disk, free', 'c4'),
    heat: meter('Temperature', 'c2'),
  };
  const cores = el('ul', { class: 'cores', 'aria-label': 'Processor by core' });
  panel.body.append(el('div', { class: 'meters' }, Object.values(meters).map((one) => one.node)), cores);

  function drawCores(list) {
    while (cores.childElementCount > list.length) cores.lastElementChild.remove();
    while (cores.childElementCount < list.length) {
      const place = cores.childElementCount;
      cores.append(el(
        'li', {}, el('span', { text: `core ${place + 1}` }),
        el('progress', { role: 'meter', max: 100, value: 0, 'aria-label': `core ${place + 1}` }), el('b'),
      ));
    }
    list.forEach((value, index) => {
      const [, bar, text] = cores.children[index].children;
      setAttribute(bar, 'value', Math.round(value));
      setText(text, `${Math.round(value)} %`);
    });
  }

  return {
    panel,
    topics: ['state', 'series'],
    update() {
      const state = link.state?.system;
      if (!state) return;
      const series = link.series['15m'];
      const cpu = series.latest('cpu_percent');
      meters.cpu.show(
        cpu === null ? '–' : `${number(cpu)} %`, `${count(state.cpus)} cores`, series.get('cpu_percent'), 100,
      );
      meters.own.show(
        state.process_cpu_percent === undefined ? '–' : `${number(state.process_cpu_percent)} %`, 'of one core',
        series.get('process_cpu_percent'),
      );
      meters.memory.show(
        bytes(state.rss_bytes), `${bytes(state.memory_available_bytes)} are free`, series.get('rss_bytes'),
      );
      meters.load.show(
        number(state.load?.[0]), `${number(state.load?.[1])} in 5, ${number(state.load?.[2])} in 15 min`,
        series.get('load1'),
      );
      meters.disk.show(
        bytes(state.disk_free_bytes),
        `${percent(state.disk_free_bytes / state.disk_total_bytes, 0)} of ${bytes(state.disk_total_bytes)}`,
        series.get('disk_free_bytes'),
      );
      meters.heat.show(
        state.temperature_c === undefined ? '–' : `${number(state.temperature_c)} °C`,
        state.temperature_c === undefined ? 'no sensor here' : 'the hottest zone', series.get('temperature_c'),
      );
      drawCores(state.cpu_per_core ?? []);
      panel.say(
        `${count(state.streams)} of ${count(state.streams_limit)} streams open`
          + (state.events_dropped ? `, ${count(state.events_dropped)} events dropped` : ''),
      );
    },
  };
}

// What is wrong with the node, or wants attention: the worst first, each with the panel that tells more.

import { clock, count, moment, number, percent, span } from '../parts/format.js';

const DAY = 86_400;

const because = (reason) => (reason ? `: ${reason}` : '');
const some = (amount, one, many) => (amount === 1 ? one : `${count(amount)} ${many}`);

/** `{level: 'bad' | 'warn', text, target}` of a state. */
export function concerns(state, link) {
  const found = [];
  const bad = (target, text) => found.push({ level: 'bad', text, target });
  const warn = (target, text) => found.push({ level: 'warn', text, target });
  ofNode(state, bad, warn);
  ofModels(state, link.now(), bad, warn);
  ofInputs(state, bad, warn);
  ofMachine(state, bad, warn);
  const errors = link.series['15m'].get('errors').slice(-60).reduce((total, value) => total + (value ?? 0), 0);
  if (errors >= 1) warn(
    'throughput', `${count(errors)} ${errors < 2 ? 'request' : 'requests'} failed in the last minute`,
  );
  return found.sort((left, right) => (left.level === right.level ? 0 : left.level === 'bad' ? -1 : 1));
}

function ofNode({ node, mqtt, outbox }, bad, warn) {
  if (mqtt.state !== 'connected') {
    bad('mqtt', `No connection to the broker ${mqtt.broker ?? ''}${because(mqtt.last_error)}`);
  }
  if (mqtt.uplink && mqtt.uplink.state !== 'connected') {
    warn(
      'mqtt',
      `No connection to the uplink ${mqtt.uplink.broker ?? ''}${because(mqtt.uplink.last_error)}`,
    );
  }
  if (node.trouble) bad('updates', `Updates do not work: ${node.trouble}`);
  if (node.status === 'stopped') bad('verdict', 'The node is stopping');
  if (node.unsigned) warn('models-table', 'Models without a signature are taken: a trust file would end that');
  if (node.clock_synchronised === false) warn('system', 'The clock is not synchronised: times of events may be wrong');
  if (outbox.failure) bad('mqtt', `The outbox cannot be written: ${outbox.failure}`);
  if (outbox.dropped > 0) warn('mqtt', `${count(outbox.dropped)} messages were dropped from the outbox`);
  if (outbox.messages > 0 && outbox.oldest_s > 60) {
    warn('mqtt', `${count(outbox.messages)} messages wait to be sent, the oldest for ${span(outbox.oldest_s)}`);
  }
}

function ofModels({ models, updates }, now, bad, warn) {
  for (const model of models) {
    if (model.state !== 'ready') bad(
      'models-table', `Model ${model.name} does not serve${because(model.reason)}`,
    );
  }
  const told = new Set();
  for (const job of updates?.jobs ?? []) {
    if (told.has(job.model)) continue;
    told.add(job.model);
    if (['FAILED', 'REJECTED'].includes(job.status) && now - (moment(job.ended ?? job.changed) ?? 0) < DAY) {
      warn(
        'updates',
        `Update of ${job.model} to version ${job.version ?? 'unknown'} ${job.status.toLowerCase()}`
          + because(job.reason ?? job.code),
      );
    }
    const waits = (job.steps ?? []).at(-1)?.details;
    if (job.status === 'IN_PROGRESS' && waits?.awaiting === 'confirm') {
      warn('models-table', `Version ${job.version} of ${job.model} is on trial and waits to be confirmed`);
    }
    if (job.status === 'IN_PROGRESS' && waits?.waiting) warn(
      'updates', `Update of ${job.model} waits: ${waits.waiting}`,
    );
  }
}

function ofInputs({ bindings, drift }, bad, warn) {
  for (const binding of bindings) {
    if (binding.is_stale) bad(
      'inputs-table', `Input ${binding.name} is silent, last seen at ${clock(binding.last_seen)}`,
    );
    if (binding.state !== 'running') warn(
      'inputs-table', `Input ${binding.name} rests${because(binding.reason)}`,
    );
    if (binding.anomalies_open > 0) {
      warn(
        'scores',
        `${some(binding.anomalies_open, 'An anomaly is', 'anomalies are')} open in ${binding.name}`,
      );
    }
    if (binding.violations_open > 0) {
      warn(
        'inputs-table',
        `${some(binding.violations_open, 'A reading', 'readings')} of ${binding.name} cannot be right`,
      );
    }
  }
  for (const entry of drift) {
    const names = (entry.features ?? []).filter(
      (feature) => feature.state === 'drift'
    ).map((feature) => feature.feature);
    if (names.length) {
      const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
      warn('drift', `Data of ${entry.binding} is no longer what ${entry.model} was trained on: ${shown}`);
    }
  }
}

function ofMachine({ system }, bad, warn) {
  if (!system) return;
  const disk = system.disk_free_bytes / system.disk_total_bytes;
  if (disk < 0.1) (disk < 0.03 ? bad : warn)('system', `The disk is nearly full: ${percent(disk)} is free`);
  const memory = system.memory_available_bytes / system.memory_total_bytes;
  if (memory < 0.08) (memory < 0.03 ? bad : warn)('system', `Memory is short: ${percent(memory)} is available`);
  if (system.temperature_c >= 80) (system.temperature_c >= 90 ? bad : warn)(
    'system', `The machine is hot: ${number(system.temperature_c)} °C`,
  );
}

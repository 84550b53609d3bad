// Whether data is still what the model was trained on: each feature with its strongest figure and both histograms.

import { chip, el, fill, hint, Rows, setAttribute, setChip, setText, showEither } from '../parts/dom.js';
import { ago, clock, count, number } from '../parts/format.js';
import { Histogram } from '../parts/histogram.js';
import { Panel } from '../parts/panel.js';

const STATES = {
  normal: ['good', 'normal'], warning: ['warn', 'warning'], drift: ['bad', 'drift'], cooldown: ['busy', 'cooling down'],
  warm_up: ['idle', 'warming up'], off: ['idle', 'off'],
};
const RANK = { drift: 0, warning: 1, cooldown: 2, normal: 3 };
const NAMES = {
  psi: 'PSI', ks: 'KS', js: 'JS distance', wasserstein: 'Wasserstein', chi2: 'χ²', page_hinkley: 'Page-Hinkley',
  adwin: 'ADWIN', mmd: 'MMD',
};
const FIRST = 12;
const nameOf = (name) => NAMES[name] ?? name;

/** The figure that is furthest towards its limit. */
function strongest(statistics) {
  const part = ({ value, drift, warning }) => value / (drift ?? warning ?? Infinity);
  return [...(statistics ?? [])].sort((left, right) => part(right) - part(left))[0];
}

function sentence(feature) {
  const top = strongest(feature.statistics);
  if (!top) return 'no window yet';
  const limits = [
    top.warning === undefined ? null : `warns ${number(top.warning)}`,
    top.drift === undefined ? null : `drift ${number(top.drift)}`,
  ].filter(Boolean);
  const bounds = limits.length ? ` (${limits.join(', ')})` : '';
  const chance = top.p_value === undefined ? '' : `, p ${number(top.p_value)}`;
  return `${nameOf(top.name)} ${number(top.value)}${bounds}${chance}`;
}

/** Shares of categories as bars beside each other, in words. */
function categories({ names, reference, current }) {
  const share = (list, index) => {
    const total = list.reduce((sum, value) => sum + value, 0) || 1;
    return `${number((list[index] / total) * 100)} %`;
  };
  return el('ul', { class: 'under' }, [...names, 'others'].slice(0, 6).map((name, index) => el('li', {
    text: `${name}: ${share(reference, index)} in training, ${current ? share(current, index) : '–'} now`,
  })));
}

function featureCard(link) {
  const histogram = new Histogram('');
  const name = el('b', { class: 'mono' });
  const mark = chip('idle', '');
  const figure = el('span', { class: 'under' });
  const since = el('span', { class: 'under' });
  const shares = el('div');
  const node = el(
    'li', { class: 'feature' }, el('div', { class: 'feature-head' }, name, mark), figure, histogram.node, shares, since,
  );
  return {
    node,
    update(feature) {
      const [state, word] = STATES[feature.state] ?? ['idle', feature.state];
      setAttribute(node, 'data-state', state);
      setText(name, feature.feature);
      setChip(mark, state, word);
      setText(figure, sentence(feature));
      figure.title = (feature.statistics ?? []).map((one) => `${nameOf(one.name)} ${number(one.value)}`).join(', ');
      const firing = Object.entries(feature.detectors ?? {}).filter(([, told]) => told !== 'normal').map(
        ([which, told]) => `${nameOf(which)} ${told}`
      );
      setText(since, feature.since && feature.state !== 'normal'
        ? `since ${clock(feature.since, false)}, ${ago(feature.since, link.now())}`
          + (firing.length ? `: ${firing.join(', ')}` : '')
        : `${count(feature.samples)} samples${feature.missing ? `, ${count(feature.missing)} missing` : ''}`);
      histogram.label = `Histogram of ${feature.feature}`;
      histogram.node.hidden = !feature.histogram;
      if (feature.histogram) histogram.show(
        feature.histogram.edges, feature.histogram.reference, feature.histogram.current,
      );
      fill(shares, feature.categories ? categories(feature.categories) : null);
    },
  };
}

export function drift(link) {
  const panel = new Panel('drift', 'Drift', 'whole');
  const list = el('div', { class: 'stack' });
  const empty = hint(
    'No input is watched for drift. A model whose bundle has a profile of its training data is watched by itself; '
      + 'marram profile makes one.',
  );
  panel.body.append(list, empty);
  panel.doings.append(el(
    'span', { class: 'key' }, el('span', { class: 'then', text: 'training' }),
    el('span', { class: 'now', text: 'now' }),
  ));
  const all = new Set();
  const rows = new Rows(list, (entry) => entry.binding, (first) => {
    const title = el('h3');
    const mark = chip('idle', '');
    const under = el('span', { class: 'under' });
    const grid = el('ul', { class: 'features' });
    const cards = new Rows(grid, (feature) => `${feature.scope} ${feature.feature}`, () => featureCard(link));
    const more = el('button', {
      type: 'button',
      onclick: () => {
        if (!all.delete(first.binding)) all.add(first.binding);
        update();
      },
    });
    return {
      node: el(
        'div', { class: 'binding' }, el('div', { class: 'binding-head' }, title, mark, under), grid,
        el('div', {}, more),
      ),
      update(entry) {
        setText(title, entry.binding);
        setChip(mark, ...(STATES[entry.state] ?? ['idle', entry.state]));
        setText(under, [
          `model ${entry.model}, version ${entry.version}`, entry.reason, entry.rows === undefined ? null
            : `${count(entry.rows)} rows seen`,
          entry.window ? `windows of ${count(entry.window)}` : null, entry.systemic ? 'many features at once' : null,
          entry.retrain ? `retraining ${entry.retrain}` : null,
        ].filter(Boolean).join(', '));
        const features = [...(entry.features ?? [])].sort(
          (left, right) => (RANK[left.state] ?? 4) - (RANK[right.state] ?? 4)
        );
        const isAll = all.has(entry.binding);
        cards.update(isAll ? features : features.slice(0, FIRST));
        more.hidden = features.length <= FIRST;
        setText(more, isAll ? 'Show fewer' : `Show all ${features.length}`);
      },
    };
  });
  function update() {
    const entries = link.state?.drift ?? [];
    showEither(list, empty, entries.length > 0);
    const features = entries.flatMap((entry) => entry.features ?? []);
    panel.say(
      features.length
        ? `${features.filter(({ state }) => state === 'drift').length} of ${features.length} features have drifted`
        : '',
    );
    rows.update(entries);
  }
  return { panel, topics: ['state'], update };
}

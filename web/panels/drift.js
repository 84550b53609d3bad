// Whether data is still what the model was trained on: each feature with its strongest figure, both histograms, and, once
// opened, its statistics over time.

import { Chart } from '../parts/chart.js';
import { chip, el, fill, hint, Rows, setAttribute, setChip, setText, showEither } from '../parts/dom.js';
import { ago, clock, count, number, span } from '../parts/format.js';
import { Histogram } from '../parts/histogram.js';
import { Panel, Select } from '../parts/panel.js';

const STATES = {
  normal: ['good', 'normal'], warning: ['warn', 'warning'], drift: ['bad', 'drift'], cooldown: ['busy', 'cooling down'],
  warm_up: ['idle', 'warming up'], off: ['idle', 'off'],
};
const RANK = { drift: 0, warning: 1, cooldown: 2, normal: 3 };
const NAMES = {
  psi: 'PSI', ks: 'KS', js: 'JS distance', wasserstein: 'Wasserstein', chi2: 'χ²', page_hinkley: 'Page-Hinkley',
  adwin: 'ADWIN', mmd: 'MMD', pca: 'PCA error', linf: 'L∞',
};
const FIRST = 12;
/** Milliseconds after which an open feature is asked for again; the node looks at drift every five seconds. */
const RENEWAL = 5000;
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

/** The statistics of one feature, window by window; asked for as long as it is there. */
class Course {
  constructor(link, binding, feature) {
    Object.assign(this, { link, binding, feature, known: null, isAsking: false, askedAt: -Infinity });
    this.chart = new Chart({
      label: `Drift of ${feature.feature} over time`, format: number,
      empty: 'No window was judged yet. What each one says appears here.', className: 'low',
    });
    this.select = new Select(`Statistic of ${feature.feature}`, () => this.draw());
    this.note = el('span', { class: 'under' });
    this.node = el(
      'div', { class: 'course' }, el('div', { class: 'course-head' }, this.select.node, this.note), this.chart.node,
    );
  }

  end() { this.chart.end(); }

  update() {
    if (this.isAsking || performance.now() - this.askedAt < RENEWAL) return;
    [this.isAsking, this.askedAt] = [true, performance.now()];
    const query = new URLSearchParams({ binding: this.binding, feature: this.feature.feature });
    this.link.ask(`/api/drift?${query}`).then(({ bindings }) => {
      this.known = bindings[0]?.features.find(({ scope }) => scope === this.feature.scope) ?? null;
      this.draw();
    }).catch(() => {
      // It is asked again; whether the node is heard stands in the bar.
    }).finally(() => { this.isAsking = false; });
  }

  /** What can be chosen: each statistic, and the probabilities of those that have some. */
  lines() {
    return (this.known?.statistics ?? []).flatMap(({ name, warning, drift, values, p_values: chances }) => [
      {
        name, label: nameOf(name), values,
        thresholds: [{ value: warning, label: 'warning' }, { value: drift, label: 'drift' }],
      },
      ...(chances ? [{ name: `${name} p`, label: `p of ${nameOf(name)}`, values: chances, thresholds: [] }] : []),
    ]);
  }

  draw() {
    const lines = this.lines();
    const times = this.known?.times ?? [];
    const leading = this.known?.leading;
    this.select.offer([
      ['', leading ? `${nameOf(leading)}, the leading one` : 'the leading statistic'],
      ...lines.filter(({ name }) => name !== leading).map(({ name, label }) => [name, label]),
    ]);
    const line = lines.find(({ name }) => name === (this.select.value || leading));
    const to = times.at(-1) ?? this.link.now();
    const from = Math.min(times[0] ?? to, to - 60);
    setText(this.note, times.length ? `${count(times.length)} windows in ${span(to - (times[0] ?? to))}` : '');
    this.chart.show({
      lines: line ? [{ ...line, times, isUneven: true, colour: 'c1', dash: [] }] : [],
      thresholds: line?.thresholds ?? [], from, to,
    });
  }
}

function featureCard(link, binding, first) {
  let course = null;
  const histogram = new Histogram('');
  const name = el('b', { class: 'mono' });
  const mark = chip('idle', '');
  const figure = el('span', { class: 'under' });
  const since = el('span', { class: 'under' });
  const shares = el('div');
  const press = el('button', {
    type: 'button', text: 'Over time', 'aria-expanded': 'false', 'aria-label': `${first.feature} over time`,
    onclick: () => {
      if (course) {
        course.node.remove();
        course.end();
        course = null;
      } else {
        course = new Course(link, binding, first);
        node.append(course.node);
        course.update();
      }
      setAttribute(press, 'aria-expanded', String(course !== null));
      node.classList.toggle('open', course !== null);
    },
  });
  const node = el('li', { class: 'feature' }, el(
    'div', { class: 'feature-facts' }, el('div', { class: 'feature-head' }, name, mark), figure, histogram.node, shares,
    since, press,
  ));
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
      press.hidden = !course && !feature.statistics?.length;
      course?.update();
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
    const cards = new Rows(grid, (feature) => `${feature.scope} ${feature.feature}`, (feature) => featureCard(
      link, first.binding, feature,
    ));
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

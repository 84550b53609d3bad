// The inputs: whether devices are heard, and what of their readings could not be used.

import { chip, el, hint, Rows, setChip, setText, showEither, table } from '../parts/dom.js';
import { ago, count, rate } from '../parts/format.js';
import { Panel } from '../parts/panel.js';
import { Spark } from '../parts/surface.js';

const COUNTS = [
  ['rejected', 'not understood'], ['skipped', 'a field missing'], ['late', 'late'], ['duplicates', 'twice'],
  ['evicted', 'keys let go'],
  ['dropped', 'dropped'], ['errors', 'errors'],
];

/** The state of an input: a sign and a word, silent where it was heard and is no more. */
function health(binding) {
  if (binding.state !== 'running') return ['warn', 'resting'];
  if (binding.is_stale) return ['bad', 'silent'];
  if (!binding.last_seen) return ['idle', 'never heard'];
  return binding.violations_open ? ['warn', 'doubtful'] : ['good', 'alive'];
}

export function inputs(link) {
  const panel = new Panel('inputs-table', 'Input health', 'whole');
  const { node, body, label } = table('Inputs', [
    ['Input', ''], ['State', ''], ['Readings', 'right'], ['Last 2 minutes', 'trend'], ['Last seen', ''],
    ['Keys', 'right'], ['Windows', 'right'], ['Not used', ''],
  ]);
  const empty = hint(
    'No input is bound. A binding in the configuration says which topic brings readings for which model.'
  );
  panel.body.append(node, empty);
  const rows = new Rows(body, (binding) => binding.name, () => {
    const spark = new Spark('c1');
    const mark = chip('idle', '');
    const texts = Object.fromEntries([
      'name', 'topic', 'why', 'rate', 'total', 'seen', 'keys', 'limit', 'windows', 'lost', 'restarts',
    ].map((name) => [name, el('span')]));
    for (const name of ['topic', 'why', 'total', 'limit', 'restarts']) texts[name].className = 'under';
    const cell = (className, ...parts) => el('td', { class: className }, el('div', {}, parts));
    const node = label(el('tr', {},
      cell('', el('b', {}, texts.name), texts.topic), cell('', mark, texts.why), cell('right', texts.rate, texts.total),
      cell('trend', spark.node), cell('tight', texts.seen), cell(
        'right', texts.keys, texts.limit,
      ), cell('right', texts.windows),
      cell('', texts.lost, texts.restarts)));
    return {
      node,
      update(binding) {
        setText(texts.name, binding.name);
        setText(texts.topic, `${binding.topic ?? ''} → ${binding.model ?? ''}`);
        setChip(mark, ...health(binding));
        setText(
          texts.why,
          binding.reason ?? (
            binding.violations_open ? `${count(binding.violations_open)} readings cannot be right` : ''
          ),
        );
        setText(texts.rate, rate(binding.readings_per_s));
        setText(texts.total, `${count(binding.readings)} in all`);
        setText(texts.seen, binding.last_seen ? ago(binding.last_seen, link.now()) : 'never');
        setText(texts.keys, count(binding.keys));
        setText(texts.limit, `of ${count(binding.keys_limit)}`);
        setText(texts.windows, count(binding.windows));
        const lost = COUNTS.filter(([name]) => binding[name] > 0).map(
          ([name, words]) => `${count(binding[name])} ${words}`
        );
        setText(texts.lost, lost.join(', ') || 'nothing');
        setText(texts.restarts, binding.restarts > 0 ? `${count(binding.restarts)} windows begun anew` : '');
        spark.show(link.series['15m'].get(`binding.${binding.name}.readings`));
      },
    };
  });
  return {
    panel,
    topics: ['state', 'series'],
    update() {
      const list = link.state?.bindings ?? [];
      const silent = list.filter((binding) => binding.is_stale).length;
      panel.say(
        list.length ? `${silent ? `${silent} of ${list.length} silent` : 'all that were heard are alive'}` : ''
      );
      showEither(node, empty, list.length > 0);
      rows.update(list);
    },
  };
}

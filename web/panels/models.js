// The models that the node serves, and what an operator may do with them.

import { chip, el, hint, Rows, setChip, setText, showEither, table } from '../parts/dom.js';
import { ago, bytes, clock, count, digest, number, rate, seconds } from '../parts/format.js';
import { confirmDoing, Panel } from '../parts/panel.js';

const short = (text) => digest((text ?? '').replace(/^sha256:/, ''));
const micro = (value) => (value === undefined ? '–' : seconds(value / 1e6));

function cell(className = '') {
  const main = el('span');
  const under = el('span', { class: 'under' });
  return {
    node: el('td', { class: className }, el('div', {}, main, under)),
    set(text, small = '') {
      setText(main, text);
      setText(under, small);
    },
  };
}

export function models(link) {
  const panel = new Panel('models-table', 'In service', 'whole');
  const { node, body, label } = table('Models', [
    ['Model', ''], ['State', ''], ['Serves since', ''], ['Before', ''], ['Candidate', ''],
    ['Requests', 'right'], ['Windows', 'right'], ['Errors', 'right'], ['p50', 'right'], ['p99', 'right'],
    ['Batch', 'right'], ['', 'right'],
  ]);
  const empty = hint(
    'No model is configured. Name one under models in the configuration, or install a bundle: marram models install.'
  );
  panel.body.append(node, empty);

  function doings(model) {
    const { candidate, previous } = model;
    const path = `/api/models/${encodeURIComponent(model.name)}`;
    const act = (command, version) => async () => {
      await link.ask(`${path}/${command}`, { method: 'POST', body: version ? { expected_version: version } : {} });
      return command === 'rollback' ? `Done: version ${version} is taken back.`
        : `Done: version ${version} is confirmed.`;
    };
    return {
      rollback() {
        const left = candidate?.version ?? model.version;
        const next = candidate ? model.version : previous?.version;
        const isServing = !candidate || candidate.stage === 'trial';
        confirmDoing({
          title: `Take back version ${left} of ${model.name}?`,
          text: [
            isServing ? `Version ${next} serves again at once; no request is lost.`
              : `The update ends; version ${next} goes on serving.`,
            'The version that is taken back is not installed again by itself.',
          ],
          button: `Take back version ${left}`, isDangerous: true, act: act('rollback', left),
        });
      },
      confirm() {
        confirmDoing({
          title: `Confirm version ${candidate?.version} of ${model.name}?`,
          text: [`Its trial ends, and it serves from now on. Version ${model.version} stays as the one to go back to.`],
          button: `Confirm version ${candidate?.version}`, act: act('confirm', candidate?.version),
        });
      },
      reload() {
        confirmDoing({
          title: `Load ${model.name} again?`,
          text: [
            'It does not serve now. What is on the disk is verified and tried as in an update, then it serves again.',
          ],
          button: 'Load again',
          act: async () => {
            await link.ask(
              `/v2/repository/models/${encodeURIComponent(model.name)}/load`, { method: 'POST', body: {} },
            );
            return `Done: ${model.name} serves again.`;
          },
        });
      },
    };
  }

  const rows = new Rows(body, (model) => model.name, (first) => {
    let current = first;
    const name = cell();
    const mark = chip('idle', '');
    const markUnder = el('span', { class: 'under' });
    const cells = ['', '', '', 'right', 'right', 'right', 'right', 'right', 'right'].map(cell);
    const press = (what, text, extra = '') => el('button', {
      type: 'button', class: extra, text, 'data-do': what, 'aria-label': `${text} ${first.name}`,
      onclick: () => doings(current)[what](),
    });
    const buttons = {
      confirm: press('confirm', 'Confirm'), rollback: press('rollback', 'Roll back', 'danger'),
      reload: press('reload', 'Reload'),
    };
    const box = el('div', { class: 'doings' }, Object.values(buttons));
    const node = label(el(
      'tr', { 'data-model': first.name }, name.node, el('td', {}, el('div', {}, mark, markUnder)),
      cells.map((one) => one.node), el('td', {}, box),
    ));
    return {
      node,
      update(model) {
        current = model;
        const { candidate, previous, recent = {} } = model;
        name.set(
          model.name,
          `version ${model.version ?? '–'}${model.digest ? `, ${short(model.digest)}` : ''}`
            + (model.signed === false ? ', not signed' : ''),
        );
        const isReady = model.state === 'ready';
        setChip(mark, isReady ? 'good' : 'bad', model.state);
        setText(
          markUnder,
          isReady ? (
            model.confirmed ? 'confirmed' : model.confirmed === false ? 'not confirmed' : ''
          ) : model.reason ?? '',
        );
        const [since, before, next, requests, windows, errors, p50, p99, batch] = cells;
        since.set(model.since ? clock(model.since, false) : '–', model.since ? ago(model.since, link.now()) : '');
        before.set(previous ? `version ${previous.version}` : 'none', previous ? short(previous.digest) : '');
        next.set(candidate ? `version ${candidate.version ?? '–'}` : 'none',
          candidate ? (candidate.stage ?? candidate.phase ?? '').toLowerCase()
            + (candidate.share_percent === undefined ? '' : `, ${candidate.share_percent} % of keys`) : '');
        requests.set(count(model.requests), rate(recent.requests_per_s));
        windows.set(count(model.windows), rate(recent.windows_per_s));
        errors.set(count((model.errors ?? 0) + (model.faults ?? 0)), rate(recent.errors_per_s));
        p50.set(micro(model.latency?.p50_us), model.run ? `model ${micro(model.run.p50_us)}` : '');
        p99.set(micro(model.latency?.p99_us), model.run ? `model ${micro(model.run.p99_us)}` : '');
        batch.set(number(model.batch_mean), `up to ${count(model.batch_limit)}`);
        box.hidden = !link.isOperator;
        // What serves is not loaded again: the node would say that all is well, and do nothing.
        buttons.reload.hidden = isReady;
        buttons.confirm.hidden = candidate?.stage !== 'trial';
        buttons.rollback.disabled = !candidate && !previous;
        buttons.rollback.title = buttons.rollback.disabled ? 'There is no version before this one' : '';
      },
    };
  });

  return {
    panel,
    topics: ['state', 'session'],
    update() {
      const list = link.state?.models ?? [];
      const memory = link.state?.system?.rss_bytes;
      panel.say(
        list.length
          ? `${list.filter((model) => model.state === 'ready').length} of ${list.length} ready`
            + (memory ? `, ${bytes(memory)} of memory in all` : '') : '',
      );
      showEither(node, empty, list.length > 0);
      rows.update(list);
    },
  };
}

// Try it: a form made from the model's own description; sends a request and shows the answer and how long it took.

import { el, fill, setAttribute, setText } from '../parts/dom.js';
import { curlLine, number, seconds, short } from '../parts/format.js';
import { copyable, Panel, Select } from '../parts/panel.js';

/** Elements up to which each gets a field of its own. */
const CELLS = 64;
const WHOLE = /^U?INT/;
const elements = (shape) => shape.reduce((product, size) => product * size, 1);

/** An output as the model describes it, in words. */
const describeOutput = ({ name, datatype, shape }) => `${name} (${datatype} [${shape.join(', ')}])`;

/** The shape to ask with: what is free is one. */
const fixed = (shape) => shape.map((size) => (size < 0 ? 1 : size));

/** One element as JSON; throws with what was expected. */
function parse(text, datatype, name) {
  const value = text.trim();
  if (datatype === 'BYTES') return text;
  if (datatype === 'BOOL') {
    if (['true', '1'].includes(value)) return true;
    if (['false', '0', ''].includes(value)) return false;
    throw new Error(`${name}: '${short(value, 20)}' is neither true nor false`);
  }
  const parsed = Number(value === '' ? '0' : value);
  if (!Number.isFinite(parsed) || (WHOLE.test(datatype) && !Number.isInteger(parsed))) {
    throw new Error(`${name}: '${short(value, 20)}' is no ${WHOLE.test(datatype) ? 'whole number' : 'number'}`);
  }
  return parsed;
}

/** The fields of one input; `read()` gives it as the request has it. */
function inputField({ name, datatype, shape }, example) {
  const wanted = example?.shape ?? fixed(shape);
  const size = elements(wanted);
  const given = example?.data?.flat(Infinity) ?? [];
  const shapeField = el('input', { value: wanted.join(', '), 'aria-label': `Shape of ${name}`, size: 12 });
  const head = el(
    'div', { class: 'field-head' }, el('b', { class: 'mono', text: name }),
    el('span', { text: `${datatype}, the model takes [${shape.join(', ')}]` }),
  );
  if (size <= CELLS && size > 0) {
    const cells = Array.from({ length: size }, (_, index) => el('input', {
      value: given[index] ?? (
        datatype === 'BOOL' ? 'false' : datatype === 'BYTES' ? '' : '0'
      ), inputmode: datatype === 'BYTES' ? 'text' : 'decimal', 'aria-label': `${name}, element ${index}`,
    }));
    return {
      node: el('div', { class: 'field' }, head, el('div', { class: 'cells' }, cells)),
      read: () => ({
        name, datatype, shape: wanted,
        data: cells.map((cell, index) => parse(cell.value, datatype, `${name}[${index}]`)),
      }),
    };
  }
  const area = el('textarea', { rows: 6, 'aria-label': `Elements of ${name}, as JSON` });
  area.value = JSON.stringify(
    given.length ? given : new Array(Math.min(size, 4096)).fill(datatype === 'BYTES' ? '' : 0)
  );
  return {
    node: el('div', { class: 'field' }, head, el('label', {}, 'shape ', shapeField), area),
    read() {
      const asked = shapeField.value.split(',').map((part) => parse(part, 'INT64', `shape of ${name}`));
      let data;
      try {
        data = JSON.parse(area.value);
      } catch (error) {
        throw new Error(`${name}: its elements are no JSON: ${error.message}`);
      }
      return { name, datatype, shape: asked, data };
    },
  };
}

/** One output: bars for shares, figures for a few, else the first of many. */
function outputNode(output) {
  const data = (output.data ?? []).flat(Infinity);
  const title = el(
    'div', { class: 'field-head' }, el('b', { class: 'mono', text: output.name }),
    el('span', { text: `${output.datatype} [${output.shape.join(', ')}]` }),
  );
  const numbers = data.every((value) => typeof value === 'number');
  const isShare = numbers && data.length > 1 && data.length <= 12 && data.every((value) => value >= 0 && value <= 1);
  const body = isShare
    ? el(
      'ul', { class: 'bars' },
      data.map((value, index) => el(
        'li', {}, el('span', { class: 'mono', text: `[${index}]` }),
        el('progress', { role: 'meter', max: 1, value, 'aria-label': `element ${index}` }),
        el('b', { class: 'right', text: number(value) }),
      )),
    )
    : el(
      'p',
      {
        class: 'mono',
        text: data.slice(0, 64).map(
          (value) => (numbers ? String(value) : JSON.stringify(value))
        ).join(', ') + (data.length > 64 ? `, … ${data.length - 64} more` : ''),
      },
    );
  return el('div', { class: 'field' }, title, body);
}

export function attempt(link) {
  const panel = new Panel('attempt', 'Ask a model', 'whole');
  const choose = new Select('Model', (name) => describe(name));
  choose.node.id = 'try-model';
  const fields = el('div', { class: 'stack' });
  const send = el('button', { type: 'submit', class: 'main', text: 'Send', id: 'try-send' });
  const live = el(
    'button', { type: 'button', text: 'Fill with the last live input', onclick: () => describe(choose.value, true) },
  );
  const said = el('p', { class: 'said', role: 'status', id: 'try-said' });
  const answer = el('div', { class: 'stack', id: 'try-answer' });
  const form = el('form', { onsubmit: (event) => ask(event) },
    el(
      'div', { class: 'field' }, el('label', { for: 'try-model', text: 'Model' }), choose.node,
    ), fields, el('div', { class: 'row' }, el('span', { class: 'left' }, live), send));
  panel.body.append(el('div', { class: 'try' }, form, el('output', {}, said, answer)));
  panel.say('over HTTP, as any program would');
  let inputs = [];
  /** The model that the form is of, or is being made for. */
  let described = null;

  async function describe(name, isFilled = false) {
    described = name;
    tell(null, '');
    try {
      const metadata = await link.ask(`/v2/models/${encodeURIComponent(name)}`);
      if (described !== name) return;
      const sample = isFilled ? link.predictions.find(
        (one) => one.model === name && one.request?.inputs?.length
      ) : null;
      if (isFilled && !sample) {
        tell(null, `No live input of ${name} is at hand.`);
        return;
      }
      inputs = metadata.inputs.map(
        (input) => inputField(input, sample?.request.inputs.find((one) => one.name === input.name && one.data))
      );
      fill(fields, inputs.map((input) => input.node));
      send.disabled = false;
      if (!isFilled) fill(
        answer,
        el(
          'p',
          {
            class: 'hint',
            text: `Gives ${metadata.outputs.map(describeOutput).join(', ')}.`,
          },
        ),
      );
    } catch (error) {
      if (described !== name) return;
      send.disabled = true;
      tell('bad', `${name} cannot be described: ${error.message}`);
    }
  }

  function tell(state, text) {
    setAttribute(said, 'data-state', state);
    setText(said, text);
  }

  async function ask(event) {
    event.preventDefault();
    const name = choose.value;
    try {
      const body = { inputs: inputs.map((input) => input.read()) };
      send.disabled = true;
      tell(null, 'Asking …');
      const began = performance.now();
      const path = `/v2/models/${encodeURIComponent(name)}/infer`;
      const result = await link.ask(path, { method: 'POST', body });
      const took = (performance.now() - began) / 1000;
      const inside = result.parameters?.latency_us;
      tell(
        'good',
        `${result.model_name}, version ${result.model_version}, answered in ${seconds(took)}`
            + `${inside === undefined ? '' : `, ${seconds(inside / 1e6)} of it in the node`}.`,
      );
      const curl = curlLine(location.origin + path, body);
      fill(
        answer, result.outputs.map(outputNode), el('h3', { text: 'The same by hand' }), copyable(curl, 'the command'),
      );
    } catch (error) {
      tell('bad', `No answer: ${error.message}`);
    } finally {
      send.disabled = false;
    }
  }

  return {
    panel,
    topics: ['state'],
    update() {
      const names = (link.state?.models ?? []).map(({ name }) => name);
      choose.offer(names.map((name) => [name, name]));
      form.hidden = !names.length;
      if (!names.length) {
        described = null;
        tell(null, 'There is no model to ask yet.');
      } else if (described !== choose.value) describe(choose.value);
    },
  };
}

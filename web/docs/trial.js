// A form that sends a request of the reference, and shows the answer.

import { copyable, el } from './element.js';
import { compact, example, written } from './schema.js';

const shownCharacters = 20000;
const longestStream = 5000;

/** The form of one operation. */
export class Trial {
  constructor(method, path, operation, schemas) {
    Object.assign(this, { method: method.toUpperCase(), path, operation, schemas, fields: [], running: null });
    const bodies = Object.entries(schemas.resolved(operation.requestBody)?.content ?? {});
    [this.type, this.media] = bodies.find(([type]) => type !== 'application/octet-stream') ?? [null, null];
    this.node = this.form();
    this.update();
  }

  // The form

  form() {
    const parameters = (this.operation.parameters ?? []).map((item) => this.schemas.resolved(item));
    const inputs = parameters.map((parameter) => this.parameter(parameter));
    this.body = this.media ? this.bodyFields() : null;
    this.send = el('button', { type: 'submit', class: 'main', text: 'Send' });
    this.stop = el('button', { type: 'button', text: 'Stop', hidden: true, onclick: () => this.running?.abort() });
    this.curl = copyable('', 'The same with curl');
    this.answer = el('div', { class: 'answer', role: 'status', 'aria-live': 'polite' });
    const accept = this.acceptField();
    return el('form', { class: 'trial', onsubmit: (event) => { event.preventDefault(); this.run(); }, oninput: () => this.update() },
      el('h4', { text: 'Try it' }),
      el('div', { class: 'fields' }, inputs, accept, this.body),
      el('div', { class: 'doing' }, this.send, this.stop), this.curl.node, this.answer);
  }

  parameter(parameter) {
    const id = `${this.operation.operationId}-${parameter.in}-${parameter.name}`;
    const choices = this.schemas.resolved(parameter.schema).enum;
    const start = parameter.required ? written(example(parameter)) : '';
    const input = choices
      ? el('select', { id }, el('option', { value: '', text: parameter.required ? 'Choose' : 'not sent' }),
        choices.map((choice) => el('option', { value: choice, text: choice })))
      : el('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false',
        placeholder: parameter.required ? 'required' : written(example(parameter)) || 'not sent' });
    if (!choices) input.value = start;
    if (parameter.required) input.required = true;
    this.fields.push({ parameter, input });
    return el('div', { class: 'field' }, el('label', { for: id }, el('code', { text: parameter.name }), ` in ${parameter.in}`), input);
  }

  acceptField() {
    const types = Object.keys(this.schemas.resolved(this.operation.responses['200'])?.content ?? {})
      .filter((type) => type !== 'application/octet-stream');
    if (types.length < 2) return null;
    const id = `${this.operation.operationId}-accept`;
    this.accept = el('select', { id }, types.map((type) => el('option', { value: type, text: type })));
    return el('div', { class: 'field' }, el('label', { for: id }, el('code', { text: 'Accept' }), ' in header'), this.accept);
  }

  bodyFields() {
    const id = `${this.operation.operationId}-body`;
    const start = example(this.media);
    if (this.type !== 'multipart/form-data') {
      this.text = el('textarea', { id, rows: 8, spellcheck: 'false' });
      this.text.value = written(start);
      return el('div', { class: 'field wide' }, el('label', { for: id }, 'Body, ', el('code', { text: this.type })), this.text);
    }
    this.file = el('input', { id: `${id}-file`, type: 'file', accept: '.csv,text/csv,text/plain' });
    this.text = el('textarea', { id, rows: 6, spellcheck: 'false' });
    this.text.value = written(start?.dataset);
    return [
      el('div', { class: 'field wide' }, el('label', { for: `${id}-file`, text: 'A CSV file' }), this.file),
      el('div', { class: 'field wide' }, el('label', { for: id, text: 'or its lines' }), this.text),
    ];
  }

  // The request

  request() {
    let path = this.path;
    const query = new URLSearchParams();
    const headers = new Headers();
    for (const { parameter, input } of this.fields) {
      const value = input.value;
      if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
      else if (value === '') continue;
      else if (parameter.in === 'query') query.append(parameter.name, value);
      else headers.set(parameter.name, value);
    }
    if (this.accept) headers.set('Accept', this.accept.value);
    const url = query.size > 0 ? `${path}?${query}` : path;
    return { url, headers, body: this.payload(headers) };
  }

  payload(headers) {
    if (!this.text) return undefined;
    if (this.type === 'multipart/form-data') {
      const form = new FormData();
      const file = this.file.files[0];
      form.append('dataset', new Blob([file ?? this.text.value], { type: 'text/csv' }), file?.name ?? 'series.csv');
      return form;
    }
    if (this.text.value === '') return undefined;
    headers.set('Content-Type', this.type);
    return this.text.value;
  }

  update() {
    const { url, headers, body } = this.request();
    const words = ['curl'];
    if (this.method !== 'GET') words.push('-X', this.method);
    words.push(quoted(location.origin + url));
    for (const [name, value] of headers) words.push('-H', quoted(`${name}: ${value}`));
    if (body instanceof FormData) words.push('-F', quoted("dataset=@series.csv;type=text/csv"));
    else if (body !== undefined) words.push('--data-binary', quoted(body));
    if (this.operation.security?.length !== 0) words.push('-H', '"Authorization: Bearer $TOKEN"');
    this.curl.set(words.join(' '));
  }

  async run() {
    const changes = !['GET', 'POST'].includes(this.method) || /\/(un)?load$|rollback|confirm/.test(this.path);
    if (changes && !window.confirm(`${this.method} ${this.request().url} changes what the node serves. Send it?`)) return;
    const { url, headers, body } = this.request();
    this.running = new AbortController();
    this.send.disabled = true;
    this.stop.hidden = false;
    this.answer.replaceChildren(el('p', { class: 'hint', text: 'Waiting for the answer …' }));
    const began = performance.now();
    try {
      const answer = await fetch(url, { method: this.method, headers, body, signal: this.running.signal, cache: 'no-store' });
      await this.show(answer, () => performance.now() - began);
    } catch (error) {
      const reason = error.name === 'AbortError' ? 'Stopped.' : `No answer: ${error.message}`;
      this.answer.replaceChildren(el('p', { class: 'status bad', text: reason }));
    }
    this.running = null;
    this.send.disabled = false;
    this.stop.hidden = true;
  }

  // The answer

  async show(answer, elapsed) {
    const type = answer.headers.get('Content-Type') ?? '';
    const time = elapsed();
    const parts = type.startsWith('text/event-stream') ? await this.stream(answer) : await this.content(answer, type);
    const kind = answer.ok ? 'good' : 'bad';
    const sign = answer.ok ? '✓' : '✗';
    const status = el('p', { class: `status ${kind}` },
      el('b', { text: `${sign} ${answer.status} ${answer.statusText}`.trim() }), ` after ${time.toFixed(time < 10 ? 1 : 0)} ms`);
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    this.answer.replaceChildren(status, parts,
      el('details', {}, el('summary', { text: 'Headers of the answer' }), el('pre', { tabindex: 0, text: headers })));
    if (answer.status === 401) {
      this.answer.append(el('p', { class: 'hint' }, 'Log in on the ', el('a', { href: '/', text: 'dashboard' }), ', then send it again.'));
    }
  }

  async content(answer, type) {
    if (type.startsWith('image/')) {
      const url = URL.createObjectURL(await answer.blob());
      return el('a', { href: url, download: 'series.png', class: 'button', text: 'Save the picture (image/png)' });
    }
    const text = await answer.text();
    if (text === '') return el('p', { class: 'hint', text: 'The body is empty.' });
    return el('pre', { class: 'body', tabindex: 0, text: shortened(type.includes('json') ? pretty(text) : text) });
  }

  /** The first seconds of an event stream. */
  async stream(answer) {
    const pre = el('pre', { class: 'body', tabindex: 0 });
    this.answer.replaceChildren(el('p', { class: 'hint', text: `Listening for ${longestStream / 1000} s …` }), pre);
    const timer = setTimeout(() => this.running?.abort(), longestStream);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        pre.textContent = shortened(pre.textContent + part.value);
      }
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    } finally {
      clearTimeout(timer);
    }
    return pre;
  }
}

function pretty(text) {
  try {
    return compact(JSON.parse(text));
  } catch {
    return text;
  }
}

function shortened(text) {
  const rest = text.length - shownCharacters;
  return rest > 0 ? `${text.slice(0, shownCharacters)}\n… and ${rest.toLocaleString('en')} characters more` : text;
}

function quoted(text) { return `'${text.replaceAll("'", `'\\''`)}'`; }

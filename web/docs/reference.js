// The reference: made of /openapi.json, grouped, searched, and tried.

import { copyable, el, inline, prose } from './element.js';
import { Schemas, compact, example } from './schema.js';
import { Trial } from './trial.js';

const verbs = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
const find = (id) => document.getElementById(id);

/** One operation on the page. */
class Entry {
  constructor(method, path, operation, schemas) {
    Object.assign(this, { method, path, operation, schemas, id: operation.operationId });
    this.words = [method, path, operation.summary, operation.description, operation.operationId, ...(operation.tags ?? [])]
      .join(' ').toLowerCase();
    this.details = el('details', { class: 'operation', id: this.id }, el('summary', {}, this.heading()));
    this.details.addEventListener('toggle', () => { if (this.details.open) this.fill(); });
    this.link = el('li', {}, el('a', { href: `#${this.id}` }, badge(method), el('span', {}, breakable(path))));
  }

  heading() {
    return [badge(this.method), el('h3', {}, el('code', {}, breakable(this.path))), el('span', { class: 'summary', text: this.operation.summary })];
  }

  /** Makes what is inside when it is opened first. */
  fill() {
    if (this.isFilled) return;
    this.isFilled = true;
    const parameters = (this.operation.parameters ?? []).map((item) => this.schemas.resolved(item));
    this.details.append(el('div', { class: 'inside' },
      el('div', { class: 'told' }, prose(this.operation.description), this.access(), this.parameters(parameters), this.request(), this.answers()),
      new Trial(this.method, this.path, this.operation, this.schemas).node));
  }

  access() {
    if (this.operation.security?.length === 0) return el('p', { class: 'access', text: 'Open to all.' });
    return el('p', { class: 'access', text: 'With a token or a session, where tokens are configured.' });
  }

  parameters(list) {
    if (list.length === 0) return null;
    return [el('h4', { text: 'Parameters' }), el('ul', { class: 'members' }, list.map((item) => {
      const own = this.schemas.row(item.name, { ...item.schema, description: item.description }, item.required, 0);
      own.querySelector('.type').append(` in ${item.in}`);
      return own;
    }))];
  }

  request() {
    const body = this.schemas.resolved(this.operation.requestBody);
    if (!body.content) return null;
    return [el('h4', { text: body.required ? 'Body' : 'Body, which may be left out' }),
      ...Object.entries(body.content).map(([type, media]) => this.media(type, media))];
  }

  answers() {
    const rows = Object.entries(this.operation.responses).map(([status, item]) => {
      const answer = this.schemas.resolved(item);
      const content = Object.entries(answer.content ?? {});
      const head = [el('code', { class: `status-code s${status[0]}`, text: status }), ' ', answer.description];
      if (content.length === 0) return el('li', {}, head);
      return el('li', {}, el('details', { open: status === '200' && content.length === 1 }, el('summary', {}, head),
        this.headers(answer.headers), content.map(([type, media]) => this.media(type, media))));
    });
    return [el('h4', { text: 'Answers' }), el('ul', { class: 'answers' }, rows)];
  }

  headers(headers) {
    const list = Object.entries(headers ?? {});
    if (list.length === 0) return null;
    return el('ul', { class: 'members' }, list.map(([name, header]) =>
      this.schemas.row(name, { ...header.schema, description: header.description }, false, 0)));
  }

  media(type, media) {
    const name = this.schemas.name(media.schema);
    const sample = example(media);
    return el('div', { class: 'media' },
      el('p', {}, el('code', { class: 'media-type', text: type }), ' ',
        name ? el('a', { href: `#schema-${name}`, text: name }) : el('span', { class: 'type', text: this.schemas.words(media.schema) })),
      media.schema?.description && !name ? el('p', { class: 'about' }, inline(media.schema.description)) : null,
      this.schemas.tree(media.schema),
      sample === undefined ? null : copyable(typeof sample === 'string' && type !== 'application/json' ? sample : compact(sample), 'Example').node);
  }
}

function badge(method) { return el('span', { class: `verb ${method}`, text: method.toUpperCase() }); }

/** A path that may go on in the next line before each of its slashes. */
function breakable(path) { return path.split(/(?=\/)/).flatMap((part) => [el('wbr'), part]); }

/** The whole page. */
class Reference {
  constructor(document) {
    this.document = document;
    this.schemas = new Schemas(document);
    this.groups = (document.tags ?? []).map((tag) => this.group(tag)).filter((group) => group.entries.length > 0);
    this.entries = this.groups.flatMap((group) => group.entries);
    this.draw();
    this.listen();
  }

  group(tag) {
    const entries = Object.entries(this.document.paths).flatMap(([path, item]) =>
      verbs.filter((verb) => item[verb]?.tags?.[0] === tag.name).map((verb) => new Entry(verb, path, item[verb], this.schemas)));
    const id = `group-${tag.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    const section = el('section', { id, class: 'group', 'aria-label': tag.name },
      el('h2', { text: tag.name }), prose(tag.description, 'lead'), entries.map((entry) => entry.details));
    const links = el('div', { class: 'links' }, el('a', { class: 'title', href: `#${id}`, text: tag.name }),
      el('ul', {}, entries.map((entry) => entry.link)));
    return { tag, entries, section, links };
  }

  draw() {
    const { info } = this.document;
    find('intro').replaceChildren(el('h2', { text: info.summary ?? info.title }), prose(info.description, 'lead'));
    find('groups').replaceChildren(...this.groups.map((group) => group.section));
    find('contents').replaceChildren(...this.groups.map((group) => group.links),
      el('div', { class: 'links' }, el('a', { class: 'title', href: '#schemas', text: 'Schemas' })));
    const schemas = Object.entries(this.document.components?.schemas ?? {}).map(([name, schema]) =>
      el('details', { class: 'operation', id: `schema-${name}` }, el('summary', {}, el('h3', {}, el('code', { text: name }))),
        el('div', { class: 'inside one' }, prose(schema.description),
          this.schemas.tree(schema) ?? el('p', { class: 'type', text: this.schemas.words(schema) }))));
    find('schemas').replaceChildren(el('h2', { text: 'Schemas' }), ...schemas);
    find('schemas').hidden = false;
  }

  // What people do

  listen() {
    const search = find('search');
    search.addEventListener('input', () => this.search(search.value));
    search.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') { search.value = ''; this.search(''); search.blur(); }
      if (event.key === 'Enter' || event.key === 'ArrowDown') { event.preventDefault(); this.move(null, 1); }
    });
    document.addEventListener('keydown', (event) => {
      const isWriting = event.target.closest('input, textarea, select');
      if (isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') { event.preventDefault(); search.focus(); search.select(); }
      const at = event.target.closest('.operation');
      if (event.target.tagName !== 'SUMMARY' || event.target.parentElement !== at) return;
      if (event.key === 'ArrowDown') { event.preventDefault(); this.move(at, 1); }
      if (event.key === 'ArrowUp') { event.preventDefault(); this.move(at, -1); }
    });
    addEventListener('hashchange', () => this.show());
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (link && link.hash === location.hash) this.show();
    });
    this.show();
  }

  /** Goes to the next or the last operation that is shown. */
  move(from, step) {
    const shown = [...document.querySelectorAll('.operation')].filter((node) => !node.hidden && node.offsetParent);
    const next = shown[from ? shown.indexOf(from) + step : 0];
    next?.querySelector('summary').focus();
  }

  /** Shows what has all of some words. */
  search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of this.groups) {
      for (const entry of group.entries) {
        const isFound = words.every((word) => entry.words.includes(word));
        entry.details.hidden = !isFound;
        entry.link.hidden = !isFound;
        count += isFound ? 1 : 0;
      }
      const isEmpty = group.entries.every((entry) => entry.details.hidden);
      group.section.hidden = isEmpty;
      group.links.hidden = isEmpty;
    }
    find('intro').hidden = words.length > 0;
    find('schemas').hidden = words.length > 0;
    find('found').textContent = words.length === 0 ? '' : count === 0 ? 'Nothing has these words; Escape shows all.' : `${count} of ${this.entries.length}`;
  }

  /** Opens what the address names. */
  show() {
    const target = find(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches('details')) target.open = true;
    target.scrollIntoView();
    target.querySelector('summary')?.focus({ preventScroll: true });
  }
}

function theme() {
  const button = find('theme');
  const show = () => { button.textContent = document.documentElement.dataset.theme === 'dark' ? 'Light' : 'Dark'; };
  button.addEventListener('click', () => document.dispatchEvent(new Event('themetoggle')));
  document.addEventListener('themechange', show);
  show();
}

async function begin() {
  theme();
  try {
    const answer = await fetch('/openapi.json');
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    new Reference(await answer.json());
    document.documentElement.dataset.ready = 'yes';
  } catch (error) {
    find('groups').replaceChildren(el('p', { class: 'hint', text: `/openapi.json cannot be read: ${error.message}. Load the page again.` }));
  }
}

begin();

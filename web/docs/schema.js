// What a schema says, as a tree to read and as a value to begin with.

import { el, inline } from './element.js';

/** Follows references within the document. */
export class Schemas {
  constructor(document) { this.document = document; }

  /** What a reference names, with what stands beside it; other things as they are. */
  resolved(item) {
    let found = item;
    for (let steps = 0; found?.$ref && steps < 20; steps += 1) {
      const { $ref, ...beside } = found;
      const target = $ref.slice(2).split('/').reduce((node, key) => node?.[key.replaceAll('~1', '/')], this.document);
      found = { ...target, ...beside };
    }
    return found ?? {};
  }

  /** The type in words. */
  words(schema) {
    const own = this.resolved(schema);
    if (own.const !== undefined) return JSON.stringify(own.const);
    const types = [own.type ?? []].flat().map((type) => (type === 'array' && own.items ? this.list(own) : type));
    const text = types.length > 0 ? types.join(' or ') : 'anything';
    return own.format ? `${text} (${own.format})` : text;
  }

  list(schema) {
    const name = this.name(schema.items);
    return `array of ${name ?? this.words(schema.items)}`;
  }

  /** The name of a schema that has one. */
  name(schema) { return schema?.$ref?.startsWith('#/components/schemas/') ? schema.$ref.split('/').at(-1) : null; }

  /** What else is said of values. */
  limits(schema) {
    const own = this.resolved(schema);
    const said = [];
    if (own.enum) said.push(`one of ${own.enum.map((value) => JSON.stringify(value)).join(' ')}`);
    if (own.minimum !== undefined && own.maximum !== undefined) said.push(`${own.minimum} to ${own.maximum}`);
    else if (own.minimum !== undefined) said.push(`at least ${own.minimum}`);
    else if (own.maximum !== undefined) said.push(`at most ${own.maximum}`);
    if (own.minLength > 0) said.push(own.minLength === 1 ? 'not empty' : `at least ${own.minLength} characters`);
    if (own.minItems > 0) said.push(`at least ${own.minItems}`);
    if (own.pattern) said.push(`as ${own.pattern}`);
    if (own.default !== undefined) said.push(`else ${JSON.stringify(own.default)}`);
    return said.join(', ');
  }

  /** A list of members, those that have members with theirs inside. */
  tree(schema, depth = 0) {
    const own = this.resolved(schema);
    if (own.type === 'array' && own.items && depth < 6) return this.tree(own.items, depth);
    if (own.additionalProperties?.type === 'array' || !own.properties || depth > 5) return null;
    const required = new Set(own.required ?? []);
    const rows = Object.entries(own.properties).map(([name, member]) => this.row(name, member, required.has(name), depth));
    return el('ul', { class: 'members' }, rows);
  }

  row(name, member, isRequired, depth) {
    const own = this.resolved(member);
    const limits = this.limits(member);
    const head = [
      el('code', { class: 'name', text: name }), ' ', el('span', { class: 'type', text: this.words(member) }),
      isRequired ? el('span', { class: 'required', text: 'required' }) : null,
      limits ? el('span', { class: 'limits', text: limits }) : null,
      own.description ? el('span', { class: 'about' }, inline(own.description)) : null,
    ];
    const inner = this.tree(member, depth + 1);
    if (!inner) return el('li', {}, head);
    return el('li', {}, el('details', { open: depth < 1 }, el('summary', {}, head), inner));
  }
}

/** The first example of a parameter or a body; undefined where there is none. */
export function example(item) {
  if (item?.example !== undefined) return item.example;
  const first = Object.values(item?.examples ?? {})[0];
  if (first) return first.value;
  return item?.schema?.examples?.[0] ?? item?.schema?.default;
}

/** An example as text. */
export function written(value) {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : compact(value);
}

/** JSON in lines, short lists and objects on one. */
export function compact(value, indent = '') {
  const flat = JSON.stringify(value);
  if (flat.length + indent.length < 88 || value === null || typeof value !== 'object') {
    return flat.replace(/("(?:[^"\\]|\\.)*")|([:,])/g, (_, text, mark) => text ?? `${mark} `);
  }
  const next = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = isList
    ? value.map((item) => next + compact(item, next))
    : Object.entries(value).map(([key, item]) => `${next}${JSON.stringify(key)}: ${compact(item, next)}`);
  return `${isList ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${isList ? ']' : '}'}`;
}

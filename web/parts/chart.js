// A chart of lines over time: thresholds, shaded spans, a read-out by pointer and by keys.

import { el, fill, setText } from './dom.js';
import { clock } from './format.js';
import { Plot, nearest } from './plot.js';

const DASHES = [[], [6, 3], [2, 2.5], [8, 3, 2, 3], [1, 3], [10, 4]];
const THRESHOLDS = [[4, 3], [1.5, 2.5]];
const SVG = 'http://www.w3.org/2000/svg';

/** The colour and dash of the line at a place, so that neither alone tells them apart. */
export const lineStyle = (index) => ({ colour: `c${(index % 6) + 1}`, dash: DASHES[index % 6] });

function swatch(colour, dash, isBand) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `swatch ${colour}`);
  svg.setAttribute('viewBox', '0 0 22 10');
  svg.setAttribute('aria-hidden', 'true');
  if (isBand) {
    const band = document.createElementNS(SVG, 'rect');
    for (const [name, value] of [['width', 22], ['height', 10], ['fill', 'currentColor'], ['opacity', 0.3]]) {
      band.setAttribute(name, value);
    }
    svg.append(band);
  }
  const line = document.createElementNS(SVG, 'line');
  const y = isBand ? 1 : 5;
  const parts = {
    x1: 0, x2: 22, y1: y, y2: y, stroke: 'currentColor', 'stroke-width': 2, 'stroke-dasharray': dash.join(' '),
  };
  for (const [name, value] of Object.entries(parts)) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}

export class Chart extends Plot {
  /**
   * `label` names it, `format` writes a value, `empty` says what would fill it; `stacked`: bands on top of each other.
   */
  constructor({ label, format, empty, stacked = false, className = '' }) {
    super({ format, stacked });
    Object.assign(this, { label, items: new Map() });
    const canvas = this.surface.node;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    this.legend = el('ul', { class: 'legend' });
    this.time = el('span', { class: 'chart-time' });
    this.spoken = el('span', { class: 'unseen', 'aria-live': 'polite' });
    this.empty = el('p', { class: 'hint over', text: empty });
    this.node = el('figure', { class: `chart ${className}` },
      el('div', { class: 'chart-head' }, this.legend, this.time),
      el('div', { class: 'chart-body' }, canvas, this.empty), this.spoken);
    canvas.addEventListener('pointermove', (event) => this.point(event.offsetX));
    canvas.addEventListener('pointerdown', (event) => this.point(event.offsetX));
    canvas.addEventListener('pointerleave', () => this.leave());
    canvas.addEventListener('blur', () => this.leave());
    canvas.addEventListener('keydown', (event) => this.press(event));
    canvas.setAttribute('aria-label', label);
  }

  /**
   * Shows `lines` of `{name, label, times, values, colour?, dash?}` between the times `from` and `to`; `thresholds` are
   * `{value, label}`, `spans` are `{from, to, label}`. A value that is null is a gap. Stacked lines share their times;
   * one with `isOver` lies over the stack. The times of one with `isUneven` are any that rise: all its points are
   * drawn, and the nearest is read.
   */
  show({ lines, from, to, thresholds = [], spans = [] }) {
    this.lines = lines.map((line, index) => ({ ...lineStyle(index), ...line }));
    const known = thresholds.filter(({ value }) => Number.isFinite(value)).map(
      (one, index) => ({ dash: THRESHOLDS[index], ...one })
    );
    Object.assign(this, { from, to, thresholds: known, spans });
    this.hasData = this.lines.some((line) => line.values.some((value) => value !== null));
    this.empty.hidden = this.hasData;
    if (this.stacked) this.stack();
    this.thinned = null;
    this.name();
    this.read();
    this.surface.invalidate();
  }

  /** Makes the legend for the lines that there are. */
  name() {
    const names = this.lines.map((line) => `${line.name} ${line.label}`).join('\n')
      + this.thresholds.map(({ label }) => `\n${label}`).join('');
    if (names === this.named) return;
    this.named = names;
    this.items.clear();
    const order = this.stacked ? [...this.lines].reverse() : this.lines;
    const entries = order.map((line) => {
      const value = el('b', { class: 'value' });
      this.items.set(line.name, value);
      return el(
        'li', {}, swatch(line.colour, line.dash, this.stacked && !line.isOver), el('span', { text: line.label }), value,
      );
    });
    for (const { label, dash } of this.thresholds) {
      const value = el('b', { class: 'value' });
      this.items.set(`threshold ${label}`, value);
      entries.push(el('li', {}, swatch('ink', dash, false), el('span', { text: label }), value));
    }
    fill(this.legend, entries);
  }

  /** Writes the values at the cursor, else the latest. */
  read() {
    const at = this.cursor;
    for (const line of this.lines) {
      const index = at === null ? lastKnown(line.values) : nearest(line.times, at);
      const isThere = index >= 0 && (at === null || Math.abs(line.times[index] - at) <= this.reach(line));
      setText(this.items.get(line.name), this.format(isThere ? line.values[index] : null));
    }
    for (const { label, value } of this.thresholds) {
      setText(this.items.get(`threshold ${label}`), this.format(value));
    }
    const within = at === null ? null : this.spans.find((span) => span.from <= at && at <= (span.to ?? this.to));
    setText(this.time, at === null ? 'now' : `${clock(at)}${within ? `, ${within.label}` : ''}`);
    this.surface.node.setAttribute('aria-label', `${this.label}. ${this.sentence()}. Arrow keys read values.`);
  }

  sentence() {
    const parts = this.lines.map((line) => `${line.label} ${this.items.get(line.name)?.textContent}`);
    return `${this.time.textContent}: ${this.hasData ? parts.join(', ') : this.empty.textContent}`;
  }

  // What a person does.

  point(x) {
    if (!this.hasData || !this.scale) return;
    const { left, width } = this.scale;
    const time = this.from + ((x - left) / width) * (this.to - this.from);
    this.move(Math.min(Math.max(time, this.from), this.to));
  }

  move(time) {
    this.cursor = time;
    this.read();
    this.surface.invalidate();
  }

  leave() {
    if (this.cursor === null) return;
    this.move(null);
  }

  press(event) {
    const times = this.lines.find((line) => line.times.length)?.times;
    if (!times || !this.hasData) return;
    const here = this.cursor === null ? times.length - 1 : nearest(times, this.cursor);
    const stride = event.shiftKey ? 30 : 1;
    const steps = { ArrowLeft: here - stride, ArrowRight: here + stride, Home: 0, End: times.length - 1 };
    if (event.key === 'Escape') this.leave();
    else if (event.key in steps) {
      event.preventDefault();
      this.move(times[Math.min(Math.max(steps[event.key], 0), times.length - 1)]);
      setText(this.spoken, this.sentence());
    }
  }
}

function lastKnown(values) {
  for (let index = values.length - 1; index >= 0; index -= 1) if (values[index] !== null) return index;
  return -1;
}

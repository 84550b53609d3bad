// Two histograms over the same bins: what training saw in outline and slanted lines, what comes now filled.

import { el, setText } from './dom.js';
import { number, percent } from './format.js';
import { Surface, hatch } from './surface.js';

export class Histogram {
  constructor(label) {
    this.label = label;
    this.edges = [];
    this.cursor = null;
    this.surface = new Surface('histogram-canvas', (...drawing) => this.draw(...drawing));
    const canvas = this.surface.node;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    this.text = el('p', { class: 'histogram-text', 'aria-live': 'polite' });
    this.node = el('figure', { class: 'histogram' }, canvas, this.text);
    canvas.addEventListener('pointermove', (event) => {
      this.move(Math.floor((event.offsetX / canvas.clientWidth) * this.bins()));
    });
    canvas.addEventListener('pointerleave', () => this.move(null));
    canvas.addEventListener('blur', () => this.move(null));
    canvas.addEventListener('keydown', (event) => {
      const steps = { ArrowLeft: (this.cursor ?? this.bins()) - 1, ArrowRight: (this.cursor ?? -1) + 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      this.move(Math.min(Math.max(steps[event.key], 0), this.bins() - 1));
    });
  }

  end() { this.surface.end(); }

  bins() { return this.reference?.length ?? 0; }

  /** Shows counts or shares of both over bins; `edges` has one more than there are bins, or one less (open ends). */
  show(edges, reference, current) {
    const share = (values) => {
      const sum = values.reduce((total, value) => total + value, 0) || 1;
      return values.map((value) => value / sum);
    };
    this.edges = edges;
    this.reference = share(reference);
    this.current = current && current.length === reference.length ? share(current) : reference.map(() => 0);
    this.hasCurrent = Boolean(current && current.some((value) => value > 0));
    this.read();
    this.surface.invalidate();
  }

  range(bin) {
    const open = this.edges.length < this.bins();
    const low = open ? this.edges[bin - 1] : this.edges[bin];
    const high = open ? this.edges[bin] : this.edges[bin + 1];
    if (low === undefined || low === null) return `below ${number(high)}`;
    if (high === undefined || high === null) return `above ${number(low)}`;
    return `${number(low)} to ${number(high)}`;
  }

  read() {
    const bin = this.cursor;
    const [first, last] = [this.edges[0], this.edges[this.edges.length - 1]];
    setText(this.text, bin === null || bin >= this.bins()
      ? `${number(first)} to ${number(last)}${this.hasCurrent ? '' : ', no window yet'}`
      : `${this.range(bin)}: training ${percent(this.reference[bin])}, now ${percent(this.current[bin])}`);
    this.surface.node.setAttribute('aria-label', `${this.label}: ${this.text.textContent}`);
  }

  move(bin) {
    if (bin === this.cursor) return;
    this.cursor = bin;
    this.read();
    this.surface.invalidate();
  }

  draw(context, width, height, palette) {
    const bins = this.bins();
    if (!bins) return;
    const top = Math.max(...this.reference, ...this.current) || 1;
    const wide = width / bins;
    const high = (value) => Math.round((value / top) * (height - 5));
    for (let bin = 0; bin < bins; bin += 1) {
      const x = bin * wide;
      const now = high(this.current[bin]);
      context.globalAlpha = this.cursor === bin ? 0.95 : 0.6;
      context.fillStyle = palette.c1;
      context.fillRect(x + 1.5, height - now - 1, wide - 3, now);
      context.globalAlpha = 1;
      const then = high(this.reference[bin]);
      context.globalAlpha = 0.5;
      hatch(context, x + 0.5, height - then - 1, wide - 1, then, palette.soft, 5);
      context.globalAlpha = 1;
      context.strokeStyle = palette.ink;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, height - then - 0.5, wide - 1, then);
    }
    context.fillStyle = palette.soft;
    context.fillRect(0, height - 1, width, 1);
  }
}

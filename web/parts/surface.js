// A canvas that is as sharp as the screen, follows its size and the theme, and draws only while it can be seen.

/** All surfaces that are on the page; a change of theme draws them anew. */
const surfaces = new Set();

/** The colours of the theme, by the names of the custom properties without their dashes. */
let palette = {};

/** Reads the theme's colours again and draws everything. */
export function repaint() {
  const style = getComputedStyle(document.documentElement);
  const names = [
    'ink', 'soft', 'faint', 'line', 'card', 'accent', 'good', 'warn', 'bad', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6',
  ];
  palette = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  palette.font = style.getPropertyValue('--chart-font').trim() || '11px sans-serif';
  for (const surface of surfaces) surface.invalidate();
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    entry.target.surface.isSeen = entry.isIntersecting;
    if (entry.isIntersecting) entry.target.surface.invalidate();
  }
}, { rootMargin: '100px' });

const ruler = new ResizeObserver((entries) => {
  for (const entry of entries) entry.target.surface.invalidate();
});

export class Surface {
  /** `draw(context, width, height, palette)` draws all of it, in CSS pixels. */
  constructor(className, draw) {
    this.node = document.createElement('canvas');
    this.node.className = className;
    this.node.surface = this;
    this.draw = draw;
    this.isSeen = false;
    this.isWaiting = false;
    surfaces.add(this);
    watcher.observe(this.node);
    ruler.observe(this.node);
  }

  /** Frees what watches it, once its canvas has left the page. */
  end() {
    surfaces.delete(this);
    watcher.unobserve(this.node);
    ruler.unobserve(this.node);
  }

  /** Draws with the next frame, once however often it is asked for. */
  invalidate() {
    if (this.isWaiting || !this.isSeen) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      this.paint();
    });
  }

  paint() {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (!width || !height) return;
    const scale = Math.min(window.devicePixelRatio || 1, 3);
    const wide = Math.round(width * scale);
    const high = Math.round(height * scale);
    if (this.node.width !== wide || this.node.height !== high) {
      this.node.width = wide;
      this.node.height = high;
    }
    const context = this.node.getContext('2d');
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = palette.font;
    context.lineJoin = 'round';
    this.draw(context, width, height, palette);
  }
}

/** Round values that divide a range into about `wanted` parts, and its upper end. */
export function ticks(low, high, wanted) {
  const range = high - low || Math.abs(high) || 1;
  const rough = range / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999);
  const values = [];
  const first = Math.ceil(low / step - 1e-9);
  for (let index = first; index * step <= high + step * 1e-6; index += 1) values.push(index * step);
  return { values, step };
}

/** Slanted lines over an area, so that it is told from others without colour. */
export function hatch(context, x, y, width, height, colour, gap = 6) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  const start = Math.floor((x - height) / gap) * gap;
  for (let at = start; at < x + width; at += gap) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}

/** A drawing sparkline of the latest values; says nothing that does not stand beside it in figures. */
export class Spark {
  constructor(colour = 'accent') {
    this.values = [];
    this.surface = new Surface('spark', (context, width, height, colours) => {
      const known = this.values.filter((value) => value !== null && Number.isFinite(value));
      if (known.length < 2) return;
      const top = this.top ?? Math.max(...known, 1e-12);
      const low = this.top === undefined ? Math.min(...known, 0) : 0;
      const place = (value) => height - 2 - ((value - low) / (top - low || 1)) * (height - 4);
      const step = (width - 4) / (this.values.length - 1);
      context.beginPath();
      let isOn = false;
      let last = null;
      this.values.forEach((value, index) => {
        if (value === null || !Number.isFinite(value)) {
          isOn = false;
          return;
        }
        last = [2 + index * step, place(value)];
        if (isOn) context.lineTo(...last);
        else context.moveTo(...last);
        isOn = true;
      });
      context.strokeStyle = colours[colour];
      context.lineWidth = 1.5;
      context.stroke();
      if (!last) return;
      context.beginPath();
      context.arc(last[0], last[1], 2, 0, Math.PI * 2);
      context.fillStyle = colours[colour];
      context.fill();
    });
    this.node = this.surface.node;
    this.node.setAttribute('aria-hidden', 'true');
  }

  /** Shows values from the oldest to the newest; with `top` the scale is fixed from 0 to it. */
  show(values, top) {
    this.values = values.slice(-120);
    this.top = top;
    this.surface.invalidate();
  }
}

// What a chart of lines over time looks like: grid, bands, lines, thresholds, shaded spans, the place that is read.

import { clock } from './format.js';
import { Surface, hatch, ticks } from './surface.js';

const TOP = 10;
const BOTTOM = 20;
const RIGHT = 8;
/** CSS pixels between two drawn points at least; of those that would come closer the mean is drawn, in their range. */
const GRAIN = 2;

/** Draws lines between two times. What they are is set from outside: see `Chart.show`. */
export class Plot {
  constructor({ format, stacked }) {
    Object.assign(this, { format, stacked, lines: [], spans: [], thresholds: [], cursor: null });
    this.surface = new Surface('chart-canvas', (...drawing) => this.draw(...drawing));
  }

  /** Frees what watches it. */
  end() {
    this.surface.end();
  }

  /** Adds up what lies below each line. */
  stack() {
    let below = null;
    let name = null;
    for (const line of this.lines.filter((candidate) => !candidate.isOver)) {
      line.base = below;
      line.below = name;
      const under = below;
      name = line.name;
      line.tops = line.values.map((value, index) => (value === null ? null : value + (under?.[index] ?? 0)));
      below = line.tops.map((top, index) => top ?? under?.[index] ?? 0);
    }
  }

  /** How far from the cursor a point may be that it still reads. */
  reach(line) { return line.isUneven ? Infinity : Math.max(2, (this.to - this.from) / 60); }

  /** The highest and lowest value, with the thresholds, and ticks for them. */
  bounds() {
    let high = Math.max(-Infinity, ...this.thresholds.map(({ value }) => value));
    let low = 0;
    for (const line of this.lines) {
      for (const value of line.tops ?? line.values) {
        if (value === null) continue;
        if (value > high) high = value;
        if (value < low) low = value;
      }
    }
    if (!Number.isFinite(high) || high <= low) high = low + 1;
    return { low, high: high + (high - low) * 0.08 };
  }

  draw(context, width, height, palette) {
    const { low, high } = this.bounds();
    const rungs = ticks(low, high, height > 150 ? 4 : 3).values;
    const texts = rungs.map((value) => (this.hasData ? this.format(value) : ''));
    const left = Math.ceil(Math.max(28, ...texts.map((text) => context.measureText(text).width))) + 8;
    const inner = { left, width: width - left - RIGHT, top: TOP, height: height - TOP - BOTTOM };
    this.scale = inner;
    const x = (time) => left + ((time - this.from) / (this.to - this.from || 1)) * inner.width;
    const y = (value) => TOP + inner.height - ((value - low) / (high - low)) * inner.height;
    this.drawGrid(context, palette, { rungs, texts, x, y, inner });
    if (!this.hasData) return;
    context.save();
    context.beginPath();
    context.rect(left, 0, inner.width + RIGHT, height - BOTTOM + 1);
    context.clip();
    this.drawSpans(context, palette, x, inner);
    for (const line of this.thin(inner.width)) this.drawLine(context, palette, line, x, y);
    for (const one of this.thresholds) this.drawThreshold(context, palette, one, y, inner);
    this.drawCursor(context, palette, x, y, inner);
    context.restore();
  }

  drawGrid(context, palette, { rungs, texts, x, y, inner }) {
    context.fillStyle = palette.soft;
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    rungs.forEach((value, index) => {
      const at = Math.round(y(value)) + 0.5;
      context.beginPath();
      context.moveTo(inner.left, at);
      context.lineTo(inner.left + inner.width, at);
      context.stroke();
      context.fillText(texts[index], inner.left - 8, at);
    });
    context.textBaseline = 'alphabetic';
    const shift = new Date(this.to * 1000).getTimezoneOffset() * 60;
    const wide = this.to - this.from;
    const steps = [60, 300, 900, 3600, 10800, 14400, 21600];
    const step = steps.find((candidate) => wide / candidate <= Math.max(2, inner.width / 90)) ?? 86400;
    const base = inner.top + inner.height;
    for (let at = Math.ceil((this.from - shift) / step) * step + shift; at <= this.to; at += step) {
      const place = x(at);
      const text = clock(at, false).slice(-5);
      const half = context.measureText(text).width / 2;
      if (place - half < inner.left - 4 || place + half > inner.left + inner.width + RIGHT) continue;
      context.textAlign = 'center';
      context.fillText(text, place, base + 15);
      context.fillRect(Math.round(place), base, 1, 3);
    }
  }

  drawSpans(context, palette, x, inner) {
    for (const span of this.spans) {
      const begin = Math.max(x(span.from), inner.left);
      const end = Math.min(x(span.to ?? this.to), inner.left + inner.width);
      if (end < inner.left || begin > inner.left + inner.width) continue;
      const wide = Math.max(end - begin, 2);
      context.globalAlpha = 0.13;
      context.fillStyle = palette.bad;
      context.fillRect(begin, inner.top, wide, inner.height);
      context.globalAlpha = 0.35;
      hatch(context, begin, inner.top, wide, inner.height, palette.bad);
      context.globalAlpha = 1;
    }
  }

  /** The lines with as many points as the width can show. */
  thin(width) {
    if (this.thinned?.width === width) return this.thinned.lines;
    const lines = this.lines.map((line) => thin(line, Math.ceil((line.times.length * GRAIN) / width)));
    for (const line of lines) if (line.base) line.base = lines.find((other) => other.name === line.below).tops;
    this.thinned = { width, lines };
    return lines;
  }

  drawLine(context, palette, line, x, y) {
    const values = line.tops ?? line.values;
    const path = () => {
      context.beginPath();
      let isOn = false;
      values.forEach((value, index) => {
        if (value === null) isOn = false;
        else if (isOn) context.lineTo(x(line.times[index]), y(value));
        else {
          context.moveTo(x(line.times[index]), y(value));
          isOn = true;
        }
      });
    };
    context.strokeStyle = palette[line.colour];
    if (line.tops) this.drawBand(context, palette, line, line.tops, line.base, x, y, 0.26);
    else if (line.highs) this.drawBand(context, palette, line, line.highs, line.lows, x, y, 0.2);
    path();
    context.lineWidth = line.tops ? 1.25 : 1.6;
    context.setLineDash(line.dash);
    context.stroke();
    context.setLineDash([]);
    if (line.isUneven) this.drawPoints(context, palette, line, x, y);
  }

  /** Marks each point: between them nothing was looked at. */
  drawPoints(context, palette, { colour, times, values }, x, y) {
    context.fillStyle = palette[colour];
    values.forEach((value, index) => {
      if (value === null) return;
      context.beginPath();
      context.arc(x(times[index]), y(value), 2, 0, Math.PI * 2);
      context.fill();
    });
  }

  /** Fills what lies between two lists, the lower one 0 where there is none, one stretch without gaps at a time. */
  drawBand(context, palette, { colour, times }, upper, lower, x, y, alpha) {
    context.fillStyle = palette[colour];
    context.globalAlpha = alpha;
    let start = 0;
    for (let index = 0; index <= upper.length; index += 1) {
      if (index < upper.length && upper[index] !== null) continue;
      if (index > start) {
        context.beginPath();
        for (let at = start; at < index; at += 1) context.lineTo(x(times[at]), y(upper[at]));
        for (let at = index - 1; at >= start; at -= 1) context.lineTo(x(times[at]), y(lower?.[at] ?? 0));
        context.closePath();
        context.fill();
      }
      start = index + 1;
    }
    context.globalAlpha = 1;
  }

  drawThreshold(context, palette, { value, dash }, y, inner) {
    const at = Math.round(y(value)) + 0.5;
    context.strokeStyle = palette.ink;
    context.setLineDash(dash);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(inner.left, at);
    context.lineTo(inner.left + inner.width, at);
    context.stroke();
    context.setLineDash([]);
  }

  drawCursor(context, palette, x, y, inner) {
    if (this.cursor === null) return;
    const at = Math.round(x(this.cursor)) + 0.5;
    context.strokeStyle = palette.soft;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(at, inner.top);
    context.lineTo(at, inner.top + inner.height);
    context.stroke();
    for (const line of this.lines) {
      const index = nearest(line.times, this.cursor);
      const value = (line.tops ?? line.values)[index];
      if (value === null || value === undefined || Math.abs(line.times[index] - this.cursor) > this.reach(line)) continue;
      context.beginPath();
      context.arc(x(line.times[index]), y(value), 3.5, 0, Math.PI * 2);
      context.fillStyle = palette.card;
      context.fill();
      context.strokeStyle = palette[line.colour];
      context.lineWidth = 2;
      context.stroke();
    }
  }
}

/** The place of the time that is nearest, in times that rise; -1 where there are none. */
export function nearest(times, time) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low > 0 && time - times[low - 1] < times[low] - time ? low - 1 : Math.min(low, times.length - 1);
}

/** A line with the means of so many points each, and the range of them; what lies over others keeps its peaks. */
function thin(line, size) {
  if (size < 2 || line.isUneven) return line;
  const width = (line.times[1] - line.times[0]) * size;
  const [times, values, lows, highs] = [[], [], [], []];
  const source = line.tops ?? line.values;
  let [group, sum, amount, low, high] = [null, 0, 0, Infinity, -Infinity];
  const close = () => {
    if (group === null) return;
    times.push((group + 0.5) * width);
    values.push(amount ? (line.isOver ? high : sum / amount) : null);
    lows.push(amount ? low : null);
    highs.push(amount ? high : null);
  };
  source.forEach((value, index) => {
    // Groups stand still while time goes on, so that the line does not tremble.
    const now = Math.floor(line.times[index] / width);
    if (now !== group) {
      close();
      [group, sum, amount, low, high] = [now, 0, 0, Infinity, -Infinity];
    }
    if (value === null) return;
    sum += value;
    amount += 1;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  close();
  return line.tops ? { ...line, times, tops: values } : {
    ...line, times, values, lows, highs: line.isOver ? null : highs,
  };
}

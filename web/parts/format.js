// Numbers, spans of time and sizes as people read them. What is unknown is a dash.

const DASH = '–';
/** A space that a line does not break at. */
const GAP = '\u00a0';
const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

/** A number with about three digits: 0.0123, 1.23, 12.3, 1,234, 1.23 M. */
export function number(value) {
  if (!isNumber(value)) return DASH;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e9) return `${(value / 1e9).toFixed(2)}${GAP}G`;
  if (size >= 1e6) return `${(value / 1e6).toFixed(2)}${GAP}M`;
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 100) return trim(value.toFixed(0));
  if (size >= 10) return trim(value.toFixed(1));
  if (size >= 1) return trim(value.toFixed(2));
  if (size >= 0.001) return trim(value.toPrecision(3));
  return value.toExponential(1);
}

/** A number that changes while it is looked at: always three digits, so that it does not jump. */
export function steady(value) {
  if (!isNumber(value)) return DASH;
  const size = Math.abs(value);
  return size >= 100 || (size < 0.001 && size > 0) ? number(value) : value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** A whole number with groups of three. */
export function count(value) {
  return isNumber(value) ? Math.round(value).toLocaleString('en-US') : DASH;
}

const trim = (text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** Seconds, as µs, ms or s. */
export function seconds(value) {
  if (!isNumber(value)) return DASH;
  if (value === 0) return `0${GAP}ms`;
  if (value < 0.001) return `${number(value * 1e6)}${GAP}µs`;
  if (value < 1) return `${number(value * 1e3)}${GAP}ms`;
  return `${number(value)}${GAP}s`;
}

/** A span: 4 s, 3 min, 2 h 5 min, 3 d 4 h. */
export function span(value) {
  if (!isNumber(value)) return DASH;
  const whole = Math.max(0, Math.floor(value));
  if (whole < 60) return `${whole}${GAP}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}${GAP}min`;
  if (whole < 86400) return `${Math.floor(whole / 3600)}${GAP}h ${Math.floor((whole % 3600) / 60)}${GAP}min`;
  return `${Math.floor(whole / 86400)}${GAP}d ${Math.floor((whole % 86400) / 3600)}${GAP}h`;
}

/** Bytes, in powers of 1024. */
export function bytes(value) {
  if (!isNumber(value)) return DASH;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(size) : size.toFixed(size >= 100 ? 0 : 1)}${GAP}${units[unit]}`;
}

/** A part of one, as per cent. */
export function percent(value, digits = 1) {
  return isNumber(value) ? `${trim((value * 100).toFixed(digits))}${GAP}%` : DASH;
}

/** A rate: 12.3/s. */
export function rate(value) {
  return isNumber(value) ? `${number(value)}/s` : DASH;
}

/** Seconds since 1970 of a time that is such a number, or a text. */
export function moment(time) {
  if (isNumber(time)) return time;
  const parsed = Date.parse(time ?? '');
  return Number.isNaN(parsed) ? null : parsed / 1000;
}

/** The time of day, with the day where that is another one. */
export function clock(time, withSeconds = true) {
  const at = moment(time);
  if (at === null) return DASH;
  const date = new Date(at * 1000);
  const two = (part) => String(part).padStart(2, '0');
  const day = date.toDateString() === new Date().toDateString()
    ? '' : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `;
  return `${day}${two(date.getHours())}:${two(date.getMinutes())}${withSeconds ? `:${two(date.getSeconds())}` : ''}`;
}

/** How long ago, by the browser's clock set to the node's. */
export function ago(time, now) {
  const at = moment(time);
  return at === null ? DASH : `${span(now - at)} ago`;
}

/** The first digits of a digest. */
export function digest(text) {
  return text ? text.slice(0, 10) : DASH;
}

/** JSON to be read: lists of plain values on one line, as far as it goes. */
export function json(value, margin = '') {
  const isPlain = (part) => part === null || typeof part !== 'object';
  const inner = `${margin}  `;
  if (isPlain(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return `[${value.map((part) => JSON.stringify(part)).join(', ')}]`;
    return `[\n${value.map((part) => inner + json(part, inner)).join(',\n')}\n${margin}]`;
  }
  const entries = Object.entries(value);
  if (!entries.length) return '{}';
  const lines = entries.map(([name, part]) => `${inner}${JSON.stringify(name)}: ${json(part, inner)}`);
  return `{\n${lines.join(',\n')}\n${margin}}`;
}

/** A line for a shell that sends JSON. */
export function curlLine(url, body) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return `curl -sS ${quoted(url)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
}

/** Any value as a short text. */
export function short(value, limit = 120) {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

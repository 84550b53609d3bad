// What the page knows of the node: asked for once, then kept up by one event stream.

const POINTS = 900;
const PREDICTIONS = 200;
const EVENTS = 1000;
/** Milliseconds without a word after which the stream is given up and opened anew. */
const SILENCE = 12_000;

/** An answer that is none of 2xx. */
export class Refused extends Error {
  constructor(status, reason, body) {
    super(reason);
    Object.assign(this, { status, body });
  }
}

/** Lists of values by name that end at one time, a step apart. */
class Series {
  constructor(answer) {
    Object.assign(this, { step: answer.step, end: answer.end, values: new Map(Object.entries(answer.series)) });
    this.length = Math.max(0, ...[...this.values.values()].map((list) => list.length));
  }

  /** Adds what one second brought; a second that was missed is a gap. True where too much was missed for that. */
  add(time, values) {
    const missed = time - this.end;
    if (missed < 0 || missed > POINTS) return missed > POINTS;
    for (const name of Object.keys(values)) {
      if (!this.values.has(name)) this.values.set(name, new Array(this.length).fill(null));
    }
    for (const [name, list] of this.values) {
      for (let index = 1; index < missed; index += 1) list.push(null);
      const value = values[name] ?? null;
      if (missed === 0) {
        if (value !== null) list[list.length - 1] = value;
      } else list.push(value);
      if (list.length > POINTS) list.splice(0, list.length - POINTS);
    }
    this.length = Math.min(POINTS, this.length + missed);
    this.end = time;
    return false;
  }

  get(name) { return this.values.get(name) ?? []; }

  latest(name) {
    const list = this.get(name);
    return list.length ? list[list.length - 1] : null;
  }
}

/** The node as seen from this page. Tells of changes by `change` events whose `detail` is a set of topics. */
export class NodeLink extends EventTarget {
  constructor() {
    super();
    this.session = { role: null, name: null, login: false };
    this.state = null;
    this.series = { '15m': new Series({ step: 1, end: 0, series: {} }), '24h': null };
    this.predictions = [];
    this.log = [];
    this.span = '15m';
    this.missed = 0;
    this.connection = 'connecting';
    this.heard = null;
    this.heardAt = null;
    this.offset = 0;
    this.lastID = null;
    this.ticks = [];
    this.attempts = 0;
  }

  /** Seconds since 1970 by the node's clock. */
  now() { return Date.now() / 1000 + this.offset; }

  /** Seconds since the last word of the node; null before the first. */
  age() { return this.heard === null ? null : (performance.now() - this.heard) / 1000; }

  get isOperator() { return this.session.role === 'operator'; }

  tell(...topics) { this.dispatchEvent(new CustomEvent('change', { detail: new Set(topics) })); }

  /** Asks the node, and gives its JSON. Throws `Refused`, or what `fetch` throws where nobody answers. */
  async ask(path, { method = 'GET', body, isText = false } = {}) {
    const answer = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
    });
    const text = await answer.text();
    if (answer.ok) return isText ? text : text ? JSON.parse(text) : {};
    let told = null;
    try {
      told = JSON.parse(text);
    } catch {
      // What stands between may answer with a page of its own; its status says enough.
    }
    if (answer.status === 401 && path !== '/api/login') this.leave();
    throw new Refused(answer.status, told?.error ?? `the server answered with ${answer.status}`, told);
  }

  /** Says that somebody has to log in, and ends the stream. */
  leave() {
    this.close();
    this.session = { ...this.session, role: null, login: true };
    this.connection = 'closed';
    this.tell('session', 'connection');
  }

  /** Asks who this is and opens the stream; what was before is asked for once that is open: nothing falls between. */
  async open() {
    this.close();
    this.connection = 'connecting';
    this.tell('connection');
    try {
      this.session = await this.ask('/api/session');
      this.tell('session');
      if (this.session.login && !this.session.role) return this.leave();
      this.listen();
    } catch (error) {
      if (error.status !== 401) this.retry();
    }
    return undefined;
  }

  /** Asks for what the stream does not bring again. */
  async gather() {
    const [series, predictions, log] = await Promise.all([
      this.ask('/api/series?span=15m'), this.ask('/api/predictions?limit=100'), this.ask('/api/log', { isText: true }),
    ]);
    this.series['15m'] = new Series(series);
    // What came while the answer was on its way is newer than it.
    for (const { t, values } of this.ticks) this.series['15m'].add(t, values);
    const known = new Set(predictions.predictions.map((sample) => sample.n));
    // What came by the stream meanwhile stays; what a node before its restart numbered does not.
    this.predictions = [...this.predictions.filter((sample) => !known.has(sample.n) && sample.arrived > this.opened),
      ...predictions.predictions].slice(0, PREDICTIONS);
    const entries = log.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const ids = new Set(entries.map((entry) => entry.id));
    this.log = [
      ...entries, ...this.log.filter((entry) => !ids.has(entry.id) && entry.arrived > this.opened),
    ].slice(-EVENTS);
    if (this.log.length) this.lastID = this.log[this.log.length - 1].id;
    this.tell('series', 'predictions', 'log');
    if (this.span === '24h') await this.loadDay();
  }

  /** Asks for the last day, a point a minute. */
  async loadDay() {
    this.series['24h'] = new Series(await this.ask('/api/series?span=24h'));
    this.dayLoaded = performance.now();
    this.tell('series');
  }

  /** Shows 15 minutes or 24 hours. */
  async show(span) {
    this.span = span;
    this.tell('series');
    if (span === '24h') await this.loadDay();
  }

  /** The series of the chosen span. */
  get shown() { return this.series[this.span] ?? this.series['15m']; }

  listen() {
    this.opened = performance.now();
    const from = this.lastID ? `&last_event_id=${encodeURIComponent(this.lastID)}` : '';
    const stream = new EventSource(`/api/events?topics=state,metrics,predictions,events${from}`);
    this.stream = stream;
    const on = (name, take) => stream.addEventListener(name, (event) => {
      if (stream !== this.stream) return;
      this.heard = performance.now();
      this.heardAt = Date.now() / 1000;
      take.call(this, JSON.parse(event.data), event.lastEventId);
    });
    on('state', this.takeState);
    on('metrics', this.takeMetrics);
    on('prediction', this.takePrediction);
    on('event', this.takeEvent);
    on('lost', ({ events }) => {
      this.missed += events;
      this.refresh();
    });
    stream.onopen = () => {
      if (stream !== this.stream) return;
      this.connection = 'live';
      this.attempts = 0;
      this.heard = performance.now();
      this.tell('connection');
      this.refresh();
    };
    stream.onerror = () => {
      if (stream !== this.stream) return;
      this.connection = 'lost';
      this.tell('connection');
      if (stream.readyState === EventSource.CLOSED) this.retry();
    };
  }

  /** Asks again for what may have been missed. */
  refresh() {
    this.opened = performance.now();
    this.gather().catch((error) => {
      if (error.status !== 401) this.retry();
    });
  }

  /** Opens everything again after a while that grows to 15 s. */
  retry() {
    this.close();
    this.connection = 'lost';
    this.attempts += 1;
    this.tell('connection');
    this.timer = setTimeout(() => this.open(), Math.min(15_000, 1500 * this.attempts));
  }

  close() {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }

  /** To be called every second: gives up a stream that is silent, and renews the last day. */
  watch() {
    if (this.connection === 'live' && performance.now() - this.heard > SILENCE) this.retry();
    if (this.span === '24h' && this.connection === 'live' && performance.now() - (this.dayLoaded ?? 0) > 60_000) {
      this.dayLoaded = performance.now();
      this.loadDay().catch(() => this.tell('connection'));
    }
  }

  // What the stream brings.

  takeState(part) {
    const { full, ...sections } = part;
    this.state = full ? sections : { ...this.state, ...sections };
    this.tell('state');
  }

  takeMetrics({ t, values }) {
    this.offset = t - Date.now() / 1000;
    this.ticks = [...this.ticks, { t, values }].slice(-30);
    if (this.series['15m'].end > 0 && this.series['15m'].add(t, values)) this.refresh();
    this.tell('series');
  }

  takePrediction(sample) {
    if (this.predictions[0] && sample.n <= this.predictions[0].n) return;
    sample.arrived = performance.now();
    this.predictions.unshift(sample);
    if (this.predictions.length > PREDICTIONS) this.predictions.length = PREDICTIONS;
    this.dispatchEvent(new CustomEvent('prediction', { detail: sample }));
    this.tell('predictions');
  }

  takeEvent(entry, id) {
    this.lastID = id || entry.id;
    if (this.log.some((known) => known.id === entry.id)) return;
    entry.arrived = performance.now();
    this.log.push(entry);
    if (this.log.length > EVENTS) this.log.shift();
    this.tell('log');
  }
}

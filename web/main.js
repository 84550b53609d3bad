// Puts the page together and draws what changes.

import { NodeLink } from './node.js';
import { setAttribute, setChip, setText } from './parts/dom.js';
import { clock, span } from './parts/format.js';
import { group } from './parts/panel.js';
import { repaint } from './parts/surface.js';
import { attempt } from './panels/attempt.js';
import { latency, spanChoice, throughput } from './panels/charts.js';
import { compare } from './panels/compare.js';
import { drift } from './panels/drift.js';
import { inputs } from './panels/inputs.js';
import { log } from './panels/log.js';
import { mqtt, system } from './panels/machine.js';
import { models } from './panels/models.js';
import { overview } from './panels/overview.js';
import { predictions } from './panels/predictions.js';
import { scores } from './panels/scores.js';
import { updates } from './panels/updates.js';

/** Milliseconds between two drawings. */
const PAUSE = 250;
/** Seconds without a word from which on what is shown is called old. */
const OLD = 4;

const link = new NodeLink();
const byID = (id) => document.getElementById(id);
const shown = [];

function build() {
  const panels = (...makers) => makers.map((make) => {
    const one = make(link);
    shown.push(one);
    return one.panel;
  });
  const top = overview(link);
  shown.push(top);
  const dashboard = byID('dashboard');
  const now = group('now', 'Now', panels(throughput, latency, predictions, scores), spanChoice(link));
  now.querySelector('.panels').prepend(...top.nodes);
  dashboard.append(
    now,
    group('models', 'Models', panels(models, updates, compare)),
    group('inputs', 'Inputs', panels(inputs, drift)),
    group('node', 'Node', panels(mqtt, system)),
    group('events', 'Events', panels(log)),
    group('try', 'Try it', panels(attempt)),
  );
  const parts = new Map([...byID('parts').children].map((anchor) => [anchor.hash.slice(1), anchor]));
  followScroll(parts);
}

/** Marks the part of the page that is being looked at; at the end of the page that is the last one. */
function followScroll(parts) {
  let isWaiting = false;
  const mark = () => {
    isWaiting = false;
    const isEnd = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    let current = null;
    for (const id of parts.keys()) if (
      isEnd || byID(id).getBoundingClientRect().top <= innerHeight * 0.35
    ) current = id;
    for (const [id, anchor] of parts) setAttribute(anchor, 'aria-current', id === current ? 'true' : null);
  };
  const soon = () => {
    if (!isWaiting) requestAnimationFrame(mark);
    isWaiting = true;
  };
  addEventListener('scroll', soon, { passive: true });
  new ResizeObserver(soon).observe(byID('main'));
}

// Drawing: at most four times a second, and only what has changed.

let changed = new Set();
let timer = null;
let drawn = 0;

function draw() {
  timer = null;
  if (document.hidden || byID('dashboard').hidden) return;
  drawn = performance.now();
  const topics = changed;
  changed = new Set();
  for (const one of shown) {
    if (!one.topics.some((topic) => topics.has(topic))) continue;
    try {
      one.update();
    } catch (error) {
      // One panel that cannot be drawn leaves the others; the console tells of it.
      reportError(error);
    }
  }
}

function schedule(topics) {
  for (const topic of topics) changed.add(topic);
  if (timer === null) timer = setTimeout(draw, Math.max(0, drawn + PAUSE - performance.now()));
}

function drawAll() { schedule(['state', 'series', 'predictions', 'log', 'session']); }

// The bar: who we are, whether the node is heard.

function showConnection() {
  const age = link.age();
  const isOld = age !== null && age > OLD;
  const place = byID('connection');
  if (link.connection === 'live' && !isOld) setChip(place, 'good', 'live');
  else if (link.connection === 'live') setChip(place, 'warn', `silent for ${span(age)}`);
  else if (link.connection === 'lost') setChip(place, 'bad', 'reconnecting');
  else setChip(place, 'idle', link.connection === 'closed' ? 'not logged in' : 'connecting');
  const stale = byID('stale');
  stale.hidden = !(link.connection !== 'closed' && (isOld || link.connection === 'lost'));
  if (stale.hidden) return;
  setAttribute(stale, 'data-state', age !== null && age < 30 ? 'warn' : 'bad');
  setText(stale, link.heardAt === null ? 'The node does not answer. It is tried again by itself.'
    : `Stale since ${clock(link.heardAt)}: the node has said nothing for ${span(age)}. It is tried again by itself.`);
}

function showSession() {
  const { role, name, login } = link.session;
  const isIn = Boolean(role);
  byID('login').hidden = isIn || !login;
  byID('dashboard').hidden = !isIn;
  byID('parts').hidden = !isIn;
  byID('logout').hidden = !(isIn && login);
  byID('who').hidden = !isIn;
  setText(byID('who'), role === 'operator' ? (name ?? 'operator') : `${name ? `${name}, ` : ''}read only`);
  if (!isIn && login) byID('token').focus();
  drawAll();
}

async function logIn(event) {
  event.preventDefault();
  const field = byID('token');
  setText(byID('login-said'), '');
  try {
    await link.ask('/api/login', { method: 'POST', body: { token: field.value.trim() } });
    field.value = '';
    await link.open();
  } catch (error) {
    setText(byID('login-said'), error.status === 401 ? 'This token is not known here.' : error.message);
    field.select();
  }
}

async function logOut() {
  try {
    await link.ask('/api/logout', { method: 'POST' });
  } finally {
    link.leave();
  }
}

build();
repaint();
document.addEventListener('themechange', repaint);
byID('theme').addEventListener('click', () => document.dispatchEvent(new Event('themetoggle')));
byID('login-form').addEventListener('submit', logIn);
byID('logout').addEventListener('click', () => logOut().catch(() => showConnection()));
byID('dialog').addEventListener('click', (event) => { if (event.target === byID('dialog')) byID('dialog').close(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) drawAll(); });
link.addEventListener('change', ({ detail: topics }) => {
  if (topics.has('session')) showSession();
  if (topics.has('connection')) showConnection();
  if (topics.has('state') && link.state) {
    setText(byID('node-name'), link.state.node.name);
    document.title = `${link.state.node.name}, Marram`;
  }
  schedule(topics);
});
setInterval(() => {
  link.watch();
  showConnection();
}, 1000);
link.open();

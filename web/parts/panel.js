// Panels and groups of them, and the one dialog of the page.

import { el, fill, setAttribute, setText } from './dom.js';

/** A panel: `body` for its content, `doings` for what can be pressed, `say(text)` for a note beside its title. */
export class Panel {
  constructor(id, title, className = '') {
    this.note = el('span', { class: 'note' });
    this.doings = el('div', { class: 'doings' });
    this.body = el('div', { class: 'stack' });
    this.node = el('section', { class: `panel ${className}`, id, 'aria-labelledby': `${id}-title` },
      el('header', {}, el('h2', { id: `${id}-title`, text: title }), this.note, this.doings), this.body);
  }

  say(text) { setText(this.note, text); }
}

/** A group of panels under a heading. */
export function group(id, title, panels, doings = null) {
  return el('section', { class: 'group', id, 'aria-labelledby': `${id}-title` },
    el('header', {}, el('h2', { id: `${id}-title`, text: title }), doings),
    el('div', { class: 'panels' }, panels.map((panel) => panel.node)));
}

/** Buttons of which one is pressed; `choices` are `[value, text]`. */
export function choice(label, choices, chosen, take) {
  const buttons = choices.map(([value, text]) => el('button', {
    type: 'button', text, 'aria-pressed': String(value === chosen),
    onclick: () => {
      for (const button of buttons) setAttribute(button, 'aria-pressed', String(button.dataset.value === value));
      take(value);
    },
    'data-value': value,
  }));
  return el('div', { class: 'choice', role: 'group', 'aria-label': label }, buttons);
}

/** A list to choose from that is kept in step with what there is. */
export class Select {
  constructor(label, take) {
    this.node = el('select', { 'aria-label': label, onchange: () => take(this.node.value) });
  }

  /** Offers `[value, text]`; what was chosen stays chosen where it still is offered. */
  offer(options) {
    const written = JSON.stringify(options);
    if (written === this.written) return;
    this.written = written;
    const before = this.node.value;
    fill(this.node, options.map(([value, text]) => el('option', { value, text })));
    if (options.some(([value]) => value === before)) this.node.value = before;
  }

  get value() { return this.node.value; }
  set value(value) { this.node.value = value; }
}

/** Opens the dialog with a title and content; what was focused before gets the focus back. */
export function openDialog(title, ...content) {
  const dialog = document.getElementById('dialog');
  const close = el(
    'button', { type: 'button', class: 'plain', 'aria-label': 'Close', text: '✕', onclick: closeDialog },
  );
  fill(
    dialog,
    el(
      'div', { class: 'stack' },
      el('header', { class: 'dialog-head' }, el('h2', { id: 'dialog-title', text: title }), close), content,
    ),
  );
  if (!dialog.open) dialog.showModal();
  close.focus();
  return dialog;
}

export function closeDialog() { document.getElementById('dialog').close(); }

/** A text that can be copied. */
export function copyable(text, label) {
  const button = el('button', {
    type: 'button', text: 'Copy', 'aria-label': `Copy ${label}`,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        setText(button, 'Copied');
      } catch {
        // Without TLS browsers give no clipboard: it is marked, to be copied by hand.
        getSelection().selectAllChildren(code);
        setText(button, 'Marked');
      }
    },
  });
  const code = el('pre', { class: 'block', tabindex: 0, text });
  return el('div', { class: 'with-copy' }, code, button);
}

/** Asks before something is done; `act()` does it and gives a sentence for what came of it. */
export function confirmDoing({ title, text, button, isDangerous, act }) {
  const said = el('p', { class: 'said', role: 'status' });
  const go = el(
    'button', { type: 'button', class: isDangerous ? 'main danger' : 'main', text: button, id: 'dialog-go' },
  );
  const back = el('button', { type: 'button', text: 'Cancel', onclick: closeDialog, id: 'dialog-back' });
  go.addEventListener('click', async () => {
    go.disabled = true;
    setText(said, 'Asking the node …');
    setAttribute(said, 'data-state', null);
    try {
      setText(said, await act());
      setAttribute(said, 'data-state', 'good');
      go.hidden = true;
    } catch (error) {
      setText(said, `It was not done: ${error.message}`);
      setAttribute(said, 'data-state', 'bad');
      go.disabled = false;
    }
    setText(back, 'Close');
    back.focus();
  });
  openDialog(title, text.map((line) => el('p', { text: line })), said, el('div', { class: 'row' }, back, go));
  back.focus();
}

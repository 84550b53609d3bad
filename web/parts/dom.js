// Elements made and changed without markup: what comes over the network is only ever text.

/** Makes an element; `on…` are listeners, `text` its text, others attributes. Children that are null are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'text') node.textContent = value;
    else if (name === 'class') node.className = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Sets an element's text where it differs, so that a selection in it stays. */
export function setText(node, text) {
  const wanted = text === null || text === undefined ? '' : String(text);
  if (node.textContent !== wanted) node.textContent = wanted;
}

/** Sets or removes an attribute where it differs. */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** Replaces all children. */
export function fill(node, ...children) {
  node.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
  );
}

/**
 * Keeps one child for each item, in the items' order; a child that stays is changed and keeps its focus.
 * `make(item)` gives `{node, update(item)}`.
 */
export class Rows {
  constructor(parent, key, make) {
    Object.assign(this, { parent, key, make, rows: new Map() });
  }

  update(items) {
    const focused = this.parent.contains(document.activeElement) ? document.activeElement : null;
    let heir = null;
    const seen = new Set();
    let place = this.parent.firstElementChild;
    for (const item of items) {
      const key = this.key(item);
      if (seen.has(key)) continue;
      seen.add(key);
      let row = this.rows.get(key);
      if (!row) {
        row = this.make(item);
        this.rows.set(key, row);
      }
      row.update(item);
      if (row.node === place) place = place.nextElementSibling;
      else this.parent.insertBefore(row.node, place);
    }
    for (const [key, row] of this.rows) {
      if (seen.has(key)) continue;
      if (focused && row.node.contains(focused)) heir = row.node.nextElementSibling ?? row.node.previousElementSibling;
      row.node.remove();
      this.rows.delete(key);
    }
    if (focused && focused !== document.activeElement) keepFocus(focused, heir);
  }
}

/** Gives the focus back to what was moved, or hands it on from what is gone to what stands beside it. */
function keepFocus(focused, heir) {
  const wanted = focused.isConnected ? focused : heir?.matches('[tabindex], a, button') ? heir
    : heir?.querySelector('[tabindex], a, button');
  wanted?.focus({ preventScroll: true });
}

/**
 * A table in a frame that scrolls by itself; `columns` are `[title, class]`. Its body is `.body`. `label(row)` gives
 * the row's cells the titles of their columns, for a phone, where each row stands as a card.
 */
export function table(caption, columns) {
  const body = el('tbody');
  const head = el('tr', {}, columns.map(([title, kind]) => el('th', { scope: 'col', class: kind, text: title })));
  const node = el('div', { class: 'frame', tabindex: 0, role: 'region', 'aria-label': caption },
    el('table', {}, el('caption', { class: 'unseen', text: caption }), el('thead', {}, head), body));
  const label = (row) => {
    node.classList.add('cards');
    [...row.children].forEach((cell, index) => cell.setAttribute('data-title', columns[index][0]));
    return row;
  };
  return { node, body, label };
}

/** A word with a sign before it: state that is told by shape and text, and by colour only besides. */
export function chip(state, text) {
  const node = el('span', { class: 'chip' });
  setChip(node, state, text);
  return node;
}

/** Changes a chip; `state` is one of good, warn, bad, idle, busy. */
export function setChip(node, state, text) {
  setAttribute(node, 'data-state', state);
  setText(node, text);
}

/** What a panel says while there is nothing to show, and what would fill it. */
export function hint(text) {
  return el('p', { class: 'hint', text });
}

/** Shows one of two: the content, or the sentence that stands for it. */
export function showEither(content, sentence, hasContent) {
  content.hidden = !hasContent;
  sentence.hidden = hasContent;
}

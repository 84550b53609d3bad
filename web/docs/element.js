// Elements of the reference; what comes over the network is only ever text.

import { el } from '/parts/dom.js';

export { el };

/** Paragraphs of a description: `code` and *words that matter*; nothing else of Markdown. */
export function prose(text, kind = 'prose') {
  if (!text) return null;
  const paragraphs = text.trim().split(/\n\s*\n/);
  return el('div', { class: kind }, paragraphs.map((paragraph) => el('p', {}, inline(paragraph))));
}

/** The same for one line. */
export function inline(text) {
  return text.split(/(`[^`]+`|\*[^*\s][^*]*\*)/).filter(Boolean).map((part) => {
    if (part.startsWith('`')) return el('code', { text: part.slice(1, -1) });
    if (part.startsWith('*') && part.length > 2) return el('em', { text: part.slice(1, -1) });
    return document.createTextNode(part);
  });
}

/** Text with a button that copies it. */
export function copyable(text, label) {
  const pre = el('pre', { tabindex: 0, 'aria-label': label, text });
  const button = el('button', { type: 'button', class: 'copy', text: 'Copy' });
  button.addEventListener('click', async () => {
    button.textContent = (await copy(pre.textContent)) ? 'Copied' : 'Select it';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  const node = el('div', { class: 'copyable' }, pre, button);
  return { node, set: (value) => { pre.textContent = value; } };
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without a secure context there is no clipboard.
    return false;
  }
}

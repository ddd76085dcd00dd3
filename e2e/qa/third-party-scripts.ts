import type { BrowserContext } from '@playwright/test';

/** Others that alter the tree of every page: how each does it, as public reports of such errors tell. */
export type Stranger = 'translator' | 'slow translator' | 'translator of blocks' | 'extensions';

/** Lets somebody alter every page of a browser from its first text on. The words stay, so that a step reads as ever. */
export async function letIn(context: BrowserContext, stranger: Stranger): Promise<void> {
  if (stranger === 'extensions') await context.addInitScript(extensions);
  else if (stranger === 'translator of blocks') await context.addInitScript(blocks);
  else await context.addInitScript(translator, stranger);
}

/** Puts each text into two font elements, in the place of the text node that was there (facebook/react#11538). */
function translator(stranger: Stranger): void {
  const ours = new WeakSet<Node>();
  const translate = (node: Text): void => {
    const parent = node.parentNode;
    if (parent === null || ours.has(node) || node.data.trim() === '' || /SCRIPT|STYLE|TITLE/.test(parent.nodeName))
      return;
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    const text = document.createTextNode(node.data);
    ours.add(text);
    inner.append(text);
    outer.append(inner);
    if (stranger === 'translator') parent.replaceChild(outer, node);
    else {
      node.after(outer);
      node.remove();
    }
  };
  const all = (root: Node): void => {
    const texts: Text[] = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) texts.push(walk.currentNode as Text);
    for (const text of texts) translate(text);
  };
  const look = (records: MutationRecord[]): void => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (node instanceof Text) translate(node);
        else if (node.nodeName !== 'FONT') all(node);
      }
    }
  };
  const begin = (): void => {
    all(document.body);
    new MutationObserver((records) => {
      if (stranger === 'translator') look(records);
      else setTimeout(() => look(records), 20);
    }).observe(document.body, { childList: true, subtree: true });
  };
  document.addEventListener('DOMContentLoaded', begin);
}

/** Puts copies of a whole line of words, with all that is in it, in the place of what was there. */
function blocks(): void {
  const lines =
    '#site :is(button, p, li, output, h2, dd):not(:has(a, input, button, svg line, ul, p, div, section)):not([data-line])';
  const look = (): void => {
    for (const line of document.querySelectorAll(lines)) {
      if (line.querySelector('font') !== null || (line.textContent ?? '').trim() === '') continue;
      const font = document.createElement('font');
      font.append(...[...line.childNodes].map((node) => node.cloneNode(true)));
      line.replaceChildren(font);
    }
  };
  document.addEventListener('DOMContentLoaded', () => {
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
}

/** Icons next to fields, wrappings around what is shown, and blocked parts, as password managers, readers and blockers do. */
function extensions(): void {
  const seen = new WeakSet<Element>();
  const beside = (element: Element): void => {
    const icon = document.createElement('div');
    icon.setAttribute('data-stranger', 'icon');
    icon.style.display = 'none';
    seen.add(icon);
    if (Math.random() < 0.5) element.before(icon);
    else element.after(icon);
  };
  const wrap = (element: Element): void => {
    const wrapping = document.createElement('div');
    wrapping.setAttribute('data-stranger', 'wrapping');
    wrapping.style.display = 'contents';
    seen.add(wrapping);
    element.replaceWith(wrapping);
    wrapping.append(element);
  };
  const look = (): void => {
    for (const element of document.querySelectorAll(
      '#site :is(input, button, form, [role=alert], output, .note, .spinner)',
    )) {
      if (seen.has(element)) continue;
      seen.add(element);
      beside(element);
      if (element.matches('[role=alert], output, .note')) wrap(element);
    }
    for (const element of document.querySelectorAll(
      '#site :is(.badge, footer p, .sr-only:not(input, h1, label *, fieldset *))',
    )) {
      if (!element.matches('output')) element.remove();
    }
  };
  const begin = (): void => {
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  };
  document.addEventListener('DOMContentLoaded', begin);
}

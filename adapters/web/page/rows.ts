/** One child of a list: built again only when its signature changes. */
export interface Row {
  key: string;
  signature: string;
  build(): HTMLElement;
}

interface Kept {
  signature: string;
  element: HTMLElement;
}

const kept = new WeakMap<HTMLElement, Map<string, Kept>>();

/** Makes the list show these rows, leaving alone what did not change: focus, selection and scrolling survive. */
export function reconcile(list: HTMLElement, rows: readonly Row[]): void {
  const before = kept.get(list) ?? new Map<string, Kept>();
  const after = new Map<string, Kept>();
  for (const { key, signature, build } of rows) {
    const old = before.get(key);
    after.set(key, old?.signature === signature ? old : { signature, element: replace(old?.element, build()) });
  }
  kept.set(list, after);
  const wanted = [...after.values()].map(({ element }) => element);
  const staying = new Set<Element>(wanted);
  for (const child of [...list.children]) if (!staying.has(child)) child.remove();
  wanted.forEach((element, index) => {
    const there = list.children[index];
    if (there !== element) list.insertBefore(element, there ?? null);
  });
}

/** A row that changes under the focus keeps it, so that a keyboard does not fall back to the top of the page. */
function replace(old: HTMLElement | undefined, element: HTMLElement): HTMLElement {
  const focused = old?.contains(document.activeElement) ?? false;
  old?.replaceWith(element);
  if (focused) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
  return element;
}

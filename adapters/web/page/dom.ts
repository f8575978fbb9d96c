type Child = Node | string | false | null | undefined;

interface Properties {
  class?: string | undefined;
  /** Attributes; `true` stands without a value, `false`, null and undefined are left out. */
  attributes?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  on?: { [Event in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Event]) => void };
}

/** An element with its attributes, listeners and children. Text goes in as text: nothing is ever parsed as HTML. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (properties.class) element.className = properties.class;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [event, listener] of Object.entries(properties.on ?? {})) element.addEventListener(event, listener as EventListener);
  element.append(...children.filter((child): child is Node | string => child !== false && child !== null && child !== undefined));
  return element;
}

/**
 * Tells whether what is to be drawn differs from the last time. A part that is drawn anew for nothing would
 * take away a button between the press and the release of the mouse.
 */
export function changeDetector(): (drawn: unknown) => boolean {
  let last: string | undefined;
  return (drawn) => {
    const now = JSON.stringify(drawn);
    const changed = now !== last;
    last = now;
    return changed;
  };
}

/** @throws Error when the page has no such element, which is a defect of `index.html`. */
export function byId<Element extends HTMLElement>(id: string, type: new () => Element): Element {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`no ${type.name} #${id} in the page`);
  return element;
}

const namespace = "http://www.w3.org/2000/svg";

/** An icon of the page, drawn with strokes on a 24 × 24 grid; it repeats what the text beside it says. */
export function icon(name: keyof typeof icons): SVGSVGElement {
  const svg = document.createElementNS(namespace, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", icons[name]);
  svg.append(path);
  return svg;
}

const icons = {
  people: "M16 19c0-2.8-3.1-5-7-5s-7 2.2-7 5M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM22 19c0-2.2-1.8-4-4.4-4.7M16 3.4a4 4 0 0 1 0 7.2",
  timeline: "M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01",
  close: "M6 6l12 12M18 6 6 18",
  send: "M4 12 20 4l-5 16-3.5-6.5L4 12Z",
  calendar: "M4 6.5h16v13H4zM4 10.5h16M8 3.5v4M16 3.5v4",
  forward: "M5 5l8 7-8 7zM13 5l8 7-8 7z",
  bell: "M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15zM10 21h4",
  sent: "M4 12.5 9.5 18 20 7",
  planned: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3 2",
  dropped: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.8 5.8l12.4 12.4",
  waiting: "M7 4h10M7 20h10M8 4c0 5 8 5 8 8s-8 3-8 8M16 4c0 5-8 5-8 8s8 3 8 8",
  failed: "M12 4 2.5 20h19zM12 10v4.5M12 17.5h.01",
} as const;

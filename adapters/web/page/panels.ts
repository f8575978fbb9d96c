/**
 * On a narrow screen the people and the timeline wait beside the conversation: a panel comes in over it,
 * holds the focus, and gives it back. On a wide screen the panels are simply there.
 */
export function createPanels(panels: readonly HTMLElement[], behind: readonly HTMLElement[], veil: HTMLElement) {
  let opened: { panel: HTMLElement; opener: Element | null } | undefined;

  function close(): void {
    if (!opened) return;
    const { panel, opener } = opened;
    opened = undefined;
    panel.classList.remove("open");
    veil.hidden = true;
    for (const element of [...behind, ...panels]) element.inert = false;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }

  function open(panel: HTMLElement): void {
    close();
    opened = { panel, opener: document.activeElement };
    panel.classList.add("open");
    veil.hidden = false;
    for (const element of [...behind, ...panels]) element.inert = element !== panel;
    (panel.querySelector<HTMLElement>('[aria-current="true"]') ?? panel.querySelector<HTMLElement>("button"))?.focus();
  }

  veil.addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  // A panel that was open has nothing to float over once the window is wide.
  matchMedia("(min-width: 900px)").addEventListener("change", close);
  matchMedia("(min-width: 1160px)").addEventListener("change", close);
  return { open, close };
}

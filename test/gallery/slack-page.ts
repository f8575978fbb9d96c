import type { SlackFile } from "./slack.ts";

/*
 * How Slack shows blocks, as far as a page without a script can say it. What Slack shows otherwise than its
 * payload says, such as a text that it folds, is not here.
 */

/** Payloads are read as they are sent, whatever wrote them. */
type Sent = Readonly<Record<string, unknown>>;

const escaped = (text: unknown): string =>
  String(text ?? "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");

const list = (sent: unknown): Sent[] => (Array.isArray(sent) ? (sent as Sent[]) : []);
const one = (sent: unknown): Sent => (sent ?? {}) as Sent;
const textOf = (sent: unknown): string => escaped(one(sent).text);
const all = (sent: unknown, draw: (each: Sent) => string): string => list(sent).map(draw).join("");

/** The emoji that the bot uses, by Slack's names of them, drawn: not every machine has them. Another one is shown as its name, to be noticed. */
const emoji: Readonly<Record<string, string>> = {
  white_check_mark: '<i class="sign" style="background:#77b255">✓</i>',
  small_orange_diamond: '<i class="sign" style="color:#ff9b2e">◆</i>',
  warning: '<i class="sign" style="background:#ffcc4d;color:#1d1c1d">!</i>',
};

function styled(html: string, style: Sent): string {
  const tags = { bold: "b", italic: "i", strike: "s", code: "code" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? `<${tag}>${inner}</${tag}>` : inner), html);
}

function inline(piece: Sent): string {
  const style = one(piece.style);
  if (piece.type === "text") return styled(escaped(piece.text), style);
  if (piece.type === "link") return `<a href="${escaped(piece.url)}">${styled(escaped(piece.text ?? piece.url), style)}</a>`;
  if (piece.type === "emoji") return emoji[String(piece.name)] ?? `:${escaped(piece.name)}:`;
  return `<mark>${escaped(piece.type)}</mark>`;
}

function richElement(element: Sent): string {
  const inner = () => all(element.elements, inline);
  if (element.type === "rich_text_list") {
    const tag = element.style === "ordered" ? "ol" : "ul";
    return `<${tag}>${all(element.elements, (item) => `<li>${all(item.elements, inline)}</li>`)}</${tag}>`;
  }
  if (element.type === "rich_text_preformatted") return `<pre>${inner()}</pre>`;
  if (element.type === "rich_text_quote") return `<blockquote>${inner()}</blockquote>`;
  return `<div class="line">${inner()}</div>`;
}

const button = ({ text, style }: Sent): string => `<button type="button" class="${escaped(style ?? "plain")}">${textOf(text)}</button>`;

function input({ type, options, ...element }: Sent): string {
  const value = escaped(element.initial_value ?? element.initial_date ?? element.initial_time);
  const chosen = [...list(element.initial_options), one(element.initial_option)].map((option) => option.value);
  const box = (kind: string) =>
    all(options, (option) => {
      const mark = chosen.includes(option.value) ? " checked" : "";
      return `<label class="option"><input type="${kind}"${mark}> ${textOf(option.text)}</label>`;
    });
  switch (type) {
    case "plain_text_input":
      return element.multiline
        ? `<textarea rows="3" placeholder="${textOf(element.placeholder)}">${value}</textarea>`
        : `<input type="text" value="${value}" placeholder="${textOf(element.placeholder)}">`;
    case "static_select":
      return `<div class="menu">${textOf(one(element.initial_option).text) || "Sélectionner un élément"} <span>⌄</span></div>`;
    case "radio_buttons":
      return box("radio");
    case "checkboxes":
      return box("checkbox");
    default:
      return `<div class="menu">${value || (type === "number_input" ? "" : "Sélectionner")} <span>${type === "number_input" ? "" : "⌄"}</span></div>`;
  }
}

function block(sent: Sent): string {
  switch (sent.type) {
    case "header":
      return `<div class="header">${textOf(sent.text)}</div>`;
    case "rich_text":
      return `<div class="rich">${all(sent.elements, richElement)}</div>`;
    case "section":
      return `<div class="rich"><div class="line">${textOf(sent.text)}</div>${
        sent.fields ? `<div class="fields">${all(sent.fields, (field) => `<div>${textOf(field)}</div>`)}</div>` : ""
      }</div>`;
    case "context":
      return `<div class="context">${all(sent.elements, (element) => `<span>${textOf(element)}</span>`)}</div>`;
    case "actions":
      return `<div class="actions">${all(sent.elements, button)}</div>`;
    case "divider":
      return "<hr>";
    case "image":
      return `<figure><figcaption>${textOf(sent.title)}</figcaption><div class="image">${escaped(sent.alt_text)}</div></figure>`;
    case "input":
      return `<div class="input"><b>${textOf(sent.label)}</b>${sent.optional ? " <small>(facultatif)</small>" : ""}${input(
        one(sent.element),
      )}${sent.hint ? `<div class="hint">${textOf(sent.hint)}</div>` : ""}</div>`;
    default:
      return `<mark>${escaped(sent.type)}</mark>`;
  }
}

/** One message, modal or home as Slack would show it. */
export function slackHtml({ kind, payload }: SlackFile): string {
  const { blocks, title, close, submit } = payload as unknown as Sent;
  const body = `<div class="blocks">${all(blocks, block)}</div>`;
  if (kind === "message") {
    return `<div class="slack message"><div class="face">T</div><div><p class="from"><b>Triade</b> <small>APP</small> 9 h 41</p>${body}</div></div>`;
  }
  if (kind === "home") return `<div class="slack home">${body}</div>`;
  const foot = [
    close && `<button type="button" class="plain">${textOf(close)}</button>`,
    submit && button({ text: submit, style: "primary" }),
  ];
  return `<div class="slack modal"><div class="bar">${textOf(title)}<span>✕</span></div>${body}<div class="foot">${foot.filter(Boolean).join("")}</div></div>`;
}

export const slackStyle = `
  .slack { font: 15px/1.467 Lato, "Helvetica Neue", Arial, sans-serif; color: #1d1c1d; background: #fff; overflow-wrap: anywhere; }
  .slack.message { display: grid; grid-template-columns: 36px 1fr; gap: 8px; width: 640px; padding: 8px 12px; }
  .slack.home { width: 680px; padding: 16px 20px; border: 1px solid #ddd; border-radius: 8px; }
  .slack.modal { width: 518px; border: 1px solid #ddd; border-radius: 8px; box-shadow: 0 4px 12px #0002; }
  .slack .face { width: 36px; height: 36px; border-radius: 8px; background: #2f5d62; color: #fff; font: 700 20px/36px Lato, Arial, sans-serif; text-align: center; }
  .slack .from { margin: 0; color: #616061; font-size: 12px; }
  .slack .from b { color: #1d1c1d; font-size: 15px; font-weight: 900; }
  .slack .from small { background: #ececec; border-radius: 2px; padding: 0 3px; font-size: 10px; font-weight: 700; }
  .slack .bar { display: flex; justify-content: space-between; padding: 16px 24px; font-size: 22px; font-weight: 900; }
  .slack .bar span { color: #616061; font-size: 16px; }
  .slack.modal .blocks { padding: 0 24px 8px; }
  .slack .foot { display: flex; justify-content: flex-end; gap: 8px; padding: 16px 24px; border-top: 1px solid #ddd; }
  .slack .header { margin: 16px 0 8px; font-size: 18px; line-height: 1.33; font-weight: 900; white-space: pre-wrap; }
  .slack .rich { margin: 8px 0 4px; }
  .slack .line { white-space: pre-wrap; }
  .slack ul, .slack ol { margin: 0; padding-left: 24px; list-style: revert; white-space: pre-wrap; }
  .slack .sign { display: inline-block; width: 18px; border-radius: 3px; color: #fff; font: 700 14px/18px Arial, sans-serif; text-align: center; }
  .slack pre { margin: 4px 0; padding: 8px; border: 1px solid #ddd; border-radius: 4px; background: #f8f8f8; font: 12px/1.5 Monaco, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
  .slack blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid #ddd; white-space: pre-wrap; }
  .slack a { color: #1264a3; text-decoration: none; }
  .slack .context { margin: 4px 0; color: #616061; font-size: 13px; line-height: 1.385; white-space: pre-wrap; }
  .slack .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
  .slack button { height: 32px; padding: 0 12px; border: 1px solid #bbb; border-radius: 8px; background: #fff; color: #1d1c1d; font: 700 13px Lato, Arial, sans-serif; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .slack button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
  .slack button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
  .slack hr { border: 0; border-top: 1px solid #ddd; margin: 16px 0; }
  .slack .input { margin: 16px 0 20px; }
  .slack .input small, .slack .hint { color: #616061; font-size: 13px; }
  .slack textarea, .slack input[type="text"], .slack .menu { display: block; box-sizing: border-box; width: 100%; margin: 8px 0 4px; padding: 8px 12px; border: 1px solid #bbb; border-radius: 4px; font: inherit; min-height: 38px; background: #fff; }
  .slack .menu { width: auto; min-width: 200px; max-width: 300px; color: #1d1c1d; }
  .slack .menu span { float: right; }
  .slack .option { display: block; margin: 6px 0; }
  .slack .image { padding: 40px; background: #f4f4f4; color: #616061; }
  .slack mark { background: #ff0; }
`;

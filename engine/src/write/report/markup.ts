/** A piece of the page whose text is already safe. Made by `html` alone. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text is escaped, markup is not, null is nothing, a list is its members in order. */
export type Content = Markup | string | number | null | readonly Content[];

// C0 and C1 controls except tab, line feed and carriage return: not allowed in HTML text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are to go
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(CONTROLS, '').replace(SPECIAL, character => ENTITIES[character] ?? '');
}

/** Template whose every value is escaped unless it is markup itself: nothing can be forgotten. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let markup = strings[0] ?? '';
  for (let index = 0; index < values.length; index++) {
    markup += render(values[index] ?? null) + (strings[index + 1] ?? '');
  }
  return { markup };
}

/** Foreign text (titles, names) that may run in the other direction without turning its surroundings. */
export function foreign(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

function render(value: Content): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  let markup = '';
  for (const member of value) markup += render(member);
  return markup;
}

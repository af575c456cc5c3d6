import { type Content, html, type Markup } from './markup.ts';

/** One entry of a legend: how it is drawn and what it is. */
export interface LegendEntry {
  readonly kind: 'line' | 'area' | 'dashed' | 'dot';
  readonly className: string;
  readonly label: string;
}

export interface Table {
  readonly caption: string;
  readonly head: readonly Content[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly Content[])[];
}

/** A picture with its legend, its caption and its figures as a table. */
export function pictured(options: {
  readonly picture: Content;
  readonly legend: readonly LegendEntry[];
  readonly caption: Content;
  readonly table: Table | null;
}): Markup {
  return html`<figure>${options.picture}<figcaption>${legend(options.legend)}<p>${options.caption}</p></figcaption>${
    options.table === null ? null : folded('Figures as a table', table(options.table))
  }</figure>`;
}

export function legend(entries: readonly LegendEntry[]): Markup | null {
  if (entries.length === 0) return null;
  return html`<ul class="legend">${entries.map(entry => html`<li>${swatch(entry)}${entry.label}</li>`)}</ul>`;
}

/**
 * A table that scrolls sideways on its own where the screen is narrower. With the class 'stack' it becomes one block per row
 * there, each value after its column's name.
 */
export function table(options: Table, className = ''): Markup {
  const labels = className.includes('stack') ? options.head : [];
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${options.caption}"><table class="${className}"><caption>${options.caption}</caption><thead><tr>${options.head.map(
    cell => html`<th scope="col">${cell}</th>`,
  )}</tr></thead><tbody>${options.rows.map(cells => row(cells, labels))}</tbody></table></div>`;
}

export function folded(summary: string, content: Content): Markup {
  return html`<details><summary>${summary}</summary>${content}</details>`;
}

function row(cells: readonly Content[], labels: readonly Content[]): Markup {
  const [name, ...rest] = cells;
  const data = rest.map((cell, index) => {
    const label = labels[index + 1];
    return html`<td${label === undefined ? null : html` data-label="${label}"`}>${cell}</td>`;
  });
  return html`<tr><th scope="row">${name ?? null}</th>${data}</tr>`;
}

function swatch({ kind, className }: LegendEntry): Markup {
  const inner = {
    line: html`<line class="${className}" x1="1" x2="21" y1="6" y2="6"/>`,
    dashed: html`<line class="level ${className}" x1="1" x2="21" y1="6" y2="6"/>`,
    area: html`<rect class="${className}" x="1" y="1" width="20" height="10"/>`,
    dot: html`<circle class="${className}" cx="11" cy="6" r="4"/>`,
  }[kind];
  return html`<svg class="swatch" width="22" height="12" aria-hidden="true">${inner}</svg>`;
}

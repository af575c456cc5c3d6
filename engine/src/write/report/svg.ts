import { type Content, html, type Markup } from './markup.ts';

/**
 * Plots that keep their letters legible at any width: the outer picture has no view box, so its text and lines stand in CSS
 * pixels and per cent; only the data lives in a stretched inner picture of PLOT_WIDTH × PLOT_HEIGHT units.
 */
const PLOT_WIDTH = 3000;
const PLOT_HEIGHT = 1000;

/** A value's place as a fraction of the axis: 0 left or bottom, 1 right or top. */
export type Scale = (value: number) => number;

export interface Tick {
  readonly value: number;
  readonly label: string;
  /** Left out on narrow screens. */
  readonly isMinor: boolean;
}

export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
}

/** [x, y] as fractions, y upward; null breaks the line. */
export type Point = readonly [number, number] | null;

export interface Plot {
  readonly id: string;
  readonly title: string;
  /** The picture in words, with its figures. */
  readonly summary: string;
  readonly heightPixels: number;
  readonly x: Axis;
  readonly y: Axis;
  /** Drawn under the grid's labels, in data units: `line`, `area`. */
  readonly shapes: Content;
  /** Drawn on top in per cent: `levelLines`, dots. */
  readonly marks: Content;
  readonly hasTimeLabels: boolean;
}

export function linearScale(from: number, to: number): Scale {
  return value => (value - from) / (to - from);
}

/** A fraction as per cent for an SVG attribute. */
export function share(fraction: number): string {
  const rounded = Math.round(fraction * 10_000) / 100;
  return `${rounded}%`;
}

/** A line through the points, as path data. */
export function linePath(points: readonly Point[]): string {
  let path = '';
  let previousX = 0;
  let previousY = 0;
  let isBroken = true;
  for (const point of points) {
    if (point === null) {
      isBroken = true;
      continue;
    }
    const x = Math.round(point[0] * PLOT_WIDTH);
    const y = Math.round((1 - point[1]) * PLOT_HEIGHT);
    path += isBroken ? `M${pair(x, y)}l` : `${pair(x - previousX, y - previousY)} `;
    if (isBroken) path += '0 0 '; // a lone point still leaves a dot with round caps
    previousX = x;
    previousY = y;
    isBroken = false;
  }
  return path;
}

/** The surface between two lines of the same places; broken where either is. */
export function areaPath(upper: readonly Point[], lower: readonly Point[]): string {
  let path = '';
  for (let from = 0; from < upper.length; ) {
    let to = from;
    while (to < upper.length && upper[to] && lower[to]) to++;
    if (to > from) path += `${linePath([...upper.slice(from, to), ...lower.slice(from, to).reverse()])}z`;
    from = Math.max(to, from) + 1;
  }
  return path;
}

/** A rectangle in fractions of a plot, y upward from its bottom. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Many rectangles as path data: a few bytes each. */
export function boxesPath(boxes: readonly Box[]): string {
  return boxes
    .map(({ x, y, width, height }) => {
      const across = Math.max(1, Math.round(width * PLOT_WIDTH));
      const down = Math.max(1, Math.round(height * PLOT_HEIGHT));
      return `M${Math.round(x * PLOT_WIDTH)} ${Math.round((1 - y - height) * PLOT_HEIGHT)}h${across}v${down}h-${across}z`;
    })
    .join('');
}

/** The stretched inner picture that paths in data units live in. */
export function stretched(content: Content): Markup {
  return html`<svg width="100%" height="100%" viewBox="0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}" preserveAspectRatio="none">${content}</svg>`;
}

export function shape(path: string, className: string): Markup {
  return path === '' ? html`` : html`<path class="${className}" d="${{ markup: path }}"/>`; // numbers only
}

/** A rectangle over the full height. */
export function span(x: Scale, from: number, to: number, className: string): Markup {
  const start = clamp(x(from));
  const width = Math.max(clamp(x(to)) - start, 0.002);
  return html`<rect class="${className}" x="${share(start)}" width="${share(width)}" y="0" height="100%"/>`;
}

/** The whole picture with grid, ticks and words for those who do not see it. */
export function plot(options: Plot): Markup {
  const { id, x, y } = options;
  const style = `height:${options.heightPixels}px`;
  return html`<svg class="plot${options.hasTimeLabels ? ' timed' : ''}" style="${style}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${options.title}</title><desc id="${id}-d">${options.summary}</desc>
${y.ticks.map(tick => horizontal(y.scale(tick.value), tick))}${x.ticks.map(tick => vertical(x.scale(tick.value), tick, options.hasTimeLabels))}
${stretched(options.shapes)}
${options.marks}</svg>`;
}

export function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}

function horizontal(fraction: number, tick: Tick): Markup {
  const y = share(1 - fraction);
  const name = tick.isMinor ? 'y minor' : 'y';
  return html`<line class="grid" x2="100%" y1="${y}" y2="${y}"/><text class="${name}" x="-8" y="${y}" dy=".34em">${tick.label}</text>`;
}

function vertical(fraction: number, tick: Tick, isLabelled: boolean): Markup {
  const x = share(fraction);
  const name = tick.isMinor ? 'x minor' : 'x';
  const text = html`<text class="${name}" x="${x}" y="100%" dy="17">${tick.label}</text>`;
  return html`<line class="grid" x1="${x}" x2="${x}" y2="100%"/>${isLabelled ? text : null}`;
}

function pair(x: number, y: number): string {
  return y < 0 ? `${x}${y}` : `${x} ${y}`;
}

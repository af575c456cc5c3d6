import { log2 } from '../../units/index.ts';
import { html, type Markup } from './markup.ts';
import { type Axis, linearScale, type Scale, share, type Tick } from './svg.ts';
import { clockTime, figure, plain } from './text.ts';

const TIME_STEPS_SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
const LEVEL_STEPS_DB = [0.5, 1, 2, 3, 6, 10, 12, 20];

/** Programme time: at most eleven ticks, every other one left out on narrow screens. */
export function timeAxis(durationSeconds: number): Axis {
  const end = Math.max(durationSeconds, 0.1);
  const step = TIME_STEPS_SECONDS.find(candidate => end / candidate <= 10) ?? Math.ceil(end / 10);
  const ticks: Tick[] = [];
  for (let index = 0; index * step <= end * 1.0001; index++) {
    const value = index * step;
    ticks.push({ value, label: step < 1 ? plain(value, 1) : clockTime(value), isMinor: index % 2 === 1 });
  }
  return { scale: linearScale(0, end), ticks };
}

/** Levels in dB: at most `tickLimit` ticks at round values. */
export function levelAxis(from: number, to: number, tickLimit = 7): Axis {
  const step = LEVEL_STEPS_DB.find(candidate => (to - from) / candidate <= tickLimit) ?? 20;
  const ticks: Tick[] = [];
  for (let index = Math.ceil(from / step); index * step <= to + 1e-9; index++) {
    ticks.push({ value: index * step, label: figure(index * step, step < 1 ? 1 : 0), isMinor: false });
  }
  return { scale: linearScale(from, to), ticks };
}

/** Frequency by octaves. */
export function frequencyAxis(fromHz: number, toHz: number): Axis {
  const octaves = log2(toHz / fromHz);
  const scale: Scale = hertz => log2(hertz / fromHz) / octaves;
  const ticks = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]
    .filter(hertz => hertz >= fromHz && hertz <= toHz)
    .map(hertz => ({
      value: hertz,
      label: hertz < 1000 ? String(hertz) : `${hertz / 1000}k`,
      isMinor: ![50, 200, 1000, 5000, 20_000].includes(hertz),
    }));
  return { scale, ticks };
}

/** A named height across a plot: a target, a bound, a percentile; or the name of a curve where it ends. */
export interface LevelLine {
  readonly value: number;
  readonly label: string;
  readonly className: string;
}

/** Lines across the plot, named in its right margin. */
export function levelLines(lines: readonly LevelLine[], y: Scale, heightPixels: number): Markup {
  return html`${lines.map(({ value, className }) => {
    const at = share(1 - y(value));
    return html`<line class="level ${className}" x2="100%" y1="${at}" y2="${at}"/>`;
  })}${marginNames(lines, y, heightPixels)}`;
}

/** Names in the right margin, at their heights; they move apart where heights are close. */
export function marginNames(names: readonly LevelLine[], y: Scale, heightPixels: number): Markup[] {
  const sorted = [...names].sort((a, b) => y(b.value) - y(a.value));
  const places = spread(
    sorted.map(name => (1 - y(name.value)) * heightPixels),
    14,
    heightPixels - 4,
  );
  return sorted.map((name, index) => {
    const at = share((places[index] ?? 0) / heightPixels);
    return html`<text class="name ${name.className}" x="100%" dx="8" y="${at}" dy=".34em">${name.label}</text>`;
  });
}

/** Rising places, at least `gap` apart, within 4 … limit. */
function spread(places: readonly number[], gap: number, limit: number): number[] {
  const moved: number[] = [];
  for (const place of places) moved.push(Math.max(place, (moved.at(-1) ?? 4 - gap) + gap));
  for (let index = moved.length - 1, ceiling = limit; index >= 0; index--, ceiling -= gap) {
    moved[index] = Math.min(moved[index] ?? ceiling, ceiling);
  }
  return moved;
}

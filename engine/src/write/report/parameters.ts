import { type Table, table } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { figure, frequency, label, NOTHING, percent, plain, withUnit } from './text.ts';

/** A figure whose name carries its unit, as everywhere in the house: 'releaseSeconds', 'thresholdDbfs'. */
const UNITS: readonly { readonly suffix: string; readonly show: (value: number) => string }[] = [
  { suffix: 'Dbfs', show: value => withUnit(figure(value, 1), 'dBFS') },
  { suffix: 'Dbtp', show: value => withUnit(figure(value, 2), 'dBTP') },
  { suffix: 'Lufs', show: value => withUnit(figure(value, 1), 'LUFS') },
  { suffix: 'Db', show: value => withUnit(figure(value, 1), 'dB') },
  { suffix: 'Hz', show: value => (value === 0 ? 'none' : frequency(value)) },
  { suffix: 'Seconds', show: seconds },
  { suffix: 'Fraction', show: percent },
  { suffix: 'Frames', show: value => `${value} frames` },
  { suffix: 'ratio', show: value => `${plain(value, 2)} : 1` },
];

/** Levels that go both ways are shown with their sign. */
const SIGNED = /(gain|gains|makeup)Db$/i;

/** A name without its unit, and the value with it. */
export function describeParameter(
  name: string,
  value: unknown,
): { readonly name: string; readonly value: string } {
  const unit = UNITS.find(({ suffix }) => name.endsWith(suffix) || name.endsWith(`${suffix}s`));
  const show = (item: unknown): string => {
    if (typeof item === 'string') return label(item);
    if (typeof item !== 'number') return item === true ? 'yes' : item === false ? 'no' : NOTHING;
    const shown = unit === undefined ? plain(item, 3) : unit.show(item);
    return item > 0 && SIGNED.test(name) ? `+${shown}` : shown;
  };
  return {
    name: label(shortName(name, unit?.suffix)),
    value: Array.isArray(value) ? value.map(show).join(', ') : show(value),
  };
}

/** All parameters of a step: single figures as a list, lists of sections (bands) as a table. */
export function parameters(of: object): Markup {
  const entries = Object.entries(of);
  const lists = entries.filter(([, value]) => isListOfObjects(value));
  const single = entries
    .filter(([, value]) => !isListOfObjects(value))
    .map(([name, value]) => describeParameter(name, value));
  const list = parameterList(single.map(item => [item.name, item.value] as const));
  return html`${single.length === 0 ? null : list}${lists.map(([name, value]) => table(sections(name, value as readonly object[]), 'sections'))}`;
}

/** Names over values, as engraved over knobs. */
export function parameterList(items: readonly (readonly [string, string])[]): Markup {
  return html`<dl class="parameters">${items.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function sections(name: string, items: readonly object[]): Table {
  const names = [...new Set(items.flatMap(item => Object.keys(item)))];
  const values = (item: object): Map<string, unknown> => new Map(Object.entries(item));
  return {
    caption: label(name),
    head: ['', ...names.map(key => describeParameter(key, 0).name)],
    rows: items.map((item, index) => [
      String(index + 1),
      ...names.map(key =>
        isUnused(key, item) ? NOTHING : describeParameter(key, values(item).get(key)).value,
      ),
    ]),
  };
}

/** Passes have no gain: FilterSpec carries one all the same. */
function isUnused(key: string, item: object): boolean {
  return key === 'gainDb' && 'shape' in item && /pass$/.test(String(item.shape));
}

function isListOfObjects(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'object' && item !== null)
  );
}

function shortName(name: string, suffix: string | undefined): string {
  if (suffix === undefined || suffix === 'ratio') return name === 'q' ? 'Q' : name;
  return name.slice(0, name.lastIndexOf(suffix)) || name;
}

function seconds(value: number): string {
  return value < 1 ? withUnit(plain(value * 1000, 2), 'ms') : withUnit(plain(value, 2), 's');
}

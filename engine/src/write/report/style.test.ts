import { describe, expect, it } from 'vitest';
import { STYLE } from './style.ts';

type Palette = Readonly<Record<string, string>>;

/** The first, and the dark, definition of every ink. */
function palettes(): readonly (readonly [string, Palette])[] {
  const read = (text: string): Palette =>
    Object.fromEntries([...text.matchAll(/--(\w+):(#[0-9a-f]{6})/g)].map(match => [match[1]!, match[2]!]));
  const [light = '', dark = ''] = STYLE.split('@media (prefers-color-scheme:dark)');
  return [
    ['light', read(light)],
    ['dark', read(dark.slice(0, dark.indexOf('}}')))],
  ];
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe.each(palettes())('the %s palette', (_, palette) => {
  const grounds = [palette['paper']!, palette['raised']!];

  it.each(['ink', 'quiet', 'copper', 'blue', 'fail'])(
    'keeps text in %s at 4.5 : 1 or more (WCAG 2.2, 1.4.3)',
    name => {
      for (const ground of grounds) expect(contrast(palette[name]!, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('keeps the pencil of the mix at 3 : 1 or more (WCAG 2.2, 1.4.11)', () => {
    for (const ground of grounds) expect(contrast(palette['pencil']!, ground)).toBeGreaterThanOrEqual(3);
  });
});

import type { Spectrogram } from '../../../analyze/spectrogram.ts';
import type { PalettePicture } from '../../png.ts';
import { html, type Markup } from '../markup.ts';

/** How far below the strongest the picture reaches: deeper lies the noise of most rooms (own estimate), dB. */
const REACH_DB = 54;
const COLOUR_COUNT = 128;
/** From wax over copper to paper: the same in light and dark, as the disc is. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [22, 20, 18],
  [58, 33, 24],
  [125, 56, 28],
  [190, 92, 42],
  [232, 160, 92],
  [247, 228, 190],
];

/** The palette, from silence to the strongest. */
function palette(): [number, number, number][] {
  return Array.from({ length: COLOUR_COUNT }, (_, index) => {
    const place = (index / (COLOUR_COUNT - 1)) * (STOPS.length - 1);
    const from = Math.min(STOPS.length - 2, Math.floor(place));
    const mix = (part: 0 | 1 | 2): number =>
      Math.round(STOPS[from]![part] + (place - from) * (STOPS[from + 1]![part] - STOPS[from]![part]));
    return [mix(0), mix(1), mix(2)];
  });
}

/** One pixel per column and third of an octave, the highest on top; the browser smooths between them. */
export function paintSpectrogram({ levelsDb }: Spectrogram): PalettePicture {
  const heightPixels = Math.max(1, levelsDb.length);
  const widthPixels = Math.max(1, levelsDb[0]?.length ?? 0);
  const strongestDb = levelsDb.flat().reduce((most, level) => Math.max(most, level), -140);
  const pixels = new Uint8Array(widthPixels * heightPixels);
  levelsDb.forEach((row, band) => {
    const offset = (heightPixels - 1 - band) * widthPixels;
    row.forEach((level, column) => {
      const height = Math.min(1, Math.max(0, 1 + (level - strongestDb) / REACH_DB));
      pixels[offset + column] = Math.round(height * (COLOUR_COUNT - 1));
    });
  });
  return { widthPixels, heightPixels, pixels, palette: palette() };
}

/** The scale of the colours, to be set into a line. */
export function colours(): Markup {
  const steps = STOPS.map(
    ([red, green, blue], index) =>
      html`<rect x="${index * 12}" width="12" height="10" fill="rgb(${red},${green},${blue})"/>`,
  );
  return html` <svg class="swatch" width="72" height="10" aria-hidden="true">${steps}</svg> (${REACH_DB} dB)`;
}

import { log2 } from '../../units/index.ts';
import { NINE_BAND_CENTRES_HZ } from './nine-bands.ts';

/** Which of the nine published bands a measured band answers to: the one whose middle is nearest. */
export function nineBandIndex(band: { readonly fromHz: number; readonly toHz: number }): number {
  const middleHz = Math.sqrt(Math.max(25, band.fromHz) * Math.min(20000, band.toHz));
  let nearest = 0;
  let distance = Number.POSITIVE_INFINITY;
  NINE_BAND_CENTRES_HZ.forEach((centreHz, index) => {
    const octaves = Math.abs(log2(middleHz / centreHz));
    if (octaves < distance) {
      distance = octaves;
      nearest = index;
    }
  });
  return nearest;
}

/** Broadband hiss with everything known about it. */
import { makeChance, normal } from './programmes.ts';

/** What is planted. */
export interface HissPlant {
  readonly colour: 'white' | 'pinkish' | 'tape';
  /** Root mean square of one channel. */
  readonly levelDbfs: number;
  readonly isMono: boolean;
}

/** A hiss from a seed, −45 … −70 dBFS. */
export function drawHiss(seed: number): HissPlant {
  const chance = makeChance(seed + 31337);
  const colour = (['white', 'pinkish', 'tape'] as const)[Math.floor(3 * chance())]!;
  return { colour, levelDbfs: -45 - 25 * chance(), isMono: chance() < 0.25 };
}

/** The hiss alone, two channels. */
export function renderHiss(
  plant: HissPlant,
  frameCount: number,
  channelCount: number,
  seed: number,
): Float32Array[] {
  const make = (offset: number) => {
    const chance = makeChance(seed * 2 + offset + 99);
    const out = new Float32Array(frameCount);
    let low = 0;
    let before = 0;
    let sum = 0;
    for (let n = 0; n < frameCount; n++) {
      const white = normal(chance);
      let x = white;
      if (plant.colour === 'pinkish') {
        low += 0.05 * (white - low);
        x = 0.35 * white + 3 * low;
      } else if (plant.colour === 'tape') {
        x = white - 0.6 * before;
        before = white;
      }
      out[n] = x;
      sum += x * x;
    }
    const scale = 10 ** (plant.levelDbfs / 20) / Math.sqrt(sum / frameCount);
    return out.map(x => x * scale);
  };
  const left = make(0);
  if (channelCount === 1) return [left];
  return [left, plant.isMono ? left : make(1)];
}

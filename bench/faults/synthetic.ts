import { makeRandom } from '../../examples/synth/random.ts';
import { between, oneOf, whiteNoise } from './plant/draw.ts';
import { bandPass, bell, filtered, lowPass } from './plant/filters.ts';
import type { Excerpt } from './plant/index.ts';
import { peakOf } from './plant/levels.ts';

const NOTES_HZ = [110, 130.8, 146.8, 164.8, 196, 220, 261.6, 293.7, 329.6, 392];

/**
 * Computed music that no codec ever saw: plucked strings left and right, a bass, drums with cymbals to 20 kHz, in a room.
 * Made for its known history, not for its beauty.
 */
export function makeSyntheticPiece(seed: number, seconds: number, sampleRateHz: number): Excerpt {
  const random = makeRandom(seed);
  const frameCount = Math.round(seconds * sampleRateHz);
  const left = new Float64Array(frameCount);
  const right = new Float64Array(frameCount);
  const beatSeconds = between(random, 0.38, 0.6);
  for (let beat = 0; (beat + 1) * beatSeconds < seconds - 0.4; beat++) {
    const start = Math.round((0.15 + beat * beatSeconds) * sampleRateHz);
    const hz = oneOf(random, NOTES_HZ);
    const pan = between(random, 0.25, 0.75);
    add(left, start, pluck(hz, 1.2, sampleRateHz, random), 0.5 * (1 - pan));
    add(right, start, pluck(hz * 1.001, 1.2, sampleRateHz, random), 0.5 * pan);
    if (beat % 2 === 0) {
      const bass = pluck(hz / 2, 0.8, sampleRateHz, random);
      for (const side of [left, right]) add(side, start, bass, 0.3);
    }
    const drum = strike(beat % 2 === 0 ? 180 : 2400, sampleRateHz, random);
    const cymbal = strike(9000, sampleRateHz, random);
    for (const [side, gain] of [
      [left, 0.1],
      [right, 0.13],
    ] as const) {
      add(side, start, drum, 0.4);
      add(side, start + Math.round((beatSeconds / 2) * sampleRateHz), cymbal, gain);
    }
  }
  const colour = bell(between(random, 300, 3000), between(random, -2, 2), 0.8, sampleRateHz);
  const channels = [left, right].map(side => new Float32Array(filtered(side, colour)));
  const gain = 0.6 / peakOf(channels);
  for (const samples of channels)
    for (let n = 0; n < frameCount; n++)
      samples[n]! *= gain * Math.min(1, (frameCount - n) / (0.3 * sampleRateHz));
  return {
    name: `synthetic ${seed}`,
    origin: 'synthetic',
    isMastered: false,
    own: [],
    channels,
    sampleRateHz,
  };
}

/** 10 ms: a voice cut off where it still sounds, as it was at −30 dB, is a click, and detectors rightly say so. */
const RELEASE_FRAMES = 480;

function add(into: Float64Array, start: number, voice: Float64Array, gain: number): void {
  for (let n = 0; n < voice.length && start + n < into.length; n++)
    into[start + n]! += gain * Math.min(1, (voice.length - n) / RELEASE_FRAMES) * voice[n]!;
}

/** Fifteen partials, each dying sooner than the one below. */
function pluck(hz: number, seconds: number, rate: number, random: () => number): Float64Array {
  const voice = new Float64Array(Math.round(seconds * rate));
  for (let h = 1; h <= 15 && h * hz < rate / 2; h++) {
    const phase = 2 * Math.PI * random();
    for (let n = 0; n < voice.length; n++)
      voice[n]! +=
        (Math.sin((2 * Math.PI * h * hz * n) / rate + phase) *
          Math.exp((-n * (1 + 0.4 * h)) / (0.5 * rate))) /
        h;
  }
  for (let n = 0; n < voice.length; n++) voice[n]! *= Math.min(1, n / (0.003 * rate));
  return voice;
}

/** A burst of noise about a frequency, with a little of all others. */
function strike(hz: number, rate: number, random: () => number): Float64Array {
  const noise = whiteNoise(random, Math.round(0.25 * rate));
  const body = filtered(noise, bandPass(hz, 0.8, rate));
  const air = filtered(noise, lowPass(0.45 * rate, rate));
  return body.map((x, n) => (x + 0.08 * air[n]!) * Math.exp(-n / (0.05 * rate)));
}

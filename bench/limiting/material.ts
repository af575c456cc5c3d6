/** Excerpts for the limiter contest, at the rate of the ear model: nothing but a limiter lies between what is compared. */
import { makeCodecHost } from '../../conformance/support/recordings.ts';
import { everyMusic, readMusic } from '../support/music.ts';
import { resample, type SincShape } from '../support/resample.ts';

export const RATE_HZ = 48000;
/** Flat to 20 kHz, more than 100 dB down from Nyquist on. */
const SHARP: SincShape = { beta: 10, crossings: 40, edgeFraction: 0.96 };

/** Planar audio at RATE_HZ, ±1 full scale. */
export type Stereo = readonly Float32Array[];

/** A passage of music. */
export interface Piece {
  readonly name: string;
  readonly channels: Stereo;
}

/** The middle of every recording and every unmastered mix beside the checkout whose name holds `part`. */
export async function readPieces(part: string, seconds: number): Promise<Piece[]> {
  const host = makeCodecHost();
  const pieces: Piece[] = [];
  for (const recording of everyMusic().filter(({ name }) => name.includes(part))) {
    const { name, channels, sampleRateHz } = await readMusic(recording, host, 0.5, seconds);
    pieces.push({ name, channels: channels.map(samples => toRate(samples, sampleRateHz)) });
  }
  return pieces;
}

const toRate = (samples: Float32Array, sampleRateHz: number): Float32Array =>
  sampleRateHz === RATE_HZ ? samples : Float32Array.from(resample(samples, sampleRateHz, RATE_HZ, SHARP));

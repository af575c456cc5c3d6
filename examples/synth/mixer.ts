import type { Note } from './instruments.ts';

/** A stereo track. */
export interface Track {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

export function makeTrack(frameCount: number): Track {
  return { left: new Float64Array(frameCount), right: new Float64Array(frameCount) };
}

/** Adds a note at a place. @param pan −1 left … 1 right, equal power */
export function place(track: Track, note: Note, startFrame: number, gain: number, pan: number): void {
  const angle = ((pan + 1) * Math.PI) / 4;
  const [left, right] = [gain * Math.cos(angle), gain * Math.sin(angle)];
  const end = Math.min(track.left.length, startFrame + note.length);
  for (let frame = startFrame; frame < end; frame++) {
    const sample = note[frame - startFrame]!;
    track.left[frame]! += left * sample;
    track.right[frame]! += right * sample;
  }
}

/** Adds a track to another. */
export function mixInto(bus: Track, track: Track, gain: number): void {
  for (let frame = 0; frame < bus.left.length; frame++) {
    bus.left[frame]! += gain * track.left[frame]!;
    bus.right[frame]! += gain * track.right[frame]!;
  }
}

const COMB_SECONDS = [0.0297, 0.0371, 0.0411, 0.0437];
const ALLPASS_SECONDS = [0.005, 0.0017];

/** A small room: four combs and two all-passes a side. @source M. R. Schroeder, JAES 10(3) 1962 */
export function room(track: Track, decaySeconds: number, rate: number): Track {
  return {
    left: reverberate(track.left, decaySeconds, rate, 0),
    right: reverberate(track.right, decaySeconds, rate, 23),
  };
}

function reverberate(
  input: Float64Array,
  decaySeconds: number,
  rate: number,
  spreadFrames: number,
): Float64Array {
  const output: Float64Array = new Float64Array(input.length);
  for (const seconds of COMB_SECONDS) {
    const delay = Math.round(seconds * rate) + spreadFrames;
    const feedback = 10 ** ((-3 * seconds) / decaySeconds);
    const comb = new Float64Array(input.length);
    for (let n = 0; n < input.length; n++) {
      comb[n] = input[n]! + (n >= delay ? feedback * comb[n - delay]! : 0);
      output[n]! += 0.25 * comb[n]!;
    }
  }
  let signal: Float64Array = output;
  for (const seconds of ALLPASS_SECONDS) signal = allPass(signal, Math.round(seconds * rate));
  return signal;
}

function allPass(input: Float64Array, delay: number): Float64Array {
  const output = new Float64Array(input.length);
  for (let n = 0; n < input.length; n++) {
    const past = n >= delay ? input[n - delay]! + 0.7 * output[n - delay]! : 0;
    output[n] = -0.7 * input[n]! + past;
  }
  return output;
}

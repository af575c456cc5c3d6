import { bandPass, makeBiquad } from './filters.ts';
import type { Random } from './random.ts';

/** A mono voice: writes one note into a new buffer. */
export type Note = Float64Array;

const TAU = 2 * Math.PI;

function frames(seconds: number, rate: number): number {
  return Math.round(seconds * rate);
}

/** Frequency of a MIDI note. */
export function noteHz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

/** A sine that falls from 160 to 48 Hz, with a beater's click. */
export function kick(rate: number, random: Random): Note {
  let phase = 0;
  return Float64Array.from({ length: frames(0.42, rate) }, (_, n) => {
    const t = n / rate;
    phase += (TAU * (48 + 112 * Math.exp(-t / 0.035))) / rate;
    const click = t < 0.004 ? 0.5 * (random() - 0.5) : 0;
    return Math.sin(phase) * Math.exp(-t / 0.13) + click;
  });
}

/** Wires and shell. */
export function snare(rate: number, random: Random): Note {
  const wires = makeBiquad(bandPass(2800, 0.6, rate));
  return Float64Array.from({ length: frames(0.3, rate) }, (_, n) => {
    const t = n / rate;
    const shell = Math.sin(TAU * 188 * t) * Math.exp(-t / 0.06);
    return 0.5 * shell + 1.1 * wires(random() - 0.5) * Math.exp(-t / 0.085);
  });
}

/** Bright noise; an open one rings longer. */
export function hat(rate: number, random: Random, isOpen: boolean): Note {
  const metal = makeBiquad(bandPass(9200, 0.9, rate));
  const decay = isOpen ? 0.16 : 0.035;
  return Float64Array.from(
    { length: frames(5 * decay, rate) },
    (_, n) => metal(random() - 0.5) * Math.exp(-n / rate / decay),
  );
}

/**
 * Sum of harmonics 1/k up to `highestHz`: a saw that cannot alias. `oddOnly` gives a square.
 *
 * sin((k+1)x) = 2 cos(x) sin(kx) − sin((k−1)x) spares a sine per harmonic.
 */
function harmonics(phase: number, frequencyHz: number, highestHz: number, oddOnly: boolean): number {
  const step = oddOnly ? 2 : 1;
  const twiceCosine = 2 * Math.cos(step * phase);
  let before = oddOnly ? -Math.sin(phase) : 0;
  let now = Math.sin(phase);
  let sum = 0;
  for (let k = 1; k * frequencyHz < highestHz; k += step) {
    sum += now / k;
    [before, now] = [now, twiceCosine * now - before];
  }
  return sum;
}

/** A plucked bass: a saw whose brightness falls. */
export function bass(midi: number, seconds: number, detuneCents: number, rate: number): Note {
  const frequencyHz = noteHz(midi) * 2 ** (detuneCents / 1200);
  return Float64Array.from({ length: frames(seconds, rate) }, (_, n) => {
    const t = n / rate;
    const edge = Math.min(1, t / 0.006, (seconds - t) / 0.03);
    const highestHz = 180 + 900 * Math.exp(-t / 0.12);
    return edge * Math.exp(-t / 1.4) * harmonics(TAU * frequencyHz * t, frequencyHz, highestHz, false);
  });
}

/** One voice of a pad: slow edges, soft saw. */
export function pad(midi: number, seconds: number, detuneCents: number, rate: number): Note {
  const frequencyHz = noteHz(midi) * 2 ** (detuneCents / 1200);
  return Float64Array.from({ length: frames(seconds, rate) }, (_, n) => {
    const t = n / rate;
    const edge = Math.min(1, t / 0.25, (seconds - t) / 0.3);
    return edge * harmonics(TAU * frequencyHz * t, frequencyHz, 2600, false);
  });
}

/** A square lead with vibrato that comes in late. */
export function lead(midi: number, seconds: number, rate: number): Note {
  let phase = 0;
  return Float64Array.from({ length: frames(seconds, rate) }, (_, n) => {
    const t = n / rate;
    const vibrato = 0.006 * Math.min(1, t / 0.4) * Math.sin(TAU * 5.4 * t);
    const frequencyHz = noteHz(midi) * (1 + vibrato);
    phase += (TAU * frequencyHz) / rate;
    const edge = Math.min(1, t / 0.012, (seconds - t) / 0.05);
    return edge * (0.75 + 0.25 * Math.exp(-t / 0.2)) * harmonics(phase, frequencyHz, 9000, true);
  });
}

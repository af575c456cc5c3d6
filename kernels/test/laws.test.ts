import type { Kernels } from '@deadwax/engine/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { makeProgramme, noise, play, playNew, type Subject, sameBits } from './laws.ts';
import { everySubject, isBuilt } from './subjects.ts';

const kernels: Kernels = freshKernels();
const FRAMES = 4000;
/** fast-check prints it with the counterexample when a law is broken. */
const SEED = 20120607;

const subjects = everySubject();
const built = subjects.map(subject => isBuilt(subject, kernels));
console.log(
  `[laws] ${subjects.length} processors × rates × layouts; ${built.filter(ok => !ok).length} without a kernel`,
);

/** Frames that a law plays: what comes late must come out too. */
function framesOf(subject: Subject): number {
  const mark = kernels.mark();
  const { latencyFrames } = subject.make(kernels);
  kernels.release(mark);
  return FRAMES + (latencyFrames > FRAMES / 4 ? latencyFrames : 0);
}

function programme(subject: Subject): Float32Array[] {
  return makeProgramme(subject.channelCount, framesOf(subject), 11);
}

/** A +20 dBFS burst, then the smallest numbers there are, then silence, then quiet noise. */
function roughProgramme(channelCount: number): Float32Array[] {
  return Array.from({ length: channelCount }, (_, channel) => {
    const next = noise(5 + channel);
    return Float32Array.from({ length: 12000 }, (_, n) => {
      if (n < 2000) return 10 * Math.sign(next());
      if (n < 4000) return 1e-40 * next();
      return n < 9000 ? 0 : 1e-4 * next();
    });
  });
}

/** The shift at which output resembles input most, among 4096 from `from` on. */
function measureLatency(input: Float32Array, output: Float32Array, from: number): number {
  let best = 0;
  let bestSum = -1;
  for (let shift = from; shift < from + 4096; shift++) {
    let sum = 0;
    for (let n = 0; n < 2000; n++) sum += input[n]! * output[n + shift]!;
    if (Math.abs(sum) > bestSum) {
      bestSum = Math.abs(sum);
      best = shift;
    }
  }
  return best;
}

describe.each(
  subjects.map((subject, i) => ({
    subject,
    isReady: built[i]!,
    title: `${subject.name}, ${subject.sampleRateHz} Hz, ${subject.channelCount === 1 ? 'mono' : 'stereo'}`,
  })),
)('$title', ({ subject, isReady }) => {
  const law = it.skipIf(!isReady);

  const { makeNeutral } = subject;
  const neutralLaw = makeNeutral === null ? null : law;
  neutralLaw?.('leaves every bit alone when neutral', () => {
    const input = programme(subject);
    input[0]![17] = -0;
    const { output, latencyFrames } = playNew(kernels, makeNeutral!, input);
    const late = output.map(channel => channel.subarray(latencyFrames));
    expect(
      sameBits(
        input.map(channel => channel.subarray(0, channel.length - latencyFrames)),
        late,
      ),
    ).toBe(true);
  });

  const silenceLaw = subject.keepsSilence === false ? null : law;
  silenceLaw?.('keeps silence silent', () => {
    const silence = Array.from({ length: subject.channelCount }, () => new Float32Array(framesOf(subject)));
    const { output } = playNew(kernels, subject.make, silence);
    expect(output.every(channel => channel.every(x => x === 0))).toBe(true);
  });

  law('gives the same bits however the audio is cut', () => {
    const input = programme(subject);
    const whole = playNew(kernels, subject.make, input, [input[0]!.length]).output;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 30 }), sizes =>
        sameBits(whole, playNew(kernels, subject.make, input, sizes).output),
      ),
      { seed: SEED, numRuns: 12 },
    );
  });

  law('is as new after reset', () => {
    const input = programme(subject);
    const mark = kernels.mark();
    const processor = subject.make(kernels);
    const first = play(kernels, processor, input, [333]);
    processor.reset();
    const second = play(kernels, processor, input, [333]);
    kernels.release(mark);
    expect(sameBits(first, second)).toBe(true);
  });

  law('has the latency it declares', () => {
    const next = noise(3);
    const late = framesOf(subject) - FRAMES;
    // −40 dBFS in the first part: under every threshold, above the last bit
    const input = Array.from({ length: subject.channelCount }, () =>
      Float32Array.from({ length: 6200 + late }, (_, n) => (n < 2000 ? 0.01 * next() : 0)),
    );
    const { output, latencyFrames } = playNew(kernels, subject.make, input);
    expect(measureLatency(input[0]!, output[0]!, Math.max(0, late - 2048))).toBe(latencyFrames);
  });

  law('lets no NaN and no infinity out', () => {
    const { output } = playNew(kernels, subject.make, roughProgramme(subject.channelCount), [777]);
    expect(output.every(channel => channel.every(Number.isFinite))).toBe(true);
  });

  law('gives the same bytes twice', () => {
    const input = programme(subject);
    const other = freshKernels();
    expect(
      sameBits(playNew(kernels, subject.make, input).output, playNew(other, subject.make, input).output),
    ).toBe(true);
  });

  const linkedLaw = subject.isLinked ? law : null;
  linkedLaw?.('moves a quiet witness channel by the gain of the loud one', () => {
    const [loud] = programme(subject);
    const witness = Float32Array.from(loud!, x => x / 1024);
    const { output } = playNew(kernels, subject.make, [loud!, witness]);
    const [loudOut, witnessOut] = output;
    // a power of two apart going in, so exactly that apart coming out
    expect(witnessOut!.every((x, n) => x * 1024 === loudOut![n])).toBe(true);
    expect(loudOut!.some((x, n) => Math.abs(x) < 0.8 * Math.abs(loud![n]!))).toBe(true);
  });
});

import {
  type DiagnoseContext,
  EFFECTS,
  type Finding,
  type FindingKind,
  inspect,
  type RepairCall,
  repairs,
  type Traces,
} from '@deadwax/engine';
import { describe, expect, it } from 'vitest';
import { detectBalance } from '../engine/src/diagnose/detect/balance.ts';
import { detectPlosive } from '../engine/src/diagnose/detect/plosive.ts';
import { detectResonance } from '../engine/src/diagnose/detect/resonance.ts';
import { detectSibilance } from '../engine/src/diagnose/detect/sibilance.ts';
import { type MemoryHost, makeMemoryHost } from './support/memory.ts';
import { hasRecordings, makeCodecHost, RECORDINGS, readExcerpt } from './support/recordings.ts';
import { addBreath, addHiss, addKicks, RATE_HZ, type Span, voiceLike } from './support/tone-signals.ts';

const { kernels } = makeMemoryHost().powers;

/** What the detectors of tone say; the others look at other traces. */
function diagnose(context: DiagnoseContext): readonly Finding[] {
  return [detectPlosive, detectSibilance, detectResonance, detectBalance].flatMap(detect => detect(context));
}

async function traceOf(signal: Float32Array, host: MemoryHost = makeMemoryHost()): Promise<Traces> {
  return inspect(host.makeSource([signal], RATE_HZ), ['spectra'], host.powers, {}) as Promise<Traces>;
}

/** Facts as far as these detectors look at them: a tone that is the aim itself. */
function contextOf(traces: Traces, frameCount: number, channelCount = 1): DiagnoseContext {
  const centresHz = [63, 125, 250, 500, 1000, 2000, 4000, 8000];
  const flat = centresHz.map(() => -30);
  return {
    facts: {
      durationSeconds: frameCount / RATE_HZ,
      frameCount,
      sampleRateHz: RATE_HZ,
      channels: Array.from({ length: channelCount }, () => ({ dcOffset: 0 })),
      spectrum: { centresHz, midDb: flat, sideDb: flat },
    },
    traces,
    tonalAim: {
      label: 'records',
      confidenceFraction: 1,
      centresHz,
      levelDb: flat,
      toleranceDb: centresHz.map(() => 3),
    },
  } as unknown as DiagnoseContext;
}

async function findingOf(signal: Float32Array, kind: FindingKind): Promise<Finding | undefined> {
  const traces = await traceOf(signal);
  return diagnose(contextOf(traces, signal.length)).find(each => each.kind === kind);
}

/** Plays a repair over a signal, the latency taken away. */
function mend(signal: Float32Array, call: RepairCall): Float32Array {
  const spec = repairs[call.repair];
  const mark = kernels.mark();
  const block = kernels.makeBlock(1, signal.length + 4096);
  block.channels[0]!.set(signal);
  let late = 0;
  if (spec.kind === 'stream') {
    const processor = spec.make(
      call.parameters as never,
      { sampleRateHz: RATE_HZ, channelCount: 1 },
      kernels,
    );
    processor.process(block);
    late = processor.latencyFrames;
  } else {
    for (const { startFrame, endFrame } of spec.regions(call.parameters as never)) {
      const job = { block, fromFrame: startFrame, toFrame: endFrame, startFrame: 0, sampleRateHz: RATE_HZ };
      spec.mend(job, call.parameters as never, kernels);
    }
  }
  const mended = block.channels[0]!.slice(late, late + signal.length);
  kernels.release(mark);
  return mended;
}

/** The measure of a repair before and after it. */
async function effectOf(signal: Float32Array, call: RepairCall): Promise<readonly [number, number]> {
  const effect = EFFECTS[call.repair]!;
  const ailmentOf = async (each: Float32Array) =>
    effect.measure(await traceOf(each), { durationSeconds: each.length / RATE_HZ });
  return [await ailmentOf(signal), await ailmentOf(mend(signal, call))];
}

function ring(signal: Float32Array, frequencyHz: number): Float32Array {
  const mark = kernels.mark();
  const block = kernels.makeBlock(1, signal.length);
  block.channels[0]!.set(signal);
  const section = kernels.designFilter({ shape: 'bell', frequencyHz, gainDb: 8, q: 15 }, RATE_HZ);
  kernels.makeBiquads([section], 1).process(block);
  const output = block.channels[0]!.slice();
  kernels.release(mark);
  return output;
}

describe('resonance', () => {
  it.each([640, 4500])('a bell of 8 dB and Q 15 at %i Hz is found and loses 5 dB', async hz => {
    const signal = ring(voiceLike(48, 3), hz);
    const finding = await findingOf(signal, 'resonance');
    expect(finding?.repair?.repair).toBe('resonance');
    const call = finding!.repair as Extract<RepairCall, { repair: 'resonance' }>;
    expect(call.parameters.rings).toHaveLength(1);
    // within a twelfth of an octave
    expect(Math.abs(Math.log2(call.parameters.rings[0]!.frequencyHz / hz))).toBeLessThan(1 / 12);
    const [before, after] = await effectOf(signal, call);
    expect(before - after).toBeGreaterThanOrEqual(5);
  });

  it('is not found in sound that has none', async () => {
    expect(await findingOf(voiceLike(14, 3), 'resonance')).toBeUndefined();
  });
});

/** Irregular, and one across the border of two segments at 12 s. */
const SPANS: readonly Span[] = [
  [1.21, 0.09],
  [3.67, 0.12],
  [5.02, 0.08],
  [8.34, 0.1],
  [11.95, 0.1],
];

describe('sibilance', () => {
  it('sharp sounds are found where they are, each once, and the de-esser leaves none of them', async () => {
    const signal = addHiss(voiceLike(14, 3), SPANS, 0.6);
    const finding = (await findingOf(signal, 'sibilance'))!;
    expect(finding.places).toHaveLength(SPANS.length);
    finding.places.forEach(({ startSeconds, endSeconds }, k) => {
      const [start, seconds] = SPANS[k]!;
      expect(startSeconds).toBeLessThan(start + seconds / 2);
      expect(endSeconds).toBeGreaterThan(start + seconds / 2);
    });
    const [before, after] = await effectOf(signal, finding.repair!);
    expect(before).toBe(SPANS.length);
    expect(after).toBe(0);
  });

  it('sibilants that stay below the middle of the mix are none of its business', async () => {
    expect(await findingOf(addHiss(voiceLike(14, 3), SPANS, 0.15), 'sibilance')).toBeUndefined();
  });
});

describe('plosive', () => {
  it('bursts of breath are found, and the shelf leaves none and nothing else touched', async () => {
    const signal = addBreath(voiceLike(14, 3), SPANS, 0.6);
    const finding = (await findingOf(signal, 'plosive'))!;
    expect(finding.placeCount).toBe(SPANS.length);
    const [, after] = await effectOf(signal, finding.repair!);
    expect(after).toBe(0);
    const mended = mend(signal, finding.repair!);
    const untouched = mended.subarray(2 * RATE_HZ, 3.4 * RATE_HZ);
    expect(untouched.every((x, n) => x === signal[2 * RATE_HZ + n])).toBe(true);
  });

  it('kick drums are none, whether they come evenly or not', async () => {
    const even = Array.from({ length: 24 }, (_, k): Span => [0.5 + 0.5 * k, 0.1]);
    expect(await findingOf(addKicks(voiceLike(14, 3), SPANS, 0.6), 'plosive')).toBeUndefined();
    expect(await findingOf(addBreath(voiceLike(14, 3), even, 0.6), 'plosive')).toBeUndefined();
  });
});

describe('balance', () => {
  const tilted = (change: Partial<Record<number, number>>) => {
    const context = contextOf({} as Traces, RATE_HZ);
    const { spectrum } = context.facts;
    const midDb = spectrum.centresHz.map(hz => -30 + (change[hz] ?? 0));
    const spectra = {
      sections: [],
      sectionCentresHz: [],
      rings: { windowCount: 0 },
      sibilants: { bursts: [] },
    };
    return diagnose({
      ...context,
      traces: { spectra: { ...spectra, voiceDb: null, breaths: { bursts: [] } } } as unknown as Traces,
      facts: { ...context.facts, spectrum: { ...spectrum, midDb, sideDb: midDb } },
    }).map(({ kind, severity }) => `${kind}: ${severity}`);
  };

  it('says nothing of a mix that stands where the aim is, or inside its tolerance', () => {
    expect(tilted({})).toEqual([]);
    expect(tilted({ 63: 2, 125: 2, 4000: 2.5, 8000: -2.5 })).toEqual([]);
  });

  it('names what stands outside, as notes', () => {
    expect(tilted({ 63: 6, 125: 6 })).toEqual(['boomy: note']);
    expect(tilted({ 2000: 8, 4000: 8 })).toEqual(['harsh: note']);
    expect(tilted({ 8000: -6 })).toEqual(['dull: note']);
    expect(tilted({ 63: -7, 125: -7 })).toEqual(['thin: note']);
  });

  it('keeps silent about a region that is not there at all', () => {
    expect(tilted({ 8000: -30 })).toEqual([]);
  });
});

/** Decoded in a second each; the bench of planted faults hears every recording. */
const FEW = ['acoustic-nature', 'jazz-vibe-ace', 'vocal-lets-go-fishin'];

describe.skipIf(!hasRecordings)('finished music', () => {
  it.each(RECORDINGS.filter(({ name }) => FEW.includes(name)))(
    '$name is sent to no repair of tone',
    async ({ name, paths }) => {
      const host = makeCodecHost();
      const source = await readExcerpt({ name, paths }, host, 0.4, 12);
      const traces = (await inspect(source, ['spectra'], host.powers, {})) as Traces;
      const kinds = diagnose(contextOf(traces, source.frameCount, source.channelCount))
        .filter(({ severity }) => severity === 'fix')
        .map(({ kind }) => kind);
      expect(kinds).toEqual([]);
    },
  );
});

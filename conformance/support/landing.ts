import {
  type AudioSource,
  type Brief,
  createEngine,
  type Decoder,
  type DeliverableOrder,
  defaultBrief,
} from '@deadwax/engine';
import type { MemoryHost } from './memory.ts';
import { makeMemoryOutputs } from './outputs.ts';
import { makeCodecHost, type Recording, readExcerpt } from './recordings.ts';

export const LANDING_TARGETS_LUFS = [-16, -14, -11, -9] as const;
export const LANDING_CEILINGS_DBTP = [-1, -2] as const;

/** Where one delivered file came to rest. */
export interface Landing {
  readonly file: string;
  readonly targetLufs: number;
  readonly ceilingDbtp: number;
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
  readonly bound: string | null;
}

/** Float, 24-bit, 16-bit with dither, and another rate. */
function orders(sampleRateHz: number): readonly DeliverableOrder[] {
  const order = (depthBits: 16 | 24 | 32, rate: number | 'source'): DeliverableOrder => ({
    format: { container: 'wav', depthBits, isFloat: depthBits === 32 },
    sampleRateHz: rate,
    dither: 'auto',
  });
  return [
    order(32, 'source'),
    order(24, 'source'),
    order(16, 'source'),
    order(24, sampleRateHz === 48000 ? 44100 : 48000),
  ];
}

/** Masters an excerpt from the middle of a recording to every target under every ceiling. */
export async function landEverywhere(recording: Recording, seconds: number): Promise<readonly Landing[]> {
  const host = makeCodecHost();
  const excerpt = await readExcerpt(recording, host, 0.5, seconds);
  const landings: Landing[] = [];
  for (const targetLufs of LANDING_TARGETS_LUFS) {
    for (const ceilingDbtp of LANDING_CEILINGS_DBTP) {
      landings.push(...(await land(host, excerpt, targetLufs, ceilingDbtp)));
    }
  }
  return landings;
}

async function land(
  host: MemoryHost,
  excerpt: AudioSource,
  targetLufs: number,
  ceilingDbtp: number,
): Promise<readonly Landing[]> {
  const engine = createEngine({ ...host.powers, decoders: [rawDecoder(excerpt), ...host.powers.decoders] });
  const brief: Brief = {
    ...defaultBrief,
    targetLufs,
    ceilingDbtp,
    deliverables: orders(excerpt.sampleRateHz),
  };
  const outputs = makeMemoryOutputs(host);
  const info = { name: 'excerpt.raw', location: '' };
  const mix = host.makeBytes('excerpt.raw', new TextEncoder().encode('raw excerpt'));
  const { verdict, plan } = await engine.master(mix, brief, {}, outputs, info);
  return verdict.files.map(file => ({
    file: file.fileName,
    targetLufs,
    ceilingDbtp,
    integratedLufs: file.facts.integratedLufs!,
    truePeakDbtp: file.facts.truePeakDbtp!,
    bound: plan.played.bound,
  }));
}

/** Hands out audio that is already in memory. */
function rawDecoder(source: AudioSource): Decoder {
  return {
    name: 'raw',
    recognizes: (_head: Uint8Array, fileName: string) => fileName === 'excerpt.raw',
    open: async () => ({
      source,
      format: { container: 'raw', encoding: '32-bit float', isLossy: false, depthBits: null, isFloat: true },
      tags: {},
    }),
  };
}

import { type MemoryHost, makeMemoryHost } from '../../../../conformance/support/memory.ts';
import { analyze } from '../../analyze/index.ts';
import type { SourceFormat } from '../../audio/index.ts';
import { type RepairCall, type RepairSpec, repairs, type StreamRepairSpec } from '../../repair/index.ts';
import { diagnose, type Finding, type FindingKind, inspect, TRACER_NAMES, type Traces } from '../index.ts';

/** A file as a test sends it. */
export interface Sent {
  readonly channels: readonly Float32Array[];
  readonly sampleRateHz?: number;
  readonly format?: Partial<SourceFormat>;
}

/** What was found in it. */
export interface Looked {
  readonly findings: readonly Finding[];
  readonly traces: Traces;
  /** The finding of a kind. @throws where there is none */
  of(kind: FindingKind): Finding;
  /** Kinds in order. */
  readonly kinds: readonly FindingKind[];
}

const WAV: SourceFormat = {
  container: 'WAV',
  encoding: '32-bit float',
  isLossy: false,
  depthBits: null,
  isFloat: true,
};

/** What can be said of noise: it has no tone that could be right, and no clicks, notes or words. */
const KINDS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'polarity',
  'delay',
  'imbalance',
  'mono-fold',
  'wide-bass',
  'one-sided',
  'dual-mono',
  'over-compression',
  'pumping',
  'limiter',
  'inter-sample-overs',
  'cut-off-start',
  'cut-off-end',
  'long-silence',
  'count-in',
  'lossy-origin',
  'upsampled',
  'padded-depth',
  'truncation',
]);

/** Measures, inspects and diagnoses audio; findings of channels, dynamics, ends and origin alone. */
export async function look({ channels, sampleRateHz = 44100, format = {} }: Sent): Promise<Looked> {
  const host: MemoryHost = makeMemoryHost();
  const source = host.makeSource(channels, sampleRateHz);
  const { facts } = await analyze(source, host.powers, {}, 'measure');
  const traces = await inspect(source, TRACER_NAMES, host.powers, {});
  const tonalAim = { label: '', confidenceFraction: 0, centresHz: [], levelDb: [], toleranceDb: [] };
  const all = diagnose({
    facts,
    traces,
    format: { ...WAV, ...format },
    tonalAim,
    isMastered: false,
  });
  const findings = all.filter(({ kind }) => KINDS.has(kind));
  return {
    findings,
    traces,
    kinds: findings.map(({ kind }) => kind),
    of(kind) {
      const found = findings.find(finding => finding.kind === kind);
      if (found === undefined)
        throw new Error(`no ${kind} among ${findings.map(one => one.kind).join(', ')}`);
      return found;
    },
  };
}

/** Plays the repair that a finding proposes. */
export function mend(channels: readonly Float32Array[], call: RepairCall | null): Float32Array[] {
  if (call === null) throw new Error('nothing is proposed');
  const { kernels } = makeMemoryHost().powers;
  const frameCount = channels[0]!.length;
  const spec = repairs[call.repair] as RepairSpec<typeof call.repair>;
  const block = kernels.makeBlock(channels.length, frameCount);
  channels.forEach((samples, channel) => {
    block.channels[channel]!.set(samples);
  });
  if (spec.kind === 'stream') {
    const { make } = spec as StreamRepairSpec<typeof call.repair>;
    make(call.parameters as never, { sampleRateHz: 44100, channelCount: channels.length }, kernels).process(
      block,
    );
  } else {
    for (const { startFrame, endFrame } of spec.regions(call.parameters as never)) {
      const job = { block, fromFrame: startFrame, toFrame: endFrame, startFrame: 0, sampleRateHz: 44100 };
      spec.mend(job, call.parameters as never, kernels);
    }
  }
  return block.channels.map(samples => samples.slice());
}

import {
  type AudioBlock,
  type AudioHandle,
  type AudioSource,
  checkCancelled,
  makePcmSource,
  makeSpillSink,
  mapInOrder,
  type Powers,
  runOnCrew,
  type SpillSink,
  type Task,
  type ThreadPowers,
  type Watch,
  workAhead,
} from '../audio/index.ts';
import type { PlannedRepair } from '../plan/plan.ts';
import {
  type Region,
  type RegionRepairSpec,
  type RepairCall,
  type RepairName,
  type RepairParameters,
  type RepairSpec,
  repairs,
} from '../repair/index.ts';
import { makeHandOver } from './finish.ts';
import { playChain } from './play-chain.ts';

const BLOCK_FRAMES = 16384;

type AnyParameters = RepairParameters[RepairName];

/** Parameters and specification of one name always meet; the compiler cannot follow that through the table. */
function specOf(name: RepairName): RepairSpec<never> {
  return repairs[name] as unknown as RepairSpec<never>;
}

function parametersOf(planned: PlannedRepair): never {
  return specOf(planned.repair).scale(planned.parameters as never, planned.strengthFraction);
}

/** Whether a repair would change nothing. */
export function isIdle(planned: PlannedRepair): boolean {
  if (!planned.isEnabled || planned.strengthFraction === 0) return true;
  return specOf(planned.repair).isNeutral(parametersOf(planned));
}

/** Plays one repair over a programme into scratch, aligned with the source; the source stays as it is. */
export async function playRepair(
  source: AudioSource,
  planned: PlannedRepair,
  powers: Powers,
  watch: Watch,
): Promise<AudioSource> {
  const spec = specOf(planned.repair);
  const parameters = parametersOf(planned);
  if (spec.kind === 'regions') return mendRegions(source, planned.repair, spec, parameters, powers, watch);
  return playChain(source, spec.make(parameters, source, powers.kernels), powers, watch);
}

interface MendInput {
  readonly audio: AudioHandle;
  readonly call: RepairCall;
  readonly region: Region;
}

/** Mends one region with its surroundings; gives the region's frames. */
export const mendRegionTask: Task<MendInput, readonly Float32Array[]> = {
  name: 'mend-region',
  run: mendRegion,
};

function mendRegion(
  { audio, call, region }: MendInput,
  { kernels, openBytes }: ThreadPowers,
): readonly Float32Array[] {
  const source = makePcmSource(openBytes(audio.bytes), audio.layout, kernels);
  const spec = specOf(call.repair) as RegionRepairSpec<never>;
  const contextFrames = contextFramesOf(spec, source);
  const startFrame = region.startFrame - contextFrames;
  const block = kernels.makeRawBlock(source.channelCount, region.endFrame + contextFrames - startFrame);
  source.read(startFrame, block);
  const toFrame = contextFrames + region.endFrame - region.startFrame;
  const { sampleRateHz } = source;
  const job = { block, fromFrame: contextFrames, toFrame, startFrame, sampleRateHz };
  spec.mend(job, call.parameters as never, kernels);
  return block.channels.map(channel => channel.slice(contextFrames, toFrame));
}

function contextFramesOf(spec: RegionRepairSpec<never>, { sampleRateHz }: AudioSource): number {
  return Math.ceil(spec.contextSeconds * sampleRateHz);
}

async function mendRegions(
  source: AudioSource,
  repair: RepairName,
  spec: RegionRepairSpec<never>,
  parameters: AnyParameters,
  powers: Powers,
  watch: Watch,
): Promise<AudioSource> {
  const sink = makeSpillSink(powers.makeScratch(), source, powers.kernels);
  const copy = powers.kernels.makeRawBlock(source.channelCount, BLOCK_FRAMES);
  const handOver = makeHandOver(source.channelCount, powers, block => sink.write(block));
  const regions = spec.regions(parameters as never);
  const contextFrames = contextFramesOf(spec, source);
  const callFor = (region: Region) => {
    const narrowed = spec.narrow?.(parameters as never, region, contextFrames) ?? parameters;
    return { repair, parameters: narrowed } as RepairCall;
  };
  let written = 0;
  await mapInOrder(
    regions,
    workAhead(powers.crew.threadCount),
    region => runOnCrew(powers.crew, mendRegionTask, { audio: source.handle, call: callFor(region), region }),
    async (channels, index) => {
      const { startFrame, endFrame } = regions[index]!;
      copyThrough(source, written, startFrame, copy, sink);
      await handOver(channels);
      written = endFrame;
      checkCancelled(watch);
      watch.report?.({ stage: 'repair', fraction: (index + 1) / regions.length });
    },
  );
  copyThrough(source, written, source.frameCount, copy, sink);
  return sink.toSource();
}

/** What lies between the regions goes over bit for bit. */
function copyThrough(
  source: AudioSource,
  fromFrame: number,
  toFrame: number,
  block: AudioBlock,
  sink: SpillSink,
): void {
  for (let start = fromFrame; start < toFrame; start += BLOCK_FRAMES) {
    block.frameCount = Math.min(BLOCK_FRAMES, toFrame - start);
    source.read(start, block);
    sink.write(block);
  }
}

import {
  type AudioBlock,
  type AudioSource,
  type ByteHandle,
  readPassage,
  type Segment,
  sliceBlock,
  type ThreadPowers,
} from '../audio/index.ts';
import { readFloats } from './float-store.ts';

/** What drive and limiter do to a programme, as plain data for any thread. */
export interface Limiting {
  readonly driveGain: number;
  /** One factor per frame, drive included; null: the drive alone. */
  readonly gains: ByteHandle | null;
  /** Peaks that the gain leaves over this amplitude are cancelled one by one; null: the gain does all. */
  readonly cancelGain: number | null;
}

/** Reads a segment with frames around it, driven and limited: the same samples wherever the programme is cut. */
export function readLimited(
  source: AudioSource,
  segment: Segment,
  around: { readonly beforeFrames: number; readonly afterFrames: number },
  limiting: Limiting,
  powers: ThreadPowers,
): AudioBlock {
  const { kernels } = powers;
  const { cancelGain } = limiting;
  const canceller = cancelGain === null ? null : kernels.makePeakCanceller(source.sampleRateHz);
  const contextFrames = canceller?.contextFrames ?? 0;
  const beforeFrames = around.beforeFrames + contextFrames;
  const afterFrames = around.afterFrames + contextFrames;
  const { block } = readPassage(source, segment, { beforeFrames, afterFrames }, kernels);
  applyDrive(block, segment.startFrame - beforeFrames, limiting, powers);
  if (canceller === null || cancelGain === null) return block;
  const frameCount = block.frameCount - 2 * contextFrames;
  const startFrame = segment.startFrame - around.beforeFrames;
  canceller.cancel(block, startFrame, frameCount, cancelGain, kernels.makeFloats(frameCount));
  return sliceBlock(block, contextFrames, frameCount);
}

function applyDrive(
  block: AudioBlock,
  startFrame: number,
  { driveGain, gains }: Limiting,
  { kernels, openBytes }: ThreadPowers,
): void {
  if (gains === null && driveGain === 1) return;
  const factors = kernels.makeFloats(block.frameCount).fill(driveGain);
  if (gains !== null) readFloats(openBytes(gains), startFrame, factors, driveGain);
  kernels.applyGains(block, factors);
}

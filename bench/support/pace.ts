import type { Processor } from '@deadwax/engine/ports';
import type { MemoryHost } from '../../conformance/support/memory.ts';
import { seeded } from './seeded.ts';

/** How many times faster than real time one thread plays stereo noise through a processor: processor time, not the clock's. */
export function paceOf(host: MemoryHost, sampleRateHz: number, make: () => Processor): number {
  const { kernels } = host.powers;
  const mark = kernels.mark();
  const next = seeded(3);
  const block = kernels.makeBlock(2, 4096);
  const processor = make();
  const seconds = 20;
  const before = process.cpuUsage();
  for (let frame = 0; frame < seconds * sampleRateHz; frame += 4096) {
    for (const channel of frame === 0 ? block.channels : []) {
      for (let n = 0; n < channel.length; n++) channel[n] = next() - 0.5;
    }
    processor.process(block);
  }
  const { user, system } = process.cpuUsage(before);
  kernels.release(mark);
  return seconds / ((user + system) / 1e6);
}

import { makeDecoders, makeEncoders } from '@deadwax/codecs';
import type { Powers } from '@deadwax/engine';
import { createKernels } from '@deadwax/kernels';
import { type HostCrew, makeInlineCrew, makeWorkerCrew } from './crew.ts';
import { makeSha256 } from './digest.ts';
import { openFileHandle } from './files.ts';
import { loadKernelModule } from './kernel-module.ts';
import { makeScratchFile, scratchFolder } from './scratch.ts';

/** What the engine gets from this host, and the end of it. */
export interface HostPowers extends Powers {
  readonly crew: HostCrew;
}

export function makePowers(options: {
  readonly threadCount: number;
  readonly scratchFolder: string | undefined;
}): HostPowers {
  const kernelModule = loadKernelModule();
  const workers = options.threadCount > 1 ? makeWorkerCrew(options.threadCount, kernelModule) : undefined;
  const kernels = createKernels(kernelModule);
  const folder = scratchFolder(options.scratchFolder);
  return {
    kernels,
    crew: workers ?? makeInlineCrew({ kernels, openBytes: openFileHandle }),
    decoders: makeDecoders(),
    encoders: makeEncoders(),
    makeScratch: () => makeScratchFile(folder),
    openBytes: openFileHandle,
    makeDigest: makeSha256,
  };
}

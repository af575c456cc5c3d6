import { makeDecoders, makeEncoders } from '@deadwax/codecs';
import type { Powers } from '@deadwax/engine/ports';
import { createKernels } from '@deadwax/kernels';
import { type HostCrew, makeInlineCrew, makeWorkerCrew } from './crew.ts';
import { makeSha256 } from './digest.ts';
import { findFfmpeg } from './ffmpeg.ts';
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
  const kernels = createKernels(kernelModule);
  const ownPowers = { kernels, openBytes: openFileHandle };
  const folder = scratchFolder(options.scratchFolder);
  return {
    kernels,
    crew:
      options.threadCount > 1
        ? makeWorkerCrew(options.threadCount, kernelModule, ownPowers)
        : makeInlineCrew(ownPowers),
    decoders: makeDecoders({ ffmpeg: findFfmpeg() }),
    encoders: makeEncoders(),
    makeScratch: () => makeScratchFile(folder),
    openBytes: openFileHandle,
    makeDigest: makeSha256,
  };
}

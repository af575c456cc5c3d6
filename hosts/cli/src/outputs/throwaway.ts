import type { OutputFolder, Scratch } from '@deadwax/engine/ports';

/** An output folder for work whose files are only to be proven: they are scratch, and go with it. */
export function makeThrowaway(makeScratch: () => Scratch): OutputFolder & { discard(): void } {
  const files: Scratch[] = [];
  return {
    openFile(name) {
      const scratch = makeScratch();
      files.push(scratch);
      return {
        name,
        get byteCount() {
          return scratch.byteCount;
        },
        append: scratch.append,
        patch: scratch.patch,
        finish: () => scratch,
      };
    },
    discard() {
      for (const file of files) file.discard();
    },
  };
}

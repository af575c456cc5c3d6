import type { ByteSource, OutputFile, OutputFolder } from '@deadwax/engine';
import type { MemoryHost } from './memory.ts';

/** A delivery that stays in memory. */
export interface MemoryOutputs extends OutputFolder {
  readonly files: ReadonlyMap<string, ByteSource>;
}

/** Makes an empty delivery on a memory host. */
export function makeMemoryOutputs(host: MemoryHost): MemoryOutputs {
  const files = new Map<string, ByteSource>();
  return {
    files,
    openFile(name): OutputFile {
      const bytes = host.makeBytes(name);
      files.set(name, bytes);
      return {
        name,
        get byteCount() {
          return bytes.byteCount;
        },
        append: part => bytes.append(part),
        patch: (offset, part) => bytes.patch(offset, part),
        finish: () => bytes,
      };
    },
  };
}

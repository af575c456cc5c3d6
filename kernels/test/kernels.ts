import { readFileSync } from 'node:fs';
import type { Kernels } from '@deadwax/engine/ports';
import { createKernels } from '@deadwax/kernels';

const bytes = readFileSync(new URL('../build/deadwax.wasm', import.meta.url));
const module = new WebAssembly.Module(bytes);

/** A fresh instance for one test. */
export function freshKernels(): Kernels {
  return createKernels(module);
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The arithmetic, compiled once; threads share the compiled code. */
export function loadKernelModule(): WebAssembly.Module {
  const path = createRequire(import.meta.url).resolve('@deadwax/kernels/deadwax.wasm');
  return new WebAssembly.Module(readFileSync(path));
}

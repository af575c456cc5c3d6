import type { __AdaptedExports } from '../build/deadwax.js';

/** The functions of the WebAssembly module, as its compiler declares them. Pointers are numbers. */
export type KernelExports = typeof __AdaptedExports & { readonly memory: WebAssembly.Memory };

/** Broadband noise. */
export interface DenoiseKernels {}

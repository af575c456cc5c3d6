// Compressors, of one band and of several.

export { compressorMake, compressorTakeReductionDb } from './compressor';
export { multibandMake, multibandProcess, multibandReset } from './multiband';

// The Fourier transforms that the face calls; those of one area to another are in fft-complex and fft-real.

export { realFftForward, realFftInverse, realFftMake } from './fft-real';

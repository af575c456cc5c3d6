/** The only rate of the model. @source ITU-R BS.1387-1, annex 2, 2.1.2 */
export const SAMPLE_RATE_HZ = 48000;
/** Window of the FFT ear model. @source ITU-R BS.1387-1, annex 2, 2.1.2 */
export const FRAME_FRAMES = 2048;
/** Windows overlap by half. */
export const HOP_FRAMES = 1024;
/** Bins from 0 Hz to Nyquist. */
export const BIN_COUNT: number = FRAME_FRAMES / 2 + 1;
/** Windows in one second. */
export const HOPS_PER_SECOND: number = SAMPLE_RATE_HZ / HOP_FRAMES;
/** The model counts in steps of 16 bit. */
export const FULL_SCALE = 32768;
/** Sound pressure of a full-scale sine of the calibration tone. @source ITU-R BS.1387-1, annex 2, 2.1.3 */
export const FULL_SCALE_DB_SPL = 92;

// Placeholder until the kernel is written.
export const DITHER_PLACEHOLDER: i32 = 0;

// Placeholder until the kernel is written.
export const BANDS_PLACEHOLDER: i32 = 0;

// Placeholder until the kernel is written.
export const PEAK_PLACEHOLDER: i32 = 0;

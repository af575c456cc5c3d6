// Placeholder until the kernel is written.
export const SPECTRUM_PLACEHOLDER: i32 = 0;

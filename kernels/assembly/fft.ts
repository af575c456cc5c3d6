// Placeholder until the kernel is written.
export const FFT_PLACEHOLDER: i32 = 0;

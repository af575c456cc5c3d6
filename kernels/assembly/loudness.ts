// Placeholder until the kernel is written.
export const LOUDNESS_PLACEHOLDER: i32 = 0;

// Placeholder until the kernel is written.
export const RESAMPLE_PLACEHOLDER: i32 = 0;

// Placeholder until the kernel is written.
export const PCM_PLACEHOLDER: i32 = 0;

// Placeholder until the kernel is written.
export const STEREO_PLACEHOLDER: i32 = 0;

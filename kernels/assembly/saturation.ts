// Placeholder until the kernel is written.
export const SATURATION_PLACEHOLDER: i32 = 0;

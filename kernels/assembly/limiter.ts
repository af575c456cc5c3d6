// Placeholder until the kernel is written.
export const LIMITER_PLACEHOLDER: i32 = 0;

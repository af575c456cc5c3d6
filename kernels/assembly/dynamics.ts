// Placeholder until the kernel is written.
export const DYNAMICS_PLACEHOLDER: i32 = 0;

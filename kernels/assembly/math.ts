// Placeholder until the kernel is written.
export const MATH_PLACEHOLDER: i32 = 0;

// Placeholder until the kernel is written.
export const FILTER_PLACEHOLDER: i32 = 0;

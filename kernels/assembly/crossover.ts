// Placeholder until the kernel is written.
export const CROSSOVER_PLACEHOLDER: i32 = 0;

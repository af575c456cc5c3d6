// Placeholder until the kernel is written.
export const SURVEY_PLACEHOLDER: i32 = 0;

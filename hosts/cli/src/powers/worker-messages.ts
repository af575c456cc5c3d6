import type { ErrorCode } from '@deadwax/engine/ports';

/** To a thread. */
export interface TaskOrder {
  readonly id: number;
  readonly taskName: string;
  readonly input: unknown;
}

/** From a thread. `code` is null for a bug, which carries its stack. */
export type TaskAnswer =
  | { readonly id: number; readonly output: unknown }
  | {
      readonly id: number;
      readonly error: { readonly code: ErrorCode | null; readonly message: string; readonly stack: string };
    };

import type { ByteHandle, ByteSource } from './bytes.ts';
import type { Kernels } from './kernels/index.ts';

/** What a thread of its own has. */
export interface ThreadPowers {
  readonly kernels: Kernels;
  openBytes(handle: ByteHandle): ByteSource;
}

/**
 * A piece of work that any thread can do: plain data in, plain data out, the same bits wherever it runs.
 * Kernel memory made inside is released after the call.
 */
export interface Task<Input, Output> {
  readonly name: string;
  readonly run: (input: Input, powers: ThreadPowers) => Output;
}

/**
 * The threads of a host. Work is cut by the audio, never by the number of threads, and results are joined in the
 * order of the audio: so the count changes the time and not one bit.
 */
export interface Crew {
  readonly threadCount: number;
  /** Runs a task by name; tasks given first start first. */
  run(taskName: string, input: unknown): Promise<unknown>;
}

/** Runs `task` on the crew with its types. */
export function runOnCrew<Input, Output>(
  crew: Crew,
  task: Task<Input, Output>,
  input: Input,
): Promise<Output> {
  return crew.run(task.name, input) as Promise<Output>;
}

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a program cost, as a whole process. */
export interface Run {
  readonly seconds: number;
  /** Largest resident set of the process itself; 0 where the system does not tell. */
  readonly peakMiB: number;
  readonly stdout: string;
}

/** Runs a program to its end. @throws {Error} when it cannot start or fails */
export function runProcess(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let peakMiB = 0;
    const watch = setInterval(() => {
      peakMiB = Math.max(peakMiB, peakOf(child.pid));
    }, 15);
    child.stdout.on('data', chunk => output.push(chunk));
    child.stderr.on('data', chunk => errors.push(chunk));
    child.on('error', reject);
    child.on('close', code => {
      clearInterval(watch);
      const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
      if (code !== 0)
        reject(new Error(`${command} ended with ${code}: ${Buffer.concat(errors).toString().slice(-500)}`));
      else resolve({ seconds, peakMiB, stdout: Buffer.concat(output).toString() });
    });
  });
}

/** High-water mark of a living process, where /proc tells it. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Whether a program is on PATH. */
export async function isInstalled(command: string, versionFlag = '-version'): Promise<boolean> {
  try {
    await runProcess(command, [versionFlag]);
    return true;
  } catch {
    return false;
  }
}

import { spawn } from 'node:child_process';

/**
 * Runs a program in our place: its input and outputs are ours, and so is its end, by status or by signal.
 * A terminal sends Ctrl-C to both; the child decides, we wait for it.
 *
 * @returns the exit status
 */
export function runChild(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  const wait = () => {};
  process.on('SIGINT', wait);
  const pass = signal => child.kill(signal);
  process.on('SIGTERM', pass);
  process.on('SIGHUP', pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      process.removeListener('SIGINT', wait);
      process.removeListener('SIGTERM', pass);
      process.removeListener('SIGHUP', pass);
      if (signal !== null) process.kill(process.pid, signal);
      resolve(status ?? 2);
    });
  });
}

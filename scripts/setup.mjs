import { pathToFileURL } from 'node:url';
import { buildCli } from './steps/cli.mjs';
import { checkNode, installPackages } from './steps/install.mjs';
import { buildKernels } from './steps/kernels.mjs';

/** Brings a checkout from any state to one that works; does nothing, silently, where nothing is missing or stale. */
export async function setUp() {
  checkNode();
  installPackages();
  await buildAll();
}

/** The part of `setUp` that makes files of our own. */
export async function buildAll() {
  await buildKernels();
  await buildCli();
}

/** Runs a script's work; a failure is one line and status 2. */
export async function runScript(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.stderr.write(`deadwax set-up: ${error.message}\n`);
    process.exitCode = 2;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runScript(setUp);

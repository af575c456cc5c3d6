import { buildAll, runScript } from './setup.mjs';

await runScript(buildAll);
